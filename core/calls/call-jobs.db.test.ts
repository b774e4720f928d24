import { type CallReport, Misconfigured, Refused, RetryLater } from '@askpro/plugin-sdk'
import { expect, test } from '@jest/globals'
import { HubError } from '../platform/errors.ts'
import type { JobOutcome } from '../platform/jobs/job.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { callJobs } from './call-jobs.ts'
import { SalonStage } from './testing/salon-stage.ts'
import type { TestCall } from './testing/test-call.ts'

const stage = new SalonStage()

const HOUR = 60
const over = { status: 'ended' as const, startedAt: 0, endedAt: 90_000, durationMs: 90_000 }

/** A provider that answers a question about any call in one way. */
function provider(answer: () => Promise<CallReport | null>) {
  const asked: string[] = []
  const telephony = async () => ({
    plugin: 'phone',
    getCall: (callId: string) => {
      asked.push(callId)
      return answer()
    },
  })
  return { asked, providers: { telephony } }
}

async function started(): Promise<TestCall> {
  const call = stage.ring()
  await call.tell('started', { status: 'ongoing' })
  return call
}

const theCall = async () => {
  const [call] = await stage.hub.calls.list(stage.salon.tenantId, { limit: 1 })
  if (!call) throw new Error('there is no call')
  return call
}

/** Runs the repair job of the only call. */
async function repair(answer: () => Promise<CallReport | null>): Promise<JobOutcome> {
  const { database, ledger, clock } = stage.hub
  const [handler] = callJobs({ database, ledger, clock, providers: provider(answer).providers })
  const { id, tenantId } = await theCall()
  const run = { id: 'job', tenantId, payload: { call_id: id }, attempt: 1, isLast: false }
  if (!handler) throw new Error('there is no handler')
  return handler.run({ ...run, signal: new AbortController().signal, log: silentLogger })
}

const usage = () =>
  stage.hub.database.inTenant(stage.salon.tenantId, (tx) =>
    tx.rows({ text: 'select from usage_events where tenant_id = $1', values: [stage.salon.tenantId] }),
  )

test('the first sign of life of a call plans a look at it, and later ones no second', async () => {
  const call = await started()
  await call.ask('list_services')
  const jobs = await stage.hub.database.asCourier((tx) =>
    tx.rows<{ kind: string; run_at: Date }>({
      text: `select kind, run_at from jobs where tenant_id = $1 and kind = 'call.repair'`,
      values: [stage.salon.tenantId],
    }),
  )
  expect(jobs.map(({ run_at }) => run_at.getTime() - stage.hub.clock.now())).toEqual([15 * 60_000])
})

test('an end that was never told is fetched and metered, and told late it changes nothing', async () => {
  const call = await started()
  expect(await repair(async () => call.report(over))).toEqual({ is: 'done' })
  expect(await theCall()).toMatchObject({ state: 'ended', rank: 'ended' })
  expect(await usage()).toHaveLength(2)
  const before = await theCall()
  await call.tell('ended', over)
  expect(await theCall()).toEqual(before)
  expect(await usage()).toHaveLength(2)
})

test('an analysis that comes along is kept', async () => {
  const call = await started()
  await repair(async () => call.report({ ...over, analysis: { summary: 'Ein Anruf.' } }))
  expect(await theCall()).toMatchObject({ rank: 'analysed', facts: { analysis: { summary: 'Ein Anruf.' } } })
})

test('a call that goes on is looked at again', async () => {
  const call = await started()
  stage.hub.clock.forward(15)
  expect(await repair(async () => call.report({ status: 'ongoing' }))).toMatchObject({
    is: 'snooze',
    until: stage.hub.clock.now() + 5 * 60_000,
  })
  expect(await theCall()).toMatchObject({ state: 'ongoing' })
})

test('a call that is over already needs no provider', async () => {
  const call = await started()
  await call.tell('ended', over)
  const never = async () => {
    throw new Error('nobody should have asked')
  }
  expect(await repair(never)).toEqual({ is: 'done' })
})

