import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { silentLogger } from '../log/logger.ts'
import type { JobHandler, JobOutcome, JobRun } from './job.ts'
import { JobRunner } from './job-runner.ts'
import { RunAborted } from './run-aborted.ts'
import { eventually } from './testing/eventually.ts'
import { JobWorld } from './testing/job-world.ts'

const done: JobOutcome = { is: 'done' }

let world: JobWorld

beforeAll(async () => {
  world = await JobWorld.open()
})
afterAll(() => world.close())

function runnerOf(handler: JobHandler, results: string[] = [], leaseMs = 15_000): JobRunner {
  return new JobRunner({
    database: world.database,
    clock: world.clock,
    handlers: [handler],
    log: silentLogger,
    lease: { leaseMs, heartbeatMs: leaseMs / 3 },
    onOutcome: (_, result) => void results.push(result),
  })
}

/** Takes what this runner can have now; resolves when all of it has ended, which a run that hangs never does. */
async function work(runner: JobRunner): Promise<void> {
  const ended = Promise.withResolvers<void>()
  let left: number | undefined
  let over = 0
  const look = () => left === over && ended.resolve()
  const onEnd = () => {
    over += 1
    look()
  }
  const due = await runner.startDue(onEnd)
  left = due + (await runner.startAbandoned(onEnd))
  look()
  await ended.promise
}

async function added(kind: string): Promise<string> {
  await world.add({ kind })
  return (await world.row(kind)).id
}

/** Makes the row look as if its runner had been silent for the whole lease. */
const expireLeaseOf = (id: string) =>
  world.database.asCourier((tx) =>
    tx.run({
      text: `update jobs set lease_until = clock_timestamp() - interval '1 s' where id = $1`,
      values: [id],
    }),
  )

test('of many that claim the same job one gets it', async () => {
  await added('race')
  let runs = 0
  const runners = Array.from({ length: 8 }, () =>
    runnerOf({
      kind: 'race',
      run: async () => {
        runs += 1
        await sleep(50)
        return done
      },
    }),
  )
  await Promise.all(runners.map((runner) => work(runner)))
  expect(runs).toBe(1)
  expect(await world.row('race')).toMatchObject({ state: 'done', attempts: 1 })
})

test('a runner whose lease was taken over is interrupted, and its report changes nothing', async () => {
  const id = await added('fenced')
  const results: string[] = []
  const runs: JobRun[] = []
  let finish = (_: JobOutcome) => {}
  const slow = runnerOf(
    {
      kind: 'fenced',
      run: (run) => {
        runs.push(run)
        return new Promise((resolve) => {
          finish = resolve
        })
      },
    },
    results,
    900,
  )
  const first = work(slow)
  await eventually('it runs', () => runs.length === 1)
  await expireLeaseOf(id)
  const heir = runnerOf({ kind: 'fenced', run: async () => ({ is: 'cancel', why: 'by the heir' }) })
  await work(heir)
  await first
  finish(done)
  expect(runs[0]?.signal.reason).toEqual(new RunAborted('lease lost'))
  expect(results).toEqual(['lost'])
  expect(await world.row('fenced')).toMatchObject({
    state: 'cancelled',
    last_error: 'by the heir',
    attempts: 2,
  })
})

test('a report that comes before the runner knows that it lost changes nothing either', async () => {
  const id = await added('late')
  const results: string[] = []
  let finish = (_: JobOutcome) => {}
  const run = () =>
    new Promise<JobOutcome>((resolve) => {
      finish = resolve
    })
  const first = work(runnerOf({ kind: 'late', run }, results))
  await eventually('it runs', async () => (await world.row('late')).state === 'running')
  await expireLeaseOf(id)
  const heir = runnerOf({ kind: 'late', run: async () => ({ is: 'cancel', why: 'by the heir' }) })
  await work(heir)
  finish(done)
  await first
  expect(results).toEqual(['lost'])
  expect(await world.row('late')).toMatchObject({ state: 'cancelled', token: '2' })
})

