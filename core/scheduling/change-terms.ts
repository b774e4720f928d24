import { ExactDecimal, type Money, money } from '../platform/money.ts'
import { type Appointment, statusAfter } from './appointment.ts'
import type { Change, Fee, Quota, ResolvedRules } from './policy.ts'

/** Why a customer may not change an appointment. `deadline` in epoch milliseconds: until then it was allowed. */
export type ChangeRefusal =
  | { readonly code: 'cancel_too_late' | 'reschedule_too_late'; readonly deadline: number }
  | { readonly code: 'quota_reached'; readonly quota: Quota; readonly change: Change }

/** What a change costs after `freeUntil` (epoch milliseconds, inclusive). */
export interface ChangeFee {
  readonly freeUntil: number
  /** Whether it would be due now. */
  readonly due: boolean
  /** Null for a share of a price that is not known. */
  readonly amount: Money | null
  /** Of the service's price, where it is a share. */
  readonly percent: number | null
}

/** What a customer may do at an instant, and what it costs. */
export interface ChangeTerms {
  readonly change: Change
  readonly rules: ResolvedRules
  /** False where the appointment has ended, or is none yet. */
  readonly changeable: boolean
  readonly refusal: ChangeRefusal | null
  /** Epoch milliseconds, inclusive; null without a limit. */
  readonly deadline: number | null
  readonly fee: ChangeFee | null
}

/** What the terms depend on besides the rules. */
export interface ChangeFacts {
  readonly appointment: Pick<Appointment, 'status' | 'start'>
  /** How much of the quota is used up. */
  readonly used: number
  /** ISO 4217: that of amounts. */
  readonly currency: string
  /** Of the service; null where it has none. */
  readonly price: Money | null
  /** When the customer asks, in epoch milliseconds. */
  readonly at: number
}

const MINUTE = 60_000

export function changeTerms(change: Change, rules: ResolvedRules, facts: ChangeFacts): ChangeTerms {
  const { start, status } = facts.appointment
  const notice = rules.noticeMinutes.value
  const deadline = notice === null ? null : start - notice * MINUTE
  const action = change === 'cancel' ? 'cancel' : 'move'
  return {
    change,
    rules,
    changeable: (status === 'confirmed' || status === 'pending') && statusAfter(action, status) !== null,
    refusal: tooLate(change, deadline, facts.at) ?? usedUp(change, rules.quota.value, facts.used),
    deadline,
    fee: rules.fee.value && changeFee(rules.fee.value, facts),
  }
}

function tooLate(change: Change, deadline: number | null, at: number): ChangeRefusal | null {
  if (deadline === null || at <= deadline) return null
  return { code: change === 'cancel' ? 'cancel_too_late' : 'reschedule_too_late', deadline }
}

const usedUp = (change: Change, quota: Quota | null, used: number): ChangeRefusal | null =>
  quota && used >= quota.count ? { code: 'quota_reached', quota, change } : null

function changeFee(fee: Fee, { appointment, currency, price, at }: ChangeFacts): ChangeFee {
  const freeUntil = appointment.start - fee.withinMinutes * MINUTE
  const when = { freeUntil, due: at > freeUntil }
  return 'percent' in fee
    ? { ...when, amount: price && shareOf(price, fee.percent), percent: fee.percent }
    : { ...when, amount: money(fee.amountMinor, currency), percent: null }
}

function shareOf({ amount, currency }: Money, percent: number): Money {
  const share = new ExactDecimal(amount).times(percent).div(100)
  return money(share.toDecimalPlaces(0, ExactDecimal.ROUND_HALF_UP).toNumber(), currency)
}

/** What is written down with a change that costs something; empty where it costs nothing now. */
export function dueFee(terms: ChangeTerms | undefined): Record<string, unknown> {
  const fee = terms?.fee
  if (!fee?.due) return {}
  const share = fee.percent === null ? {} : { fee_percent: fee.percent }
  return { fee_minor: fee.amount?.amount ?? null, currency: fee.amount?.currency ?? null, ...share }
}
