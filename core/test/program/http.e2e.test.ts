import SwaggerParser from '@apidevtools/swagger-parser'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { placeCall } from '../../app/demo/place-call.ts'
import { readTimeline } from '../../app/demo/timeline.ts'
import type { Route } from '../../platform/http/route.ts'
import { createLogger } from '../../platform/log/pino-logger.ts'
import { type ApiReply, api } from './api.ts'
import { type DemoHub, startDemoHub } from './demo-hub.ts'
import type { RouteCase } from './tenancy/route-case.ts'
import { keyRoutes, routeCases } from './tenancy/route-cases.ts'
import { populate, type World } from './tenancy/world.ts'

let program: DemoHub
let world: World
let logged = ''

beforeAll(async () => {
  const destination = { write: (text: string) => (logged += text) }
  program = await startDemoHub({}, { log: createLogger({ level: 'debug', destination }) })
  for (const script of ['plain-booking', 'reschedule', 'withheld-number']) {
    for (const { call_id } of await placeCall(program.demo, script)) await readTimeline(program.demo, call_id)
  }
  const { agency, client } = program.demo
  const keys = {
    agency: { id: agency.id, key: agency.api_key },
    client: { id: client.id, key: client.api_key },
  }
  world = await populate(program, keys, 'Salon')
}, 240_000)

afterAll(() => program.stop())

const get = (path: string): Promise<ApiReply> => api(program.demo, `GET ${path}`, { key: null })
const named = ({ method, path }: Route): string => `${method} ${path}`
const guarded = (): Route[] => keyRoutes(program.hub.app.routes)
const caseOf = (route: Route): RouteCase => routeCases[named(route)] ?? {}

/** As the tenant whose route it is, on its own ids. */
function send(
  route: Route,
  { body, query }: { body?: object | undefined; query?: string },
): Promise<ApiReply> {
  const { id, level, query: needed } = caseOf(route)
  const { key } = level === 'agency' ? world.agency : world.client
  const queries = [needed, query].filter((part) => part)
  const path = named(route).replace(':id', id?.(world) ?? '')
  return api(program.demo, `${path}?${queries.join('&')}`, { key, body })
}

test('the log of whole calls holds no number, no name and no key', () => {
  const { agency, client } = program.demo
  const { sandbox, variables } = program
  const secrets = [
    variables.ASKPRO_MASTER_KEY ?? '',
    ...Object.values(sandbox.apiKeys).map((key) => key ?? ''),
    agency.api_key,
    client.api_key,
  ]
  const people = [
    'Lena',
    'Hoffmann',
    'Mia',
    'Schneider',
    'Aylin',
    'Oliver',
    'Reed',
    'Yılmaz',
    'Musterfrau',
    'Clark',
    '+4930',
    '+4917',
    '30231250',
    '1713920',
  ]
  expect(logged.split('\n').length).toBeGreaterThan(50)
  expect([...secrets, ...people].filter((text) => text === '' || logged.includes(text))).toEqual([])
})

test('nothing went wrong that only the log knows of', () => {
  const lines = logged.split('\n').filter((line) => line !== '')
  const troubles = lines
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === 'error' || level === 'warn')
  // The world has one connection to which nobody has consented.
  expect(troubles).toMatchObject([{ msg: 'a connection is in trouble', state: 'needs_reauth' }])
})

test('the hub says that it lives and that it can work', async () => {
  expect((await get('/healthz')).body).toEqual({
    status: 'ok',
    instance: expect.stringMatching(/^[0-9a-f]{16}$/),
  })
  const { status, body } = await get('/readyz')
  expect([status, body]).toEqual([200, { status: 'ok' }])
})

test('what calls did is measured by route, kind of job, connection and pool', async () => {
  const { body, headers } = await get('/metrics')
  expect(headers.get('content-type')).toMatch(/^text\/plain/)
  expect(body).toMatch(
    /^http_request_duration_seconds_bucket\{.*route="\/hooks\/:connection_id\/:hook".*\} [1-9]/m,
  )
  expect(body).toMatch(/^jobs_total\{kind="appointment.export",outcome="done"\} [1-9]/m)
  expect(body).toContain('# TYPE breaker_state gauge')
  for (const state of ['total', 'idle', 'waiting'])
    expect(body).toMatch(new RegExp(`^db_pool_${state} \\d`, 'm'))
  // Ids in labels would make a series each; a connection's is the exception, there are few.
  expect(body.replaceAll(/^breaker_state.*$/gm, '')).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/)
})

