import { describe, expect, test } from '@jest/globals'
import { type TSchema, Type } from '@sinclair/typebox'
import { testApp } from './testing/test-app.ts'
import { addThing, getThing } from './testing/thing-routes.ts'

const ID = '0199c3a0-7d1b-7c6e-9a40-123456789abc'
const ALL = { authorization: 'Bearer scopes:*' }

function thingsApp() {
  return testApp({ routes: [getThing, addThing] })
}

test('an id that is none is the same 404 as an id of somebody else', async () => {
  for (const id of ['7', `urn:uuid:${ID}`, '%27%20or%201=1', `${ID}x`]) {
    const { status, body } = await thingsApp().agent.get(`/v1/things/${id}`).set(ALL)
    expect([status, body.code]).toEqual([404, 'not_found'])
  }
})

test.each([
  '/v1/things/%zz',
  '/v1/things/%c3%28',
  '/v1/things/%00',
  `/v1/things/${ID}?a=%ff`,
  `/v1/things/${ID}?__proto__=1`,
])('the malformed URL %s is a 400', async (url) => {
  const { status, body } = await thingsApp().agent.get(url).set(ALL)
  expect([status, body.code]).toEqual([400, 'bad_request'])
})

test('unknown and missing fields are a 422 that names each', async () => {
  const { status, body } = await thingsApp()
    .agent.post('/v1/things')
    .set(ALL)
    .send({ strat: 'x', tenant_id: ID })
  expect(status).toBe(422)
  expect(body.errors).toEqual([
    { path: '/start', message: 'is missing: add it' },
    { path: '/kind', message: 'is missing: add it' },
    { path: '/strat', message: 'is not a known field: remove it or check its spelling' },
    { path: '/tenant_id', message: 'is not a known field: remove it or check its spelling' },
  ])
  expect(body.detail).toBe('The body field /start is missing: add it.')
})

test.each([
  [{ start: '2026-05-01T09:30:00', kind: 'a' }, '/start', 'a time with offset'],
  [{ start: '2026-05-01T09:30:00Z', kind: 'c' }, '/kind', 'must be one of: a, b'],
  [
    { start: '2026-05-01T09:30:00Z', kind: 'a', customer: { name: 'x', age: 3 } },
    '/customer/age',
    'not a known field',
  ],
  [
    { start: '2026-05-01T09:30:00Z', kind: 'a', customer: { name: '' } },
    '/customer/name',
    'at least 1 character',
  ],
  [{ start: '2026-05-01T09:30:00Z', kind: 'a', customer: 5 }, '/customer', 'must be object'],
  [{ start: '2026-05-01T09:30:00Z', kind: 'a', until: 'soon' }, '/until', 'must be an id (UUID)'],
  [{ start: 1, kind: 'a' }, '/start', 'must be string'],
])('%j is refused at %s', async (sent, path, message) => {
  const { status, body } = await thingsApp().agent.post('/v1/things').set(ALL).send(sent)
  expect(status).toBe(422)
  expect(body.errors).toEqual([{ path, message: expect.stringContaining(message) }])
})

test('a query is checked like a body and an unknown parameter refused', async () => {
  const { body, status } = await thingsApp().agent.get(`/v1/things/${ID}?limit=9000&colour=red`).set(ALL)
  expect(status).toBe(422)
  expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['/colour'])
})

test.each([
  ['text', 'text/plain', '{}', 415],
  ['another charset', 'application/json; charset=latin1', '{}', 415],
  ['half a value', 'application/json', '{"a":', 400],
  ['a prototype', 'application/json', '{"__proto__":{"polluted":1}}', 400],
  ['an escaped prototype', 'application/json', '{"\\u005f_proto__":{"polluted":1}}', 400],
  ['a constructor', 'application/json', '{"constructor":{"prototype":{"polluted":1}}}', 400],
  ['10,000 levels', 'application/json', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400],
  ['NUL', 'application/json', '{"kind":"a\\u0000b"}', 400],
  ['half a surrogate pair', 'application/json', '{"kind":"\\ud800"}', 400],
  ['a list', 'application/json', '[]', 422],
  ['null', 'application/json', 'null', 422],
])('a body of %s is refused', async (_, type, text, status) => {
  const reply = await thingsApp()
    .agent.post('/v1/things')
    .set({ ...ALL, 'content-type': type })
    .send(text)
  expect(reply.status).toBe(status)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

test('a compressed body is refused', async () => {
  const headers = { ...ALL, 'content-type': 'application/json', 'content-encoding': 'gzip' }
  expect((await thingsApp().agent.post('/v1/things').set(headers).send('{}')).status).toBe(415)
})

test('no body at all is an empty object, so the complaint names what is missing', async () => {
  const { status, body } = await thingsApp().agent.post('/v1/things').set(ALL)
  expect([status, body.errors[0].path]).toEqual([422, '/start'])
})

test('a schema that ajv would not take is found by the warm-up', () => {
  const broken = { ...getThing, query: Type.Object({ a: Type.String({ format: 'no-such-format' }) }) }
  expect(() => testApp({ routes: [broken] }).app.warmUp()).toThrow(/no-such-format/)
  expect(() => thingsApp().app.warmUp()).not.toThrow()
})

describe('what a pattern refuses', () => {
  const code = (options: object) => Type.String({ pattern: '^[a-z]+:(read|write)$', ...options })
  const route = (schema: TSchema) => ({ ...addThing, body: Type.Object({ codes: Type.Array(schema) }) })
  const send = (schema: TSchema, codes: unknown[]) =>
    testApp({ routes: [route(schema)] })
      .agent.post('/v1/things')
      .set(ALL)
      .send({ codes })

  test.each([
    [code({ examples: ['calls:read', 'calls:write'] })],
    [Type.Union([code({ examples: ['calls:read', 'calls:write'] }), Type.Null()])],
  ])('is told by what it would take, never by the pattern', async (schema) => {
    const { body } = await send(schema, ['calls:read', 'Everything'])
    const message = 'must be written like this: calls:read, calls:write'
    expect(body.errors).toEqual([{ path: '/codes/1', message }])
    expect(JSON.stringify(body)).not.toContain('read|write')
  })

  test('is blank, where that is all it asks for', async () => {
    const { body } = await send(Type.String({ minLength: 1, pattern: '\\S' }), ['  '])
    expect(body.errors).toEqual([{ path: '/codes/0', message: 'must not be blank' }])
  })

  test.each([
    ['no examples', code({}), /\/properties\/codes\/items has a pattern and no examples/],
    ['an example that is none', code({ examples: ['calls:read', 'All'] }), /refuses: All$/],
  ])('with %s is found by the warm-up', (_, schema, complaint) => {
    expect(() => testApp({ routes: [route(schema)] }).app.warmUp()).toThrow(complaint)
  })
})
