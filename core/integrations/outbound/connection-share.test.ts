import { randomUUID } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LimitsManifest } from '@askpro/plugin-sdk'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Redis } from 'ioredis'
import { eventually } from '../../platform/jobs/testing/eventually.ts'
import { quickRedis } from '../../platform/redis/quick-redis.ts'
import { describeWithRedis } from '../../platform/testing/needs-redis.ts'
import { startThrowawayRedis, type ThrowawayRedis } from '../../platform/testing/throwaway-redis.ts'
import { CallPlaces } from './call-places.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import { WireShares } from './connection-share.ts'
import { OutboundFetch } from './outbound-fetch.ts'

const never = new AbortController().signal
const ready = () => {}
/** Milliseconds: a busy machine must not sleep through it. */
const OPEN_FOR = 2_000

const closing: Array<() => unknown> = []
const warned: string[] = []
const log = {
  debug() {},
  info() {},
  error() {},
  warn: (_fields: object, message: string) => void warned.push(message),
}

afterEach(async () => {
  warned.length = 0
  for (const close of closing.splice(0)) await close()
})

/** What one process has of Redis. */
async function processOver(url: string, patience = {}): Promise<WireShares> {
  const redis = quickRedis(url, patience)
  const shares = new WireShares({ redis, log })
  closing.push(() => shares.close())
  await eventually('Redis is there', () => redis.status === 'ready')
  return shares
}

