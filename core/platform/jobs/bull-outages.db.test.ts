import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { describeWithRedis } from '../testing/needs-redis.ts'
import { startThrowawayRedis, type ThrowawayRedis } from '../testing/throwaway-redis.ts'
import type { Courier } from './courier.ts'
import type { JobOutcome } from './job.ts'
import { eventually } from './testing/eventually.ts'
import { JobWorld } from './testing/job-world.ts'

const KIND = 'test.outage'
const LONG = 60_000

describeWithRedis('jobs while Redis fails', () => {
  let redis: ThrowawayRedis
  let world: JobWorld
  let courier: Courier
  let ran: string[]
  let gate: Promise<void>
  let open: () => void

  beforeAll(async () => {
    redis = await startThrowawayRedis()
    world = await JobWorld.open(redis.url)
  })
  beforeEach(async () => {
    ran = []
    gate = new Promise((resolve) => {
      open = resolve
    })
    const run = async ({ id }: { id: string }): Promise<JobOutcome> => {
      await gate
      ran.push(id)
      return { is: 'done' }
    }
    courier = await world.start([{ kind: KIND, run }])
    await eventually('the courier is well', async () => (await courier.health()) === null)
  })
  afterEach(async () => {
    open()
    await world.stopAll()
    await world.database.asCourier((tx) => tx.run({ text: 'delete from jobs' }))
  })
  afterAll(async () => {
    await world.close()
    await redis.stop()
  })

  const add = (count: number) => world.add(...Array.from({ length: count }, () => ({ kind: KIND })))

  const allDone = (count: number, ms: number) =>
    eventually(
      `all ${count} are done`,
      async () => (await world.rows(KIND)).filter(({ state }) => state === 'done').length === count,
      ms,
    )

  async function command(name: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(redis.url)
    try {
      return await client.call(name, ...args)
    } finally {
      client.disconnect()
    }
  }

  test(
    'FLUSHALL while fifty jobs wait loses none, and none runs twice',
    async () => {
      await add(50)
      await eventually('turns for them wait in Redis', async () => {
        const waiting = await command('LLEN', `{${world.namespace}}:${KIND}:wait`)
        return Number(waiting) > 1
      })
      await command('FLUSHALL')
      open()
      await allDone(50, 30_000)
      expect(new Set(ran).size).toBe(50)
      expect(ran).toHaveLength(50)
    },
    LONG,
  )

  test(
    'while Redis is gone adding stays quick and the courier says so; when it is back all is done',
    async () => {
      open()
      await redis.stop()
      await eventually('the courier is unwell', async () => /Redis/.test((await courier.health()) ?? ''))
      const startedAt = performance.now()
      for (let batch = 0; batch < 10; batch += 1) await add(2)
      expect(performance.now() - startedAt).toBeLessThan(1_000)
      await sleep(3_000)
      expect(ran).toEqual([])
      redis = await startThrowawayRedis({ port: redis.port })
      await allDone(20, 15_000)
      expect(await courier.health()).toBeNull()
    },
    LONG,
  )

  test(
    'a frozen Redis holds up nothing but the jobs, and they go on when it thaws',
    async () => {
      open()
      process.kill(redis.pid, 'SIGSTOP')
      const startedAt = performance.now()
      await add(5)
      expect(performance.now() - startedAt).toBeLessThan(1_000)
      expect(await courier.health()).toMatch(/Redis does not answer/)
      await sleep(8_000)
      process.kill(redis.pid, 'SIGCONT')
      await allDone(5, 25_000)
      expect(ran).toHaveLength(5)
    },
    LONG,
  )

  test(
    'a hub that starts before its Redis works as soon as that is there',
    async () => {
      await world.stopAll()
      await redis.stop()
      open()
      const run = async ({ id }: { id: string }): Promise<JobOutcome> => {
        ran.push(id)
        return { is: 'done' }
      }
      const early = await world.start([{ kind: KIND, run }])
      await add(3)
      await sleep(1_500)
      expect(await early.health()).toMatch(/Redis/)
      redis = await startThrowawayRedis({ port: redis.port })
      await allDone(3, 15_000)
    },
    LONG,
  )

  test(
    'a hub can stop while Redis is gone, and within its deadline',
    async () => {
      await redis.stop()
      const startedAt = performance.now()
      await world.stop(courier, 4_000)
      expect(performance.now() - startedAt).toBeLessThan(4_500)
      redis = await startThrowawayRedis({ port: redis.port })
    },
    LONG,
  )

  test(
    'a Redis that may evict keys is called unfit',
    async () => {
      await command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
      expect(await courier.health()).toMatch(/allkeys-lru.*noeviction/)
      await command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
      expect(await courier.health()).toBeNull()
    },
    LONG,
  )

  test(
    'jobs that a full Redis refuses are not lost',
    async () => {
      open()
      await command('CONFIG', 'SET', 'maxmemory', '1')
      await add(5)
      await eventually('the courier is unwell', async () => (await courier.health()) !== null)
      await sleep(2_500)
      expect(ran).toEqual([])
      await command('CONFIG', 'SET', 'maxmemory', '0')
      await allDone(5, 15_000)
    },
    LONG,
  )

  test(
    'jobs go on after Redis forgot its scripts',
    async () => {
      open()
      await add(2)
      await allDone(2, 15_000)
      await command('SCRIPT', 'FLUSH')
      await add(5)
      await allDone(7, 15_000)
    },
    LONG,
  )

  test(
    'finished jobs leave nothing in Redis',
    async () => {
      open()
      await add(20)
      await allDone(20, 15_000)
      const client = new Redis(redis.url)
      const left = () => client.keys(`*${world.namespace}*:${KIND}:[0-9]*`)
      await eventually('the last is removed', async () => (await left()).length === 0)
      expect(await client.keys(`*${world.namespace}*`)).not.toEqual([])
      client.disconnect()
    },
    LONG,
  )
})
