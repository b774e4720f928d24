import { outcomeOf, type ProviderDirectory } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun } from '../../platform/jobs/job.ts'
import { findPayments } from '../payment-repository.ts'
import type { Refund } from './refund.ts'
import type { RefundService } from './refund-service.ts'

export interface RefundJobParts {
  database: Database
  refunds: RefundService
  providers: Pick<ProviderDirectory, 'payments'>
  clock: Clock
}

/** Milliseconds until an issuer without a payments connection is looked at again. */
const NO_CONNECTION = 3_600_000

export const refundJobs = (parts: RefundJobParts): JobHandler[] => [
  { kind: 'refund.make', maxAttempts: 20, run: (run) => make(parts, run) },
]

async function make(parts: RefundJobParts, { tenantId, payload }: JobRun): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a refund belongs to its issuer' }
  const { refunds, providers, clock } = parts
  const refund = await refunds.find(tenantId, String(payload.refund_id))
  if (!refund) return { is: 'cancel', why: 'the refund is not there' }
  if (refund.state !== 'pending' || refund.reference !== null) return { is: 'done' }
  try {
    const payments = await providers.payments(tenantId)
    if (!payments) {
      const why = 'the issuer has no payments connection'
      return { is: 'snooze', until: clock.now() + NO_CONNECTION, why }
    }
    if (!payments.refund) return await giveUp(parts, refund, 'the provider gives nothing back')
    await refunds.settle(refund, await payments.refund(await wishOf(parts, refund)))
    return { is: 'done' }
  } catch (error) {
    const outcome = outcomeOf(error, clock.now())
    return outcome.is === 'cancel' ? giveUp(parts, refund, outcome.why) : outcome
  }
}

async function wishOf({ database }: RefundJobParts, refund: Refund) {
  const { id: hubRefundId, issuerId, invoiceId, paymentId, amountMinor, currency } = refund
  const payments = await database.inTenant(issuerId, (tx) => findPayments(tx, issuerId, invoiceId))
  const payment = payments.find(({ id }) => id === paymentId)
  if (!payment) throw new Error(`refund ${hubRefundId} is of no payment`)
  return { hubRefundId, payment: payment.reference, amountMinor, currency }
}

/** What was reserved is free again: it can be wished for anew, or be given back by hand. */
async function giveUp({ refunds }: RefundJobParts, refund: Refund, why: string): Promise<JobOutcome> {
  await refunds.settle(refund, { state: 'failed', reference: null, why })
  return { is: 'cancel', why }
}
