import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { type LeaseTimes, leaseTimes } from './lease-keeper.ts'
import { describeEachCourier } from './testing/describe-each-courier.ts'
import { eventually } from './testing/eventually.ts'
import { JobWorld } from './testing/job-world.ts'
import { type SpawnedJobProcess, spawnJobProcess } from './testing/spawn-job-process.ts'

/** Tests of what happens after a lease ran out need not wait for the real ones. */
const SHORT: LeaseTimes = { leaseMs: 1_500, heartbeatMs: 400 }

describeEachCourier('jobs in several processes', (redisUrl) => {
  let world: JobWorld
  const children: SpawnedJobProcess[] = []

  beforeAll(async () => {
    world = await JobWorld.open(redisUrl)
    // Hands out what the test adds, and runs nothing.
    await world.start([])
  })
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()))
    await world.database.asCourier((tx) => tx.run({ text: 'delete from jobs' }))
  })
  afterAll(() => world.close())

  async function spawn(lease: LeaseTimes = leaseTimes): Promise<SpawnedJobProcess> {
    const child = await spawnJobProcess(world, lease)
    children.push(child)
    return child
  }

  const finished = async (kind: string) => (await world.rows(kind)).every(({ state }) => state === 'done')

  test('two processes share the work and run every job once', async () => {
    const [one, other] = await Promise.all([spawn(), spawn()])
    const jobs = Array.from({ length: 60 }, () => ({ kind: 'child.sleep', payload: { ms: 20 } }))
    await world.add(...jobs)
    await eventually('all are done', () => finished('child.sleep'), 20_000)
    const ran = [...one.runs, ...other.runs].map(({ id }) => id)
    expect(ran.toSorted()).toEqual((await world.rows('child.sleep')).map(({ id }) => id))
    expect(Math.min(one.runs.length, other.runs.length)).toBeGreaterThan(5)
  }, 40_000)

  test('the job of a killed process runs again elsewhere within 20 s, and that counts as an attempt', async () => {
    const victim = await spawn()
    await world.add({ kind: 'child.hang-once' })
    await eventually('the victim runs it', () => victim.runs.length === 1)
    const heir = await spawn()
    const killedAt = performance.now()
    await victim.kill()
    await eventually('the heir runs it', () => heir.runs.length === 1, 25_000)
    expect(performance.now() - killedAt).toBeLessThan(20_000)
    await eventually('it is done', () => finished('child.hang-once'))
    expect(heir.runs[0]?.attempt).toBe(2)
  }, 60_000)

  test('a process that is killed while it writes many results at once loses none: each job is run again', async () => {
    const victim = await spawn(SHORT)
    await world.add(...Array.from({ length: 4 }, () => ({ kind: 'child.sleep', payload: { ms: 500 } })))
    await eventually('the victim runs all of them', () => victim.runs.length === 4)
    await world.database.asCourier(async (tx) => {
      await tx.run({ text: 'select from jobs where id = $1 for update', values: [victim.runs[3]?.id] })
      await eventually('the statement that writes them waits for the last row', async () => {
        const query = { text: `select from pg_locks where locktype = 'transactionid' and not granted` }
        return (await tx.run(query)) > 0
      })
      await victim.kill()
    })
    expect(victim.outcomes).toEqual([])
    const heir = await spawn(SHORT)
    await eventually('all are done', () => finished('child.sleep'), 20_000)
    expect(heir.runs.map(({ id }) => id).toSorted()).toEqual(victim.runs.map(({ id }) => id).toSorted())
    expect((await world.rows('child.sleep')).map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2])
  }, 40_000)

  test('of many short jobs a killed process repeats none that was done, and none is lost', async () => {
    const victim = await spawn(SHORT)
    await world.add(...Array.from({ length: 3_000 }, () => ({ kind: 'child.done' })))
    await eventually('the victim is in the middle of them', () => victim.outcomes.length > 0)
    await victim.kill()
    const done = (await world.rows('child.done')).filter(({ state }) => state === 'done').map(({ id }) => id)
    const heir = await spawn(SHORT)
    await eventually('all are done', () => finished('child.done'), 20_000)
    const again = new Set(heir.runs.map(({ id }) => id))
    expect(done.filter((id) => again.has(id))).toEqual([])
    expect(done.length + again.size).toBe(3_000)
  }, 60_000)

  test('a job that ends its process is put away after three, and the others go on', async () => {
    await world.add({ kind: 'child.abort' })
    let poisoned = 0
    const isPutAway = async () => (await world.row('child.abort')).state === 'quarantined'
    for (let child = await spawn(SHORT); !(await isPutAway()); child = await spawn(SHORT)) {
      await world.add({ kind: 'child.done' })
      await Promise.race([child.exited, eventually('it is put away', isPutAway, 20_000)])
      poisoned += child.runs.filter(({ kind }) => kind === 'child.abort').length
    }
    expect(poisoned).toBe(3)
    expect(await world.row('child.abort')).toMatchObject({ crashes: 3, attempts: 3 })
    await world.add({ kind: 'child.done' })
    await eventually('the others are done', () => finished('child.done'), 20_000)
    expect(await isPutAway()).toBe(true)
  }, 60_000)

  test('a process that froze over a job and wakes up late cannot report', async () => {
    const sleeper = await spawn(SHORT)
    await world.add({ kind: 'child.sleep', payload: { ms: 1_000 } })
    await eventually('the sleeper runs it', () => sleeper.runs.length === 1)
    sleeper.signal('SIGSTOP')
    // Long enough for the other run to be under way when the sleeper wakes.
    await world.database.asCourier((tx) => tx.run({ text: `update jobs set payload = '{"ms": 4000}'` }))
    const other = await spawn(SHORT)
    await eventually('another runs it', () => other.runs.length === 1, 20_000)
    sleeper.signal('SIGCONT')
    await eventually('the sleeper knows that it lost', () => sleeper.outcomes.includes('lost'))
    expect(await world.row('child.sleep')).toMatchObject({ state: 'running', attempts: 2, token: '2' })
    await eventually('the other is done', () => finished('child.sleep'))
    await eventually('the other has told so', () => other.outcomes.length > 0)
    expect(other.outcomes).toEqual(['done'])
    expect(await world.row('child.sleep')).toMatchObject({ attempts: 2, token: '2' })
  }, 40_000)

  test('a job that takes longer than the lease is kept by its heartbeat', async () => {
    const child = await spawn(SHORT)
    const other = await spawn(SHORT)
    await world.add({ kind: 'child.sleep', payload: { ms: 6_000 } })
    await eventually('it is done', () => finished('child.sleep'), 15_000)
    expect([...child.runs, ...other.runs]).toHaveLength(1)
  }, 40_000)
})
