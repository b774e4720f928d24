import { expect, test } from '@jest/globals'
import { firstIdAt } from '../platform/ids.ts'
import { JobQueue } from '../platform/jobs/job-queue.ts'
import { sweepOnce } from '../platform/retention/testing/sweep-once.ts'
import { callRetention } from './call-retention.ts'
import { SalonStage } from './testing/salon-stage.ts'

const stage = new SalonStage()

const over = { status: 'ended' as const, startedAt: 0, endedAt: 90_000, durationMs: 90_000 }
const analysis = { summary: 'Asks for the hours.', successful: true }

const queue = () => new JobQueue({ clock: stage.hub.clock, poke: () => {} })

const sweep = () =>
  sweepOnce(callRetention({ database: stage.hub.database, jobs: queue() }, { conversations: 90 }), {
    tenantIds: [stage.salon.tenantId],
    limit: 2,
  })

async function run(text: string, ...values: unknown[]): Promise<void> {
  const { tenantId } = stage.salon
  await stage.hub.database.inTenant(tenantId, (tx) => tx.run({ text, values: [tenantId, ...values] }))
}

/** An id of some day in the past, as the hub would have made it then. */
const agedId = (daysAgo: number) => firstIdAt(Date.now() - daysAgo * 86_400_000)

test('function calls go after their days, batch by batch, and the call stays', async () => {
  const call = stage.ring()
  for (let n = 0; n < 6; n += 1) await call.ask('opening_hours', { day: `${n}` })
  const [{ id = '' } = {}] = await stage.hub.calls.list(stage.salon.tenantId, { limit: 1 })
  const { functionCalls } = await stage.hub.calls.get(stage.salon.tenantId, id)
  for (const [n, { id: known }] of functionCalls.slice(0, 5).entries()) {
    await run('update function_calls set id = $3 where tenant_id = $1 and id = $2', known, agedId(100 - n))
  }
  expect(await sweep()).toEqual({ 'function calls': 5, transcripts: 0 })
  const left = await stage.hub.calls.get(stage.salon.tenantId, id)
  expect(left.functionCalls.map(({ arguments: { day } }) => day)).toEqual(['5'])
})

test('of an old call what was said goes; its length, its outcome and its usage stay', async () => {
  for (let n = 0; n < 4; n += 1)
    await stage.ring().tell('analysed', { ...over, transcript: 'Hallo.', analysis })
  const calls = await stage.hub.calls.list(stage.salon.tenantId, { limit: 10 })
  for (const [n, { id }] of calls.slice(1).entries()) {
    await run('update calls set id = $3 where tenant_id = $1 and id = $2', id, agedId(100 - n))
  }
  expect(await sweep()).toEqual({ 'function calls': 0, transcripts: 3 })
  const erasures = await stage.hub.database.asCourier((tx) =>
    tx.rows<{ id: string }>({
      text: `select payload ->> 'call_id' as id from jobs where tenant_id = $1 and kind = 'call.erase'`,
      values: [stage.salon.tenantId],
    }),
  )
  const after = await stage.hub.calls.list(stage.salon.tenantId, { limit: 10 })
  const forgotten = after.filter(({ facts }) => facts.transcript === undefined).map(({ id }) => id)
  expect(erasures.map(({ id }) => id).sort()).toEqual(forgotten.sort())
  expect(after.map(({ facts }) => [facts.transcript, facts.analysis, facts.durationMs])).toEqual([
    ['Hallo.', analysis, 90_000],
    ...Array.from({ length: 3 }, () => [undefined, undefined, 90_000]),
  ])
  expect(after.every(({ outcome }) => outcome !== null)).toBe(true)
  const usage = await stage.hub.database.inTenant(stage.salon.tenantId, (tx) =>
    tx.run({ text: 'select from usage_events where tenant_id = $1', values: [stage.salon.tenantId] }),
  )
  expect(usage).toBeGreaterThanOrEqual(4)
  expect(await sweep()).toEqual({ 'function calls': 0, transcripts: 0 })
})

test('nothing of another tenant goes', async () => {
  await stage.ring().tell('analysed', { ...over, transcript: 'Hallo.', analysis })
  const [call] = await stage.hub.calls.list(stage.salon.tenantId, { limit: 1 })
  await run('update calls set id = $3 where tenant_id = $1 and id = $2', call?.id, agedId(100))
  const other = stage.salon.tenantId
  await stage.reopen()
  expect(await sweep()).toMatchObject({ transcripts: 0 })
  const [left] = await stage.hub.calls.list(other, { limit: 1 })
  expect(left?.facts.transcript).toBe('Hallo.')
})