test('a job with one attempt whose runner died has failed and is not run again', async () => {
  const id = await added('once')
  let runs = 0
  const run = () => {
    runs += 1
    return new Promise<JobOutcome>(() => {})
  }
  await runnerOf({ kind: 'once', maxAttempts: 1, run }).startDue()
  await eventually('it runs', () => runs === 1)
  await expireLeaseOf(id)
  await work(runnerOf({ kind: 'once', maxAttempts: 1, run }))
  expect(runs).toBe(1)
  expect(await world.row('once')).toMatchObject({
    state: 'failed',
    last_error: expect.stringMatching(/last attempt/),
  })
})

test('a report between two deaths proves that the job kills nobody', async () => {
  const id = await added('unlucky')
  let runs = 0
  for (const dies of [true, true, false, true, true, false]) {
    const before = runs
    const runner = runnerOf({
      kind: 'unlucky',
      maxAttempts: 20,
      run: () => {
        runs += 1
        return dies ? new Promise(() => {}) : Promise.resolve({ is: 'retry', why: 'again', after: 0 })
      },
    })
    const run = work(runner)
    await eventually('it runs', () => runs > before)
    if (dies) await expireLeaseOf(id)
    else await run
  }
  expect(await world.row('unlucky')).toMatchObject({ state: 'waiting', crashes: 0, attempts: 6 })
})

test('what killed its runner is run alone the second time, and takes nobody with it', async () => {
  const kinds = ['killer', 'innocent-1', 'innocent-2']
  const ran: string[] = []
  const runner = new JobRunner({
    database: world.database,
    clock: world.clock,
    handlers: kinds.map((kind) => ({
      kind,
      async run(): Promise<JobOutcome> {
        ran.push(kind)
        return done
      },
    })),
    log: silentLogger,
  })
  const ids = [await added('killer'), await added('innocent-1'), await added('innocent-2')]
  const looksLeft = (crashes: number, which: readonly string[]) =>
    world.database.asCourier((tx) =>
      tx.run({
        text: `update jobs set state = 'running', crashes = $1, lease_until = clock_timestamp() - interval '1 s'
               where id = any ($2::uuid[])`,
        values: [crashes, which],
      }),
    )
  const takenOver = async () => {
    const started = await runner.startAbandoned(() => {})
    await eventually('they have run', () => ran.length === started)
    for (const kind of ran)
      await eventually(`${kind} is done`, async () => (await world.row(kind)).state === 'done')
    return ran.splice(0).sort()
  }
  await looksLeft(0, ids)
  expect(await takenOver()).toEqual([...kinds].sort())

  await looksLeft(1, ids)
  const one = await takenOver()
  expect(one).toHaveLength(1)
  expect([...one, ...(await takenOver()), ...(await takenOver())].sort()).toEqual([...kinds].sort())

  await looksLeft(1, ids)
  await world.database.asCourier((tx) =>
    tx.run({
      text: `update jobs set crashes = 2, lease_until = clock_timestamp() + interval '1 min' where id = $1`,
      values: [ids[0]],
    }),
  )
  expect(await takenOver()).toEqual([])
  await work(runner)
  expect(ran).toEqual([])
  await looksLeft(2, ids.slice(0, 1))
  await eventually('the others are cleared', async () => {
    await runner.startAbandoned(() => {})
    const others = await Promise.all(kinds.slice(1).map((kind) => world.row(kind)))
    return others.every(({ state }) => state === 'done')
  })
  expect((await world.row('killer')).state).toBe('quarantined')
  expect(ran).not.toContain('killer')
})

