import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { eventually } from '../../core/test/program/api.ts'
import type { DrillRow, Scene } from '../drill-row.ts'
import { offers } from '../offers.ts'
import { Traffic } from '../traffic.ts'
import { WebClient } from '../web-client.ts'

const FROZEN = 30_000
const STOPPED = 10_000

/** Ten appointments whose entries wait: both calendars are slow. */
async function fillQueue(scene: Scene): Promise<void> {
  const { site, random } = scene
  const slow = { method: 'POST', latency_ms: 500, times: 20 }
  await site.control('PUT', '/faults/calcom', { ...slow, path: '/v2/bookings' })
  await site.control('PUT', '/faults/google_calendar', slow)
  const booked = (await offers(site, 10)).map(({ start }) => new WebClient(site, random.name()).insist(start))
  await Promise.all(booked)
}

async function withRedis<T>({ site }: Scene, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(site.redis?.url ?? '')
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

/** Resolves once a turn for the jobs of appointments lies in Redis. */
async function untilQueued(scene: Scene): Promise<void> {
  const keys = await withRedis(scene, (redis) =>
    eventually(
      () => redis.keys('*appointment.export:[0-9]*'),
      (found) => found.length > 0,
      10_000,
    ),
  )
  scene.expect(keys.length > 0, 'no turn was ever in Redis: nothing could be lost')
}

const row = (rest: Pick<DrillRow, 'name' | 'did' | 'act'> & Partial<DrillRow>): DrillRow => ({
  layout: 'two',
  must: 'bookings are taken all the same, and every entry is written, once',
  ...rest,
})

export const redisRows: readonly DrillRow[] = [
  row({
    name: 'Redis: FLUSHALL',
    did: 'FLUSHALL while turns for the jobs of ten appointments were in Redis.',
    quick: true,
    async act(scene) {
      await fillQueue(scene)
      await untilQueued(scene)
      await withRedis(scene, (redis) => redis.flushall())
    },
  }),
  row({
    name: 'Redis: restarted empty',
    did: 'Redis killed while turns for the jobs of ten appointments were in it, and started again at once, empty.',
    async act(scene) {
      await fillQueue(scene)
      await untilQueued(scene)
      await scene.site.reviveRedis()
    },
  }),
  row({
    name: 'Redis: stopped',
    did: `Redis away for ${STOPPED / 1_000} s, then there again, empty.`,
    async act(scene) {
      const traffic = await Traffic.begin(scene)
      await scene.site.redis?.stop()
      await sleep(STOPPED)
      await scene.site.reviveRedis()
      scene.over()
      await traffic.end()
    },
  }),
  row({
    name: 'Redis: frozen 30 s',
    did: 'SIGSTOP of Redis, SIGCONT after 30 s.',
    async act(scene) {
      const { redis } = scene.site
      const traffic = await Traffic.begin(scene)
      if (redis) process.kill(redis.pid, 'SIGSTOP')
      await sleep(FROZEN)
      if (redis) process.kill(redis.pid, 'SIGCONT')
      scene.over()
      await traffic.end()
    },
  }),
]
