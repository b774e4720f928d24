import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { silentLogger } from '../log/logger.ts'
import type { JobHandler, JobOutcome, JobRun } from './job.ts'
import { JobRunner } from './job-runner.ts'
import { eventually } from './testing/eventually.ts'
import { JobWorld } from './testing/job-world.ts'

const done: JobOutcome = { is: 'done' }

let world: JobWorld

beforeAll(async () => {
  world = await JobWorld.open()
})
afterAll(() => world.close())

const runnerOf = (handler: JobHandler) =>
  new JobRunner({ database: world.database, clock: world.clock, handlers: [handler], log: silentLogger })

const some = (count: number, kind: string, payload = {}) =>
  world.add(...Array.from({ length: count }, () => ({ kind, payload })))

const countOf = async (kind: string, state: string) =>
  (await world.rows(kind)).filter((row) => row.state === state).length

const isDone = (kind: string, count: number) =>
  eventually(`${count} of ${kind} are done`, async () => (await countOf(kind, 'done')) === count)

/** For each place; the least that the tests below count on. */
const AHEAD = 10

/** A runner that has seen that jobs of this kind are short, however slow the machine is. None of them is left. */
async function usedTo(handler: JobHandler & { concurrency: number }): Promise<JobRunner> {
  const { kind, concurrency } = handler
  const runner = runnerOf(handler)
  await eventually('jobs are claimed ahead', async () => {
    await some(AHEAD * concurrency, kind)
    const started = await runner.startDue()
    await eventually('nothing runs', async () => (await countOf(kind, 'running')) === 0)
    return started === AHEAD * concurrency
  })
  await emptied(kind)
  return runner
}

const emptied = (kind: string) =>
  world.database.asCourier((tx) => tx.run({ text: 'delete from jobs where kind = $1', values: [kind] }))

test('what ends at the same time is written by one statement', async () => {
  await some(20, 'together')
  await runnerOf({ kind: 'together', concurrency: 20, run: async () => done }).startDue()
  await isDone('together', 20)
  const query = { text: `select distinct xmin::text from jobs where kind = 'together'` }
  expect(await world.database.asCourier((tx) => tx.run(query))).toBe(1)
})

test('a result that cannot be written costs no other its place', async () => {
  await some(9, 'writable')
  await world.add({ kind: 'writable', payload: { fits: false } })
  const run = async ({ payload }: JobRun): Promise<JobOutcome> =>
    payload.fits === false ? { is: 'cancel', why: 'PostgreSQL has no \u0000 in its texts' } : done
  await runnerOf({ kind: 'writable', concurrency: 10, run }).startDue()
  await isDone('writable', 9)
  expect(await countOf('writable', 'running')).toBe(1)
})

test('short jobs are claimed ahead of their places, and no more run at once than may', async () => {
  let now = 0
  let most = 0
  const runner = await usedTo({
    kind: 'short',
    concurrency: 2,
    async run() {
      now += 1
      most = Math.max(most, now)
      await Promise.resolve()
      now -= 1
      return done
    },
  })
  await some(20, 'short')
  await eventually('all are done', async () => {
    await runner.startDue()
    return (await countOf('short', 'done')) === 20
  })
  expect(most).toBe(2)
})

test('a job with a single attempt is not claimed before it has a place', async () => {
  const runner = runnerOf({ kind: 'once', concurrency: 1, maxAttempts: 1, run: async () => done })
  await some(AHEAD * 3, 'once')
  for (let ran = 1; ran <= AHEAD * 3; ran += 1) {
    expect(await runner.startDue()).toBe(1)
    await isDone('once', ran)
  }
})

interface Stuck {
  runner: JobRunner
  hanging: PromiseWithResolvers<JobOutcome>
}

/**
 * A runner whose only place has a run that hangs, and for which `look` gives what was wanted. Tried again, since a
 * machine that was busy just now may have made a short job a long one.
 */
function stuck<T>(
  kind: string,
  look: (runner: JobRunner) => Promise<T | undefined>,
): Promise<Stuck & { seen: T }> {
  return eventually('a job hangs', async () => {
    const hanging = Promise.withResolvers<JobOutcome>()
    const run = async ({ payload }: JobRun) => (payload.hangs ? hanging.promise : done)
    const runner = await usedTo({ kind, concurrency: 1, run })
    await world.add({ kind, payload: { hangs: true }, priority: 1 })
    const seen = await look(runner)
    if (seen !== undefined) return { runner, hanging, seen }
    hanging.resolve(done)
    await runner.drain(5_000)
    await emptied(kind)
    return undefined
  })
}

/** The others were claimed ahead and wait for its place. */
const fiveBehind = (kind: string) =>
  stuck(kind, async (runner) => {
    await some(5, kind)
    return (await runner.startDue()) === 6 ? true : undefined
  })

test('what was claimed ahead of a run that takes long is left to others, and that counts as no attempt', async () => {
  const { runner, hanging } = await fiveBehind('overtaken')
  const left = await eventually('the others wait again', async () => {
    const waiting = (await world.rows('overtaken')).filter(({ state }) => state === 'waiting')
    return waiting.length === 5 ? waiting : undefined
  })
  expect(left.map(({ attempts, crashes }) => ({ attempts, crashes }))).toEqual(
    Array.from({ length: 5 }, () => ({ attempts: 0, crashes: 0 })),
  )
  expect(await runner.startDue()).toBe(0)
  await eventually('another runner has done them', async () => {
    await runnerOf({ kind: 'overtaken', run: async () => done }).startDue()
    return (await countOf('overtaken', 'done')) === 5
  })
  hanging.resolve(done)
  await isDone('overtaken', 6)
})

test('a runner that stops leaves what it has not begun, at once', async () => {
  const { runner, hanging } = await fiveBehind('stopping')
  const drained = runner.drain(10_000)
  await eventually('they wait for others', async () => (await countOf('stopping', 'waiting')) === 5)
  hanging.resolve(done)
  await drained
  expect(await countOf('stopping', 'done')).toBe(1)
})

test('a job that was taken over from a dead runner and left again is known to have had one', async () => {
  const kind = 'left-over'
  const { hanging, seen } = await stuck(kind, async (runner) => {
    await runner.startDue()
    await world.add({ kind })
    const [, other] = await world.rows(kind)
    const text = `update jobs set state = 'running', attempts = 1, lease_until = '-infinity' where id = $1`
    await world.database.asCourier((tx) => tx.run({ text, values: [other?.id] }))
    return (await runner.startAbandoned()) === 1 ? other?.id : undefined
  })
  const left = await eventually('it waits again', async () => {
    const row = (await world.rows(kind)).find(({ id }) => id === seen)
    return row?.state === 'waiting' ? row : undefined
  })
  expect(left).toMatchObject({ attempts: 1, crashes: 1 })
  hanging.resolve(done)
})