test('of several that may have killed their runner only one is run, however many ask at the same time', async () => {
  let running = 0
  const go = Promise.withResolvers<void>()
  const handler: JobHandler = {
    kind: 'suspect',
    concurrency: 10,
    async run() {
      running += 1
      await go.promise
      return done
    },
  }
  const runners = Array.from({ length: 3 }, () => runnerOf(handler))
  for (let i = 0; i < 12; i++) await world.add({ kind: 'suspect' })
  const ids = (await world.rows('suspect')).map(({ id }) => id)
  await world.database.asCourier((tx) =>
    tx.run({
      text: `update jobs set state = 'running', crashes = 1, lease_until = clock_timestamp() - interval '1 s'
             where id = any ($1::uuid[])`,
      values: [ids],
    }),
  )
  // With all connections open they really do ask at the same time.
  await Promise.all(ids.map(() => world.rows('suspect')))
  let ended = 0
  const asked = ids.map((_, at) => runners[at % runners.length]?.startAbandoned(() => void ended++) ?? 0)
  const started = (await Promise.all(asked)).reduce((sum, some) => sum + some, 0)
  await eventually('one runs', () => running > 0)
  expect({ started, running }).toEqual({ started: 1, running: 1 })
  go.resolve()
  await eventually('it has ended', () => ended === 1)
})

test('the limit in the row goes before the limit of the handler', async () => {
  const id = await added('limited')
  await world.database.asCourier((tx) =>
    tx.run({ text: 'update jobs set max_attempts = 1 where id = $1', values: [id] }),
  )
  await work(runnerOf({ kind: 'limited', run: async () => ({ is: 'retry', why: 'no' }) }))
  expect(await world.row('limited')).toMatchObject({ state: 'failed' })
})

test('a job is not claimed before its time, nor after its end, nor by a runner that does not know it', async () => {
  const id = await added('guarded')
  const forward = world.clock.now() + 60_000
  await world.database.asCourier((tx) =>
    tx.run({ text: 'update jobs set run_at = $2 where id = $1', values: [id, new Date(forward)] }),
  )
  const ran: string[] = []
  const note = async ({ id: job }: JobRun) => {
    ran.push(job)
    return done
  }
  const runner = runnerOf({ kind: 'guarded', run: note })
  await work(runner)
  expect(ran).toEqual([])
  world.clock.forward(60_001)
  await work(runnerOf({ kind: 'another', run: note }))
  expect(ran).toEqual([])
  await work(runner)
  await work(runner)
  expect(ran).toEqual([id])
})

test('what was written while the clock was ahead runs when it would have, once the clock was put back', async () => {
  const runs: string[] = []
  const seen = new Set<string>()
  const [soon, snoozed, later] = ['made-ahead', 'snoozed-ahead', 'meant-for-later']
  const runner = new JobRunner({
    database: world.database,
    clock: world.clock,
    handlers: [soon, snoozed, later].map((kind) => ({
      kind,
      async run(): Promise<JobOutcome> {
        const first = kind === snoozed && !seen.has(kind)
        seen.add(kind)
        runs.push(kind)
        return first ? { is: 'snooze', until: world.clock.now() + 5_000 } : done
      },
    })),
    log: silentLogger,
  })
  const asTimePasses = (seconds: number) =>
    world.database.asCourier((tx) =>
      tx.run({
        text: 'update jobs set wake_at = wake_at - make_interval(secs => $1) where kind = any ($2::text[])',
        values: [seconds, [soon, snoozed, later]],
      }),
    )
  const due = async () => {
    await runner.wakeOverslept()
    await runner.startDue(() => {})
    await sleep(100)
    return runs.splice(0).sort()
  }
  world.clock.forward(36 * 3_600_000)
  await world.add({ kind: snoozed })
  await work(runner)
  expect(runs.splice(0)).toEqual([snoozed])
  await world.add({ kind: soon }, { kind: later, runAt: world.clock.now() + 3_600_000 })
  world.clock.forward(-36 * 3_600_000)
  expect(await due()).toEqual([])
  await asTimePasses(21)
  expect(await due()).toEqual([soon])
  await asTimePasses(5)
  expect(await due()).toEqual([snoozed])
  expect(await due()).toEqual([])
  expect(await world.row(later)).toMatchObject({ state: 'waiting', attempts: 0 })
})

test('two handlers of one kind are refused at the start', () => {
  const handler: JobHandler = { kind: 'twice', run: async () => done }
  const options = { database: world.database, clock: world.clock, log: silentLogger }
  expect(() => new JobRunner({ ...options, handlers: [handler, handler] })).toThrow(/two handlers.*twice/)
})
