import type { CallReport } from '@askpro/plugin-sdk'
import { outcomeOf as outcomeOfFailure, type ProviderDirectory } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun } from '../platform/jobs/job.ts'
import { type Call, isOver } from './call.ts'
import type { CallLedger } from './call-ledger.ts'
import { findCall } from './call-repository.ts'

export interface CallJobParts {
  database: Database
  ledger: CallLedger
  providers: Pick<ProviderDirectory, 'telephony'>
  clock: Clock
}

/** Milliseconds between looks at a call that is still going on. */
const LOOK_AGAIN = 5 * 60_000
/** Milliseconds after which a call is over whatever its provider says or does not say. Calls last two hours at most. */
const GIVE_UP = 4 * 3_600_000
/** Milliseconds for which a provider that cannot be asked is waited for: it still knows how long the call was. */
const LONGEST_OUTAGE = 7 * 24 * 3_600_000
/** What says that it could not be asked. By name: a plugin may bring its own copy of the SDK's classes. */
const CANNOT_BE_ASKED: ReadonlySet<unknown> = new Set(['RetryLater', 'ReauthRequired', 'Misconfigured'])

export const callJobs = (parts: CallJobParts): JobHandler[] => [
  { kind: 'call.repair', maxAttempts: 20, run: (run) => repair(parts, run) },
  { kind: 'call.erase', maxAttempts: 20, run: (run) => erase(parts, run) },
]

/** Has the provider forget what the hub has forgotten. */
async function erase(parts: CallJobParts, { tenantId, payload }: JobRun): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a call belongs to a tenant' }
  const { database, providers, clock } = parts
  const call = await database.inTenant(tenantId, (tx) => findCall(tx, tenantId, String(payload.call_id)))
  if (!call) return { is: 'cancel', why: 'the call was erased' }
  try {
    const telephony = await providers.telephony(call.connection)
    await telephony.deleteCall?.(call.providerCallId)
    return { is: 'done' }
  } catch (error) {
    return outcomeOfFailure(error, clock.now())
  }
}

/** Asks the provider about a call whose end was never told. */
async function repair(parts: CallJobParts, { tenantId, payload }: JobRun): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a call belongs to a tenant' }
  const id = String(payload.call_id)
  const call = await parts.database.inTenant(tenantId, (tx) => findCall(tx, tenantId, id))
  if (!call) return { is: 'cancel', why: 'the call was erased' }
  if (isOver(call.state)) return { is: 'done' }
  try {
    const told = await askFor(parts, call)
    if (!told) return await wait(parts, call)
    await parts.ledger.report(placeOf(call), told, told.analysis ? 'analysed' : 'ended')
    return { is: 'done' }
  } catch (error) {
    return afterFailure(parts, { call, error })
  }
}

function afterFailure(
  parts: CallJobParts,
  { call, error }: { call: Call; error: unknown },
): Promise<JobOutcome> | JobOutcome {
  const now = parts.clock.now()
  const isAway = error instanceof Error && CANNOT_BE_ASKED.has(error.name)
  if (now - call.createdAt > (isAway ? LONGEST_OUTAGE : GIVE_UP)) return wait(parts, call)
  const outcome = outcomeOfFailure(error, now)
  // A provider that refuses to tell has not said that the call is over.
  return outcome.is === 'cancel' ? wait(parts, call) : outcome
}

/** The call as its provider has it, once it is over. */
async function askFor({ providers }: CallJobParts, call: Call): Promise<CallReport | undefined> {
  const telephony = await providers.telephony(call.connection)
  const told = await telephony.getCall(call.providerCallId)
  return told && isOver(told.status) ? { ...told, callId: call.providerCallId } : undefined
}

async function wait({ ledger, clock }: CallJobParts, call: Call): Promise<JobOutcome> {
  if (!isPastHope(call, clock.now()))
    return { is: 'snooze', until: clock.now() + LOOK_AGAIN, why: 'the end of the call is not known yet' }
  const { providerCallId: callId, direction, from, to } = call
  // Nobody can say how long it was, so nothing is metered; whatever is told after all counts more.
  await ledger.report(placeOf(call), { callId, direction, from, to, status: 'error' }, 'seen')
  return { is: 'cancel', why: 'the provider never told the end of the call' }
}

const isPastHope = ({ createdAt }: Call, now: number): boolean => now - createdAt > GIVE_UP

const placeOf = ({ tenantId, locationId, connection }: Call) => ({ tenantId, locationId, connection })
