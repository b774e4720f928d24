import { expect, test } from '@jest/globals'
import { TEST_TENANT, testApp } from './testing/test-app.ts'
import { addThing, getThing } from './testing/thing-routes.ts'

function thingsApp() {
  return testApp({ routes: [getThing, addThing] })
}

test('a malformed request id is replaced', async () => {
  const { agent } = thingsApp()
  const { headers } = await agent.get('/healthz').set('x-request-id', 'a b"; drop')
  expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
})

test('a request is one log line without anything personal from URL, headers or body', async () => {
  const { agent, lines, requests } = thingsApp()
  await agent
    .post('/v1/things?phone=%2B4915112345678&email=planted@example.org')
    .set({ authorization: 'Bearer scopes:*', 'user-agent': 'planted-agent', 'x-request-id': 'req-7' })
    .send({ customer: { name: 'Planted Person', phone: '+49 151 12345678' }, kind: 'planted@example.org' })
  expect(requests()).toEqual([
    expect.objectContaining({
      level: 'info',
      request_id: 'req-7',
      tenant: TEST_TENANT,
      method: 'POST',
      route: '/v1/things',
      status: 422,
      code: 'invalid',
      duration_ms: expect.any(Number),
    }),
  ])
  expect(lines.join()).not.toMatch(/12345678|lanted|scopes:/)
})

test('the trace of the caller goes on in the log', async () => {
  const { agent, requests } = thingsApp()
  await agent.get('/v1/nothing').set('traceparent', `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`)
  expect(requests()[0]).toMatchObject({ trace_id: 'c'.repeat(32), route: 'unmatched', status: 404 })
})
