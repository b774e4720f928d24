import { expect, test } from '@jest/globals'
import { Metrics } from './metrics.ts'

test('requests are counted by route pattern, method and status class', async () => {
  const metrics = new Metrics()
  metrics.observeRequest({ route: '/v1/things/:id', method: 'GET', status: 404, seconds: 0.3 })
  const { text } = await metrics.expose()
  expect(text).toContain(
    'http_request_duration_seconds_bucket{le="0.3",route="/v1/things/:id",method="GET",status="4xx"} 1',
  )
  expect(text).toContain(
    'http_request_duration_seconds_bucket{le="0.2",route="/v1/things/:id",method="GET",status="4xx"} 0',
  )
})

test('the pool is read at each scrape and breakers can be forgotten', async () => {
  const metrics = new Metrics()
  const pool = { total: 3, idle: 1, waiting: 0 }
  metrics.watchPool(() => pool)
  metrics.setBreaker('gone', 'open')
  metrics.setBreaker('kept', 'half_open')
  metrics.countJob('sync.run', 'retry')
  pool.waiting = 7
  metrics.forgetBreaker('gone')
  const { text } = await metrics.expose()
  expect(text).toContain('db_pool_waiting 7')
  expect(text).toContain('breaker_state{connection="kept"} 1')
  expect(text).not.toContain('gone')
  expect(text).toContain('jobs_total{kind="sync.run",outcome="retry"} 1')
  expect(text).toContain('process_resident_memory_bytes')
})

test('two hubs in one process measure apart', async () => {
  const one = new Metrics()
  const other = new Metrics()
  one.countJob('a.b', 'done')
  expect((await other.expose()).text).not.toContain('a.b')
})
