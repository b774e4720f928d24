import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { silentLogger } from '../log/logger.ts'
import type { Tick } from './job.ts'
import { JobWorld } from './testing/job-world.ts'
import { Ticker } from './ticker.ts'

let world: JobWorld

beforeAll(async () => {
  world = await JobWorld.open()
})
afterAll(() => world.close())

/** Three replicas tick for a while; gives the slots that each of them saw. */
async function tickThreefold(jobs: Tick['jobs'], name: string): Promise<string[][]> {
  const seen: string[][] = [[], [], []]
  const tickers = seen.map((slots) => {
    const tick: Tick = {
      name,
      cron: '* * * * * *',
      jobs(slot) {
        slots.push(slot)
        return jobs(slot)
      },
    }
    return new Ticker({ database: world.database, queue: world.queue, ticks: [tick], log: silentLogger })
  })
  for (const ticker of tickers) ticker.start()
  await sleep(3_300)
  for (const ticker of tickers) await ticker.stop()
  return seen
}

test('three replicas that tick together make one job for each slot', async () => {
  const seen = await tickThreefold((slot) => [{ kind: 'swept', tenantId: null, payload: { slot } }], 'sweep')
  for (const slots of seen) expect(slots.length).toBeGreaterThanOrEqual(3)
  const slots = [...new Set(seen.flat())].toSorted()
  expect(slots[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  const made = (await world.rows('swept')).map(({ payload }) => payload.slot)
  expect(made.toSorted()).toEqual(slots)
}, 20_000)

test('a tick may make several jobs, and two ticks with the same kind do not hide each other', async () => {
  const both: Tick['jobs'] = () =>
    ['a', 'b'].map((part) => ({ kind: 'parts', tenantId: null, payload: { part } }))
  const [one, other] = await Promise.all([tickThreefold(both, 'first'), tickThreefold(both, 'second')])
  const slots = new Set(one.flat()).size + new Set(other.flat()).size
  const parts = (await world.rows('parts')).map(({ payload }) => payload.part)
  expect(parts).toHaveLength(slots * 2)
  expect(parts.filter((part) => part === 'a')).toHaveLength(slots)
}, 20_000)

test('a tick that cannot be put down does not end the ticking', async () => {
  let ticks = 0
  const log = { ...silentLogger, warn: () => void ++ticks }
  const broken: Tick = {
    name: 'broken',
    cron: '* * * * * *',
    jobs() {
      throw new Error('no plan')
    },
  }
  const ticker = new Ticker({ database: world.database, queue: world.queue, ticks: [broken], log })
  ticker.start()
  await sleep(2_300)
  await ticker.stop()
  expect(ticks).toBeGreaterThanOrEqual(2)
}, 20_000)