test.each([
  ['the provider does not know it', async () => null],
  [
    'the provider refuses to tell',
    async () => {
      throw new Refused('403', 'no')
    },
  ],
  [
    'its connection was removed',
    async () => {
      throw new HubError('not_found')
    },
  ],
])('a call is not open for ever where %s', async (_why, answer) => {
  await started()
  stage.hub.clock.forward(4 * HOUR + 1)
  expect(await repair(answer)).toMatchObject({ is: 'cancel' })
  expect(await theCall()).toMatchObject({ state: 'error', outcome: 'abandoned' })
  expect(await usage()).toEqual([])
})

test('a provider that says "ongoing" for ever is not believed', async () => {
  const call = await started()
  stage.hub.clock.forward(4 * HOUR + 1)
  await repair(async () => call.report({ status: 'ongoing' }))
  expect(await theCall()).toMatchObject({ state: 'error' })
})

test('whatever is told after it was given up counts more', async () => {
  const call = await started()
  stage.hub.clock.forward(5 * HOUR)
  await repair(async () => null)
  await call.tell('ended', over)
  expect(await theCall()).toMatchObject({ state: 'ended', facts: { durationMs: 90_000 } })
  expect(await usage()).toHaveLength(2)
})

test('a provider that is away for a day is asked until it is back, and the call is metered', async () => {
  const call = await started()
  const away = async () => {
    throw new RetryLater('away')
  }
  stage.hub.clock.forward(24 * HOUR)
  expect(await repair(away)).toMatchObject({ is: 'snooze' })
  expect(await theCall()).toMatchObject({ state: 'ongoing' })
  expect(await repair(async () => call.report(over))).toEqual({ is: 'done' })
  expect(await usage()).toHaveLength(2)
})

test('one that is away for longer than a week is not waited for', async () => {
  await started()
  stage.hub.clock.forward(7 * 24 * HOUR + 1)
  const away = async () => {
    throw new RetryLater('away')
  }
  expect(await repair(away)).toMatchObject({ is: 'cancel' })
  expect(await theCall()).toMatchObject({ state: 'error' })
})

test.each([
  ['is away', new RetryLater('away', { after: 60_000 }), 60_000],
  ['needs an admin', new Misconfigured('api_key', 'gone'), 300_000],
  ['refuses', new Refused('400', 'no'), 300_000],
])('while the provider %s the job waits', async (_why, failure, wait) => {
  await started()
  stage.hub.clock.forward(15)
  const outcome = await repair(async () => {
    throw failure
  })
  expect(outcome).toMatchObject({ is: 'snooze', until: stage.hub.clock.now() + wait })
  expect(await theCall()).toMatchObject({ state: 'ongoing' })
})

test.each([
  ['the provider forgets what the hub has forgotten', undefined, 'done'],
  ['a provider that is away is told later', new RetryLater('down'), 'snooze'],
  ['a provider that refuses is not asked for ever', new Refused('403', 'no'), 'cancel'],
])('%s', async (_what, trouble, outcome) => {
  const call = await started()
  const { database, ledger, clock } = stage.hub
  const deleted: string[] = []
  const deleteCall = async (id: string) => {
    if (trouble) throw trouble
    deleted.push(id)
  }
  const telephony = async () => ({ plugin: 'phone', getCall: async () => null, deleteCall })
  const handler = callJobs({ database, ledger, clock, providers: { telephony } }).find(
    ({ kind }) => kind === 'call.erase',
  )
  const { id, tenantId } = await theCall()
  const run = { id: 'job', tenantId, payload: { call_id: id }, attempt: 1, isLast: false }
  expect(
    await handler?.run({ ...run, signal: new AbortController().signal, log: silentLogger }),
  ).toMatchObject({ is: outcome })
  expect(deleted).toEqual(trouble ? [] : [call.id])
})