test('free times that have not changed are not sent again, and a booking changes them', async () => {
  const { demo } = program
  const ids = [`service_id=${demo.services[0]?.id}`, `location_id=${demo.locations[0]?.id}`]
  const from = new Date(Math.ceil(Date.now() / 86_400_000 + 3) * 86_400_000).toISOString()
  const ask = (etag?: string) =>
    api(demo, `GET /v1/availability?${[...ids, `from=${from}`, 'limit=20'].join('&')}`, {
      headers: etag === undefined ? {} : { 'if-none-match': etag },
    })
  const first = await ask()
  const etag = first.headers.get('etag') ?? ''
  expect(first.headers.get('cache-control')).toBe('public, max-age=1, must-revalidate')
  expect(first.headers.get('vary')).toBe('Authorization, X-Tenant-Id')
  const same = await ask(etag)
  expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, '', etag])
  const [slot] = first.body.slots
  expect((await api(demo, 'POST /v1/appointments', { body: { offer_token: slot.offer_token } })).status).toBe(
    201,
  )
  const changed = await ask(etag)
  expect(changed.status).toBe(200)
  expect(changed.headers.get('etag')).not.toBe(etag)
})

test('the document is valid OpenAPI 3.1 and has every listed route', async () => {
  const { body } = await get('/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  await SwaggerParser.validate(structuredClone(body))
  const documented = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const listed = program.hub.app.routes.filter((route) => route.listed !== false)
  expect(documented.sort()).toEqual(listed.map((route) => named(route).replaceAll(/:(\w+)/g, '{$1}')).sort())
})

test('the documentation page and all that it loads are served', async () => {
  const { status, body } = await get('/docs')
  expect(status).toBe(200)
  const files = [...body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file = '']) => file)
  expect(files).toContain('/docs/files/swagger-ui-bundle.js')
  const statuses = await Promise.all(files.map(async (file) => `${file} ${(await get(file)).status}`))
  expect(statuses).toEqual(files.map((file) => `${file} 200`))
})

test('every schema of the route table compiles', () => {
  expect(() => program.hub.app.warmUp()).not.toThrow()
})

test('every body takes the fields it names and no other', async () => {
  const wrong: string[] = []
  for (const route of guarded().filter(({ body }) => body !== undefined)) {
    const body = { ...caseOf(route).body?.(world), surprise: 1 }
    const reply = await send(route, { body })
    const paths = (reply.body.errors ?? []).map(({ path }: { path: string }) => path)
    if (reply.status === 422 && paths.join() === '/surprise') continue
    wrong.push(`${named(route)}: ${reply.status} ${JSON.stringify(reply.body)}`)
  }
  expect(wrong).toEqual([])
}, 60_000)

test('every query takes the parameters it names and no other', async () => {
  const wrong: string[] = []
  for (const route of guarded()) {
    const reply = await send(route, { query: 'surprise=1', body: caseOf(route).body?.(world) })
    const paths = (reply.body.errors ?? []).map(({ path }: { path: string }) => path)
    if (reply.status === 422 && paths.includes('/surprise')) continue
    wrong.push(`${named(route)}: ${reply.status} ${JSON.stringify(reply.body)}`)
  }
  expect(wrong).toEqual([])
}, 60_000)

test('every answer has the shape that the document promises', async () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  for (const name of ['date-time', 'date', 'uuid', 'email', 'uri'] as const)
    ajv.addFormat(name, fullFormats[name])
  const wrong: string[] = []
  for (const route of guarded().filter(answersAsItsCaseIs)) {
    const [query = ''] = caseOf(route).queries?.(world, world) ?? []
    const reply = await send(route, { query, body: caseOf(route).body?.(world) })
    const schema = route.replies[reply.status]?.schema
    if (schema && ajv.validate(JSON.parse(JSON.stringify(schema)), reply.body)) continue
    wrong.push(`${named(route)}: ${reply.status} ${ajv.errorsText()} ${JSON.stringify(reply.body)}`)
  }
  expect(wrong).toEqual([])
}, 60_000)

/** Reads, and writes whose case gives a body that is taken. A stream is no document. */
function answersAsItsCaseIs(route: Route): boolean {
  const { body, conflicts, unstored } = caseOf(route)
  if (unstored || route.path === '/v1/events/stream') return false
  return route.method === 'GET' || (body !== undefined && !conflicts)
}
