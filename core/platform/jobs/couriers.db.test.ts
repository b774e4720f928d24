import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Tx } from '../db/tx.ts'
import { HubError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { JobHandler, JobOutcome, JobRun } from './job.ts'
import { describeEachCourier } from './testing/describe-each-courier.ts'
import { eventually } from './testing/eventually.ts'
import { JobWorld } from './testing/job-world.ts'

const MINUTE = 60_000
const done: JobOutcome = { is: 'done' }

describeEachCourier('jobs', (redisUrl) => {
  let world: JobWorld
  let number = 0

  beforeAll(async () => {
    world = await JobWorld.open(redisUrl)
  })
  afterEach(() => world.stopAll())
  afterAll(() => world.close())

  /** A kind of its own for each test, so that no test sees another's jobs. */
  const newKind = () => `test.kind-${++number}`

  /** Starts a courier whose handler notes its runs. */
  async function runningWith(
    work: (run: JobRun) => JobOutcome | Promise<JobOutcome>,
    options: Partial<JobHandler> = {},
  ): Promise<{ kind: string; runs: JobRun[] }> {
    const kind = newKind()
    const runs: JobRun[] = []
    const run = async (job: JobRun) => {
      runs.push(job)
      return work(job)
    }
    await world.start([{ kind, run, ...options }])
    return { kind, runs }
  }

  const stateOf = (kind: string, state: string) =>
    eventually(`${kind} becomes ${state}`, async () => {
      const row = await world.row(kind)
      return row.state === state ? row : undefined
    })

  test('a job runs with what it was given and is done', async () => {
    const { kind, runs } = await runningWith(() => done)
    await world.add({ kind, payload: { call_id: 'c1' } })
    const row = await stateOf(kind, 'done')
    expect(runs).toHaveLength(1)
    expect(runs[0]).toMatchObject({
      id: row.id,
      tenantId: world.tenantId,
      payload: { call_id: 'c1' },
      attempt: 1,
      isLast: false,
    })
  })

  test('a job that another process has added is begun with at once, not at the next look', async () => {
    const { kind } = await runningWith(() => done)
    await world.add({ kind })
    await stateOf(kind, 'done')
    const waits: number[] = []
    for (let more = 1; more <= 5; more += 1) {
      await world.addElsewhere({ kind, payload: { more } })
      const added = performance.now()
      await eventually('it is done', async () => {
        const rows = await world.rows(kind)
        return rows.length === more + 1 && rows.every(({ state }) => state === 'done')
      })
      waits.push(performance.now() - added)
    }
    // Each but the first comes right after a look, so without being told it would wait a second for the next.
    expect(Math.min(...waits.slice(1))).toBeLessThan(800)
  })

  test('a transaction that is rolled back leaves no job', async () => {
    const { kind, runs } = await runningWith(() => done)
    const failing = world.database.inTenant(world.tenantId, async (tx) => {
      await world.queue.add(tx, [{ kind, tenantId: world.tenantId, payload: {} }])
      throw new Error('the use case failed')
    })
    await expect(failing).rejects.toThrow('the use case failed')
    await sleep(300)
    expect(await world.rows(kind)).toEqual([])
    expect(runs).toEqual([])
  })

  test('a job is not seen before its transaction has committed', async () => {
    const { kind, runs } = await runningWith(() => done)
    await world.database.inTenant(world.tenantId, async (tx) => {
      await world.queue.add(tx, [{ kind, tenantId: world.tenantId, payload: {} }])
      world.poke()
      await sleep(1_300)
      expect(runs).toEqual([])
    })
    await stateOf(kind, 'done')
  })

  test('the same kind and unique key is one job, even within one call and after it is done', async () => {
    const { kind, runs } = await runningWith(() => done)
    await world.add({ kind, uniqueKey: 'k' }, { kind, uniqueKey: 'k' })
    await Promise.all([world.add({ kind, uniqueKey: 'k' }), world.add({ kind, uniqueKey: 'k' })])
    await stateOf(kind, 'done')
    await world.add({ kind, uniqueKey: 'k' })
    await sleep(200)
    expect(await world.rows(kind)).toHaveLength(1)
    expect(runs).toHaveLength(1)
  })

  test('a tenant cannot add a job for another', async () => {
    const kind = newKind()
    const foreign = world.database.inTenant(world.tenantId, (tx) =>
      world.queue.add(tx, [{ kind, tenantId: '00000000-0000-7000-8000-000000000000', payload: {} }]),
    )
    await expect(foreign).rejects.toThrow(/row-level security/)
  })

  test('a tenant sees no job of another', async () => {
    const kind = newKind()
    await world.add({ kind })
    const all = (tx: Tx) => tx.rows({ text: 'select id from jobs where kind = $1', values: [kind] })
    expect(await world.database.inTenant(newId(), all)).toEqual([])
    expect(await world.database.inTenant(world.tenantId, all)).toHaveLength(1)
  })

  test('higher priorities go first, and the older of equals', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const { kind, runs } = await runningWith(
      async ({ payload }) => {
        if (payload.name === 'gate') await gate
        return done
      },
      { concurrency: 1 },
    )
    await world.add({ kind, payload: { name: 'gate' } })
    await eventually('the gate runs', () => runs.length === 1)
    await world.add({ kind, payload: { name: 'ordinary 1' } })
    await world.add({ kind, payload: { name: 'high' }, priority: 10 })
    await world.add({ kind, payload: { name: 'ordinary 2' } })
    await world.add({ kind, payload: { name: 'highest' }, priority: 100 })
    await sleep(500)
    open()
    await eventually('all ran', () => runs.length === 5)
    const names = runs.map(({ payload }) => payload.name)
    expect(names).toEqual(['gate', 'highest', 'high', 'ordinary 1', 'ordinary 2'])
  })

  test('no more runs of a kind at once than its handler allows', async () => {
    let now = 0
    let most = 0
    const { kind, runs } = await runningWith(
      async () => {
        most = Math.max(most, ++now)
        await sleep(30)
        now -= 1
        return done
      },
      { concurrency: 3 },
    )
    await world.add(...Array.from({ length: 15 }, () => ({ kind })))
    await eventually('all ran', () => runs.length === 15)
    expect(most).toBe(3)
  })

  test('a delayed job waits until its time on the business clock', async () => {
    const { kind, runs } = await runningWith(() => done)
    await world.add({ kind, runAt: world.clock.now() + 60 * MINUTE })
    await sleep(1_300)
    expect(runs).toEqual([])
    world.clock.forward(61 * MINUTE)
    await stateOf(kind, 'done')
  })

  test('a retry comes back after the time that the handler named', async () => {
    const { kind, runs } = await runningWith(({ attempt }) =>
      attempt === 1 ? { is: 'retry', why: 'the line was busy', after: 30 * MINUTE } : done,
    )
    const before = world.clock.now()
    await world.add({ kind })
    const row = await eventually('the retry is noted', async () => {
      const { state, last_error, run_at } = await world.row(kind)
      return state === 'waiting' && last_error !== null ? { last_error, run_at } : undefined
    })
    expect(row.last_error).toBe('the line was busy')
    expect(row.run_at.getTime()).toBeGreaterThanOrEqual(before + 30 * MINUTE)
    world.clock.forward(31 * MINUTE)
    await stateOf(kind, 'done')
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  test('a retry without a time is backed off by at least a second', async () => {
    const startedAt: number[] = []
    const { kind } = await runningWith(({ attempt }) => {
      startedAt.push(performance.now())
      return attempt === 1 ? { is: 'retry', why: 'not yet' } : done
    })
    await world.add({ kind })
    await stateOf(kind, 'done')
    const [first = 0, second = 0] = startedAt
    expect(second - first).toBeGreaterThanOrEqual(990)
  })

  test('after its last attempt a job has failed, is kept and does not run again', async () => {
    const { kind, runs } = await runningWith(() => ({ is: 'retry', why: 'never', after: 0 }), {
      maxAttempts: 2,
    })
    await world.add({ kind })
    const row = await stateOf(kind, 'failed')
    expect(row).toMatchObject({ attempts: 2, last_error: 'never' })
    expect(runs.map(({ isLast }) => isLast)).toEqual([false, true])
    await sleep(1_300)
    expect(runs).toHaveLength(2)
  })

  test('a snoozed run does not count as an attempt', async () => {
    let slept = 0
    const { kind, runs } = await runningWith(
      () => (++slept < 4 ? { is: 'snooze', until: world.clock.now() } : done),
      { maxAttempts: 1 },
    )
    await world.add({ kind })
    const row = await stateOf(kind, 'done')
    expect(row.attempts).toBe(1)
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1])
  })

  test('a cancelled job says why and does not run again', async () => {
    const { kind, runs } = await runningWith(() => ({ is: 'cancel', why: 'the appointment is gone' }))
    await world.add({ kind })
    expect(await stateOf(kind, 'cancelled')).toMatchObject({
      last_error: 'the appointment is gone',
      attempts: 1,
    })
    expect(runs).toHaveLength(1)
  })

  test('an exception is logged as a bug and retried, without its text in the row', async () => {
    const logged: Array<{ fields: object; message: string }> = []
    const log = {
      debug() {},
      info() {},
      warn() {},
      error: (fields: object, message: string) => void logged.push({ fields, message }),
    }
    const kind = newKind()
    const run = async ({ attempt }: JobRun) => {
      if (attempt === 1) throw new TypeError('cannot read the phone of +49 30 1234')
      return done
    }
    await world.start([{ kind, run }], { log })
    await world.add({ kind })
    const row = await stateOf(kind, 'done')
    expect(row.attempts).toBe(2)
    expect(logged).toEqual([
      {
        fields: expect.objectContaining({ job_id: row.id, job_kind: kind, attempt: 1 }),
        message: expect.stringMatching(/bug/),
      },
    ])
  })

  test('the row of a failed job names the error but does not quote it, unless the hub made it', async () => {
    const failWith = async (error: Error) => {
      const { kind } = await runningWith(
        () => {
          throw error
        },
        { maxAttempts: 1 },
      )
      await world.add({ kind })
      return (await stateOf(kind, 'failed')).last_error
    }
    expect(await failWith(new TypeError('the phone is +49 30 1234'))).toBe(
      'TypeError: see the log for this job.',
    )
    expect(await failWith(new HubError('conflict', { detail: 'It is closed.' }))).toBe('It is closed.')
  })

  test('a run that takes too long is told so, is not waited for, and is tried again', async () => {
    const { kind, runs } = await runningWith(
      ({ attempt }) => (attempt === 1 ? new Promise(() => {}) : done),
      {
        timeout: 200,
        concurrency: 1,
      },
    )
    await world.add({ kind })
    await eventually('the first run began', () => runs.length === 1)
    expect(await stateOf(kind, 'done')).toMatchObject({ attempts: 2 })
    expect(runs[0]?.signal.aborted).toBe(true)
  })

  test('each run is reported once with its kind, what it came to and how long it took', async () => {
    const seen: Array<[string, string, number]> = []
    const kind = newKind()
    const run = async ({ attempt }: JobRun): Promise<JobOutcome> => {
      await sleep(50)
      return attempt === 1 ? { is: 'retry', why: 'again', after: 0 } : { is: 'retry', why: 'never' }
    }
    await world.start([{ kind, maxAttempts: 2, run }], { onOutcome: (...outcome) => void seen.push(outcome) })
    await world.add({ kind })
    await eventually('both are reported', () => seen.length === 2)
    expect(seen.map(([of, result]) => [of, result])).toEqual([
      [kind, 'retry'],
      [kind, 'failed'],
    ])
    expect(Math.min(...seen.map(([, , seconds]) => seconds))).toBeGreaterThan(0.045)
  })

  test('a run continues the trace of the request that made the job', async () => {
    const traces: Array<string | undefined> = []
    const kind = newKind()
    await world.start([{ kind, run: async () => done }], {
      withTrace: (trace, work) => {
        traces.push(trace)
        return work()
      },
    })
    await world.add({ kind })
    await stateOf(kind, 'done')
    expect(traces).toEqual(['trace-of-the-request'])
  })

  test('a job of a kind that nobody here knows waits and does not disturb the others', async () => {
    const { kind } = await runningWith(() => done)
    const unknown = newKind()
    await world.add({ kind: unknown }, { kind })
    await stateOf(kind, 'done')
    expect(await world.row(unknown)).toMatchObject({ state: 'waiting', attempts: 0 })
  })

  test('a process without handlers adds jobs, and another one runs them', async () => {
    const kind = newKind()
    await world.start([])
    await world.add({ kind })
    await sleep(200)
    expect(await world.row(kind)).toMatchObject({ state: 'waiting' })
    await world.start([{ kind, run: async () => done }])
    await stateOf(kind, 'done')
  })

  test('stopping lets a run end, and takes nothing new', async () => {
    const kind = newKind()
    const runs: string[] = []
    const run = async ({ id }: JobRun) => {
      runs.push(id)
      await sleep(400)
      return done
    }
    const courier = await world.start([{ kind, concurrency: 1, run }])
    await world.add({ kind })
    await eventually('it runs', () => runs.length === 1)
    await world.add({ kind })
    await world.stop(courier)
    expect((await world.rows(kind)).map(({ state }) => state)).toEqual(['done', 'waiting'])
    expect(runs).toHaveLength(1)
  })

  test('a run that heeds the signal of a stopping hub does not count and starts elsewhere at once', async () => {
    const kind = newKind()
    let running = false
    const obedient = await world.start([
      {
        kind,
        run: ({ signal }) =>
          new Promise((_, reject) => {
            running = true
            signal.addEventListener('abort', () => reject(signal.reason))
          }),
      },
    ])
    await world.add({ kind })
    await eventually('it runs', () => running)
    await world.stop(obedient, 1_500)
    expect(await world.row(kind)).toMatchObject({ state: 'waiting', attempts: 0, crashes: 0 })
    await world.start([{ kind, run: async () => done }])
    expect(await stateOf(kind, 'done')).toMatchObject({ attempts: 1 })
  })

  test('a run that heeds nothing is given back at the deadline, and can no longer report', async () => {
    const kind = newKind()
    let finish = (_outcome: JobOutcome) => {}
    const deaf = await world.start([
      {
        kind,
        run: () =>
          new Promise((resolve) => {
            finish = resolve
          }),
      },
    ])
    await world.add({ kind })
    await eventually('it runs', async () => (await world.row(kind)).state === 'running')
    const startedAt = performance.now()
    await world.stop(deaf, 1_500)
    expect(performance.now() - startedAt).toBeLessThan(2_500)
    finish(done)
    await sleep(200)
    expect(await world.row(kind)).toMatchObject({ state: 'waiting', attempts: 0 })
  })

  test('a courier that works says that nothing is wrong', async () => {
    const kind = newKind()
    const courier = await world.start([{ kind, run: async () => done }])
    await eventually('it is well', async () => (await courier.health()) === null)
  })
})
