import { expect, test } from '@jest/globals'
import { HubError } from '../errors.ts'
import { testApp } from './testing/test-app.ts'

test('the process is alive as soon as it answers, and says which installation it is', async () => {
  const { status, body } = await testApp({ instance: 'abc' }).agent.get('/healthz')
  expect([status, body]).toEqual([200, { status: 'ok', instance: 'abc' }])
})

test('the hub is ready when nothing is missing', async () => {
  const readiness = [{ name: 'database', check: async () => null }]
  expect((await testApp({ readiness }).agent.get('/readyz')).status).toBe(200)
})

test('what is missing is named with its reason; a check that throws or hangs is missing too', async () => {
  const { agent, lines } = testApp({
    readiness: [
      { name: 'database', check: async () => null },
      { name: 'migrations', check: async () => '2 steps are not applied' },
      { name: 'secrets', check: () => Promise.reject(new Error('SECRET path')) },
      {
        name: 'cache',
        check: () => Promise.reject(new HubError('unavailable', { detail: 'It did not answer.' })),
      },
      { name: 'queue', check: () => new Promise<null>(() => {}) },
    ],
  })
  const start = performance.now()
  const { status, body, headers } = await agent.get('/readyz')
  expect(performance.now() - start).toBeLessThan(3_500)
  expect([status, body.code, headers['retry-after']]).toEqual([503, 'unavailable', '5'])
  expect(body.missing).toEqual([
    { name: 'migrations', why: '2 steps are not applied' },
    { name: 'secrets', why: 'the check itself failed: see the log' },
    { name: 'cache', why: 'It did not answer.' },
    { name: 'queue', why: 'no answer within 2 s' },
  ])
  expect(JSON.stringify(body)).not.toContain('SECRET')
  expect(lines.join()).toContain('SECRET path')
})

test('measurements are exposed by route pattern', async () => {
  const { agent } = testApp({})
  await agent.get('/healthz')
  await agent.get('/v1/nothing')
  const { text, headers } = await agent.get('/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(text).toContain('http_request_duration_seconds_count{route="/healthz",method="GET",status="2xx"} 1')
  expect(text).toContain('http_request_duration_seconds_count{route="unmatched",method="GET",status="4xx"} 1')
})
