import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { describeWithRedis } from '../../platform/testing/needs-redis.ts'
import { startThrowawayRedis, type ThrowawayRedis } from '../../platform/testing/throwaway-redis.ts'
import { api, eventually } from './api.ts'
import { control, type DemoHub, startDemoHub } from './demo-hub.ts'
import { appointments, exported, untruths } from './truth.ts'

describeWithRedis('the whole hub over Redis', () => {
  let redis: ThrowawayRedis
  let program: DemoHub

  beforeAll(async () => {
    redis = await startThrowawayRedis()
    program = await startDemoHub({ REDIS_URL: redis.url })
  }, 120_000)

  afterAll(async () => {
    await program.stop()
    await redis.stop()
  }, 60_000)

  const idOf = (list: Array<{ id: string; name: string }>, name: string): string =>
    list.find((one) => one.name === name)?.id ?? ''

  /** Times with Lina, whose appointments stand in two outside calendars. */
  async function bookTen(): Promise<number[]> {
    const wanted = {
      service_id: idOf(program.demo.services, 'Haarschnitt Herren'),
      location_id: idOf(program.demo.locations, 'Mitte'),
      resource_id: idOf(program.demo.resources, 'Lina'),
    }
    const query = new URLSearchParams({ ...wanted, limit: '500' })
    const { body } = await api(program.demo, `GET /v1/availability?${query}`)
    const starts: string[] = body.slots.map(({ start }: { start: string }) => start)
    const apart = starts.filter((start) => start.slice(14, 16) === '00').slice(0, 10)
    const replies = await Promise.all(
      apart.map((start) => api(program.demo, 'POST /v1/appointments', { body: { ...wanted, start } })),
    )
    return replies.map(({ status }) => status)
  }

  const ten = (status: number) => Array.from({ length: 10 }, () => status)

  test('all of Redis lost while jobs wait in it: every appointment reaches both calendars, once', async () => {
    const slow = { method: 'POST', latency_ms: 500 }
    await control(program.demo, 'PUT', '/faults/calcom', { ...slow, path: '/v2/bookings' })
    await control(program.demo, 'PUT', '/faults/google_calendar', slow)
    expect(await bookTen()).toEqual(ten(201))
    const client = new Redis(redis.url)
    const waiting = await eventually(
      () => client.keys('*appointment.export*'),
      (keys) => keys.length > 0,
    )
    expect(waiting.length).toBeGreaterThan(0)
    await client.flushall()
    client.disconnect()
    await exported(program, 120_000)
    expect(await untruths(program)).toEqual([])
  }, 240_000)

  test('Redis dead: bookings are taken all the same, and written when it is back', async () => {
    await redis.stop()
    const ready = () => api(program.demo, 'GET /readyz', { key: null })
    const away = await eventually(ready, ({ status }) => status === 503)
    expect(away.body.missing.map(({ name }: { name: string }) => name)).toEqual(['courier'])
    expect(await bookTen()).toEqual(ten(201))
    redis = await startThrowawayRedis({ port: redis.port })
    await exported(program, 120_000)
    expect((await appointments(program)).filter(({ status }) => status === 'confirmed')).toHaveLength(20)
    expect(await untruths(program)).toEqual([])
  }, 240_000)
})