describeWithRedis('the limits of one connection in two processes', (url) => {
  let connection: string
  let both: WireShares[]

  beforeEach(async () => {
    connection = randomUUID()
    // What is tested here is not how long a process waits for Redis.
    const patience = { command: 10_000 }
    both = [await processOver(url, patience), await processOver(url, patience)]
  })

  const placesOf = (limits: LimitsManifest) => both.map((each) => new CallPlaces(limits, each.of(connection)))

  test('no more calls are under way at once than the manifest says, and whoever asked first is next', async () => {
    const [here, there] = placesOf({ at_once: 1 })
    const ends: Array<() => void> = []
    const order: string[] = []
    const call = (places: CallPlaces | undefined, name: string) =>
      places?.take(never, {
        ready,
        work: () => {
          order.push(name)
          return new Promise<void>((resolve) => ends.push(resolve))
        },
      })
    const calls = [call(here, 'first')]
    await eventually('the first is under way', () => order.length === 1)
    const redis = new Redis(url)
    closing.push(() => redis.disconnect())
    const waiting = (count: number) =>
      eventually('they wait', async () => (await redis.zcard(`{askpro:wire:${connection}}:turns`)) === count)
    calls.push(call(there, 'second'))
    await waiting(1)
    calls.push(call(here, 'third'))
    // In this process the place is still taken, so it does not even ask.
    ends[0]?.()
    await eventually('the second is under way', () => order.length === 2)
    await waiting(1)
    ends[1]?.()
    await eventually('the third is under way', () => order.length === 3)
    ends[2]?.()
    await Promise.all(calls)
    expect(order).toEqual(['first', 'second', 'third'])
    expect(await redis.zcard(`{askpro:wire:${connection}}:turns`)).toBe(0)
  })

  test('the rate counts the calls of both, and whoever comes too much is told when to come again', async () => {
    const [here, there] = placesOf({ rate: { requests: 3, seconds: 60 } })
    const work = async () => 'done'
    for (const places of [here, there, here]) expect(await places?.take(never, { ready, work })).toBe('done')
    for (const places of [here, there]) {
      const refused = { name: 'RetryLater', message: 'the provider allows no more requests at present' }
      await expect(places?.take(never, { ready, work })).rejects.toMatchObject(refused)
    }
  })

  test('a look costs one round trip, and the place is given back without waiting', async () => {
    // One that nobody else talks to: its client takes what it hears too early for the answer to MONITOR.
    const alone = await startThrowawayRedis()
    closing.push(() => alone.stop())
    const limits: LimitsManifest = { at_once: 3, rate: { requests: 10, seconds: 60 } }
    const places = new CallPlaces(limits, (await processOver(alone.url)).of(connection))
    const redis = new Redis(alone.url)
    const monitor = await redis.monitor()
    closing.unshift(
      () => monitor.disconnect(),
      () => redis.disconnect(),
    )
    const asked: string[] = []
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      // What a script calls has the source "lua".
      if (source !== 'lua' && args.some((each) => each.includes(connection))) asked.push(String(args[0]))
    })
    await places.take(never, { ready, work: async () => expect(asked.length).toBeLessThanOrEqual(1) })
    await eventually('the place was given back', () => asked.length === 2)
    expect(asked).toEqual(['eval', 'eval'])
  })

  test('the place of a process that was killed is free again once its call must have ended', async () => {
    const [places] = placesOf({ at_once: 1 })
    const redis = new Redis(url)
    closing.push(() => redis.disconnect())
    await redis.zadd(`{askpro:wire:${connection}}:places`, Date.now() - 1, 'of-the-dead')
    expect(await places?.take(never, { ready, work: async () => 'done' })).toBe('done')
  })

  test('who gives up while others have the places leaves no turn behind, and its call is never made', async () => {
    const [here, there] = placesOf({ at_once: 1 })
    const end = Promise.withResolvers<void>()
    const first = here?.take(never, { ready, work: () => end.promise })
    const caller = new AbortController()
    let made = 0
    const second = there?.take(caller.signal, { ready, work: async () => made++ })
    const gone = expect(second).rejects.toThrow('the visitor left')
    setTimeout(() => caller.abort(new Error('the visitor left')), 60)
    await gone
    end.resolve()
    await first
    expect(await there?.take(never, { ready, work: async () => 'next' })).toBe('next')
    expect(made).toBe(0)
  })

  /** A provider whose answers the test gives, and the wire of the connection in each process. */
  async function provider() {
    const asked: ServerResponse[] = []
    const answers: { with?: (response: ServerResponse) => void } = {}
    const server = createServer((_request, response) => {
      asked.push(response)
      answers.with?.(response)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const key = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const wires = both.map((shares) => {
      const breaker = new CircuitBreaker({ openFor: OPEN_FOR })
      const out = new OutboundFetch({ breaker, share: shares.of(connection) })
      closing.push(() => out.close())
      const fetch = out.to({
        declared: [],
        configured: new Map([[key, 'base_url']]),
        opened: new Set([key]),
      })
      return {
        breaker,
        standing: () => out.standing(),
        call: () => fetch(`http://${key}/`, { method: 'POST' }),
      }
    })
    closing.push(
      () => server.closeAllConnections(),
      () => server.close(),
    )
    const [here, there] = wires
    if (!here || !there) throw new Error('there are two processes')
    return { asked, answers, here, there }
  }

  test('a provider that asks one to wait is left alone by the other', async () => {
    const { asked, answers, here, there } = await provider()
    answers.with = (response) => response.writeHead(429, { 'retry-after': '30' }).end()
    expect((await here.call()).status).toBe(429)
    const refused = { name: 'RetryLater', message: 'the provider asked to wait' }
    await expect(there.call()).rejects.toMatchObject(refused)
    expect(asked).toHaveLength(1)
  })

  test('the breaker opens for both; then one call of all finds out, and closes it for both', async () => {
    const { asked, answers, here, there } = await provider()
    answers.with = (response) => response.writeHead(500).end()
    for (let i = 0; i < 5; i++) await here.call()
    expect(here.breaker.state).toBe('open')
    const paused = { name: 'RetryLater', message: 'the provider has been failing; calls are paused' }
    await expect(there.call()).rejects.toMatchObject(paused)
    expect(asked).toHaveLength(5)
    const standing = await there.standing()
    expect(standing).toMatchObject({ breaker: 'open', shared: true })
    expect(Math.abs((standing.pausedUntil ?? 0) - Date.now())).toBeLessThanOrEqual(OPEN_FOR)

    answers.with = () => {}
    const callAll = () => [there.call(), there.call(), there.call(), here.call(), here.call()]
    const probing = async (calls: () => Array<Promise<Response>>) => {
      await new Promise((resolve) => setTimeout(resolve, OPEN_FOR + 20))
      const before = asked.length
      const results = Promise.allSettled(calls())
      await eventually('somebody probes', () => asked.length === before + 1)
      return results
    }
    const failing = probing(callAll)
    await eventually('it is asked once', () => asked.length === 6)
    asked[5]?.writeHead(503).end()
    const failed = await failing
    expect(failed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(asked).toHaveLength(6)

    const passing = probing(() => [there.call()])
    await eventually('it is asked once more', () => asked.length === 7)
    answers.with = (response) => response.writeHead(200).end()
    asked[6]?.writeHead(200).end()
    expect(await passing).toMatchObject([{ status: 'fulfilled' }])
    expect((await there.call()).status).toBe(200)
    expect((await here.call()).status).toBe(200)
    const well = { breaker: 'closed', pausedUntil: null, shared: true }
    expect([await here.standing(), await there.standing()]).toMatchObject([well, well])
  })
})

describeWithRedis('the limits of a connection while Redis fails', () => {
  let redis: ThrowawayRedis

  beforeAll(async () => {
    redis = await startThrowawayRedis()
  })
  afterAll(() => redis.stop())

  test('each process keeps to them by itself, at once, and shares them again when it is back', async () => {
    const shares = await processOver(redis.url)
    const places = new CallPlaces({ rate: { requests: 2, seconds: 60 } }, shares.of(randomUUID()))
    const work = async () => performance.now()
    process.kill(redis.pid, 'SIGSTOP')
    const begun = performance.now()
    expect((await places.take(never, { ready, work })) - begun).toBeLessThan(1_000)
    const again = performance.now()
    expect((await places.take(never, { ready, work })) - again).toBeLessThan(200)
    await expect(places.take(never, { ready, work })).rejects.toMatchObject({ name: 'RetryLater' })
    expect(warned).toEqual(['Redis is away; each process keeps to the limits by itself'])
    expect(await shares.of(randomUUID()).look()).toBeUndefined()
    process.kill(redis.pid, 'SIGCONT')
    const share = shares.of(randomUUID())
    await eventually('it is asked again', async () => (await share.enter('id', { atOnce: 1 })) !== undefined)
  })

  test('one that is not there at all costs nothing', async () => {
    const shares = new WireShares({ redis: quickRedis('redis://127.0.0.1:1'), log })
    closing.push(() => shares.close())
    const places = new CallPlaces({ at_once: 1 }, shares.of(randomUUID()))
    const begun = performance.now()
    for (let i = 0; i < 50; i++) await places.take(never, { ready, work: async () => {} })
    expect(performance.now() - begun).toBeLessThan(500)
  })
})
