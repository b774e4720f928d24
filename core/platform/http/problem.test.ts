import { expect, test } from '@jest/globals'
import { type ErrorCode, errorCatalogue, HubError } from '../errors.ts'
import { defineRoute, type Route } from './route.ts'
import { testApp } from './testing/test-app.ts'

function failing(path: string, thrown: () => unknown): Route {
  return defineRoute({
    method: 'GET',
    path,
    tag: 'failing',
    summary: 'Fails',
    permission: 'public',
    rate: 'read',
    replies: {},
    handler: () => Promise.reject(thrown()),
  })
}

test.each(Object.keys(errorCatalogue) as ErrorCode[])(
  'the problem %s tells nothing of what went wrong inside',
  async (code) => {
    const inner = new Error('SECRET-host 10.0.0.7 refused', { cause: new Error('SECRET-cause') })
    const { agent, lines } = testApp({
      routes: [failing('/v1/fails', () => new HubError(code, { cause: inner }))],
    })
    const { status, body, text, headers } = await agent.get('/v1/fails')
    const { status: expected, title } = errorCatalogue[code]
    expect(status).toBe(expected)
    expect(body).toEqual({
      type: `https://hub.example/docs/problems#${code}`,
      title,
      status: expected,
      code,
      request_id: headers['x-request-id'],
    })
    expect(text + JSON.stringify(headers)).not.toContain('SECRET')
    expect(lines.join().includes('SECRET-host')).toBe(expected >= 500)
  },
)

test('whatever else is thrown is a 500 without a word of it, logged with its stack', async () => {
  for (const thrown of [
    new TypeError('SECRET'),
    Object.assign(new Error('SECRET'), { status: 404, expose: true }),
    'SECRET',
    null,
  ]) {
    const { agent, lines } = testApp({ routes: [failing('/v1/fails', () => thrown)] })
    const { status, body, text } = await agent.get('/v1/fails')
    expect([status, body.code]).toEqual([500, 'internal'])
    expect(text).not.toContain('SECRET')
    if (thrown instanceof TypeError) expect(lines.join()).toMatch(/"level":"error".*TypeError: SECRET.*at /)
  }
})

test('Retry-After is whole seconds, rounded up', async () => {
  const { agent } = testApp({
    routes: [failing('/v1/fails', () => new HubError('unavailable', { retryAfterSeconds: 0.2 }))],
  })
  expect((await agent.get('/v1/fails')).headers['retry-after']).toBe('1')
})
