import type { Money } from '../platform/money.ts'
import { type Change, type ChangeTerms, changeTerms, type ResolvedRules } from '../scheduling/index.ts'

export type ExampleCase = 'in_time' | 'fee_due' | 'too_late' | 'too_often'

/** What holds for a customer who asks at an instant (epoch milliseconds). */
export interface PolicyExample {
  readonly case: ExampleCase
  readonly askedAt: number
  readonly terms: ChangeTerms
}

/** The appointment that examples are about. `start` in epoch milliseconds. */
export interface ExampleAppointment {
  readonly start: number
  readonly currency: string
  readonly price: Money | null
}

const MINUTE = 60_000
const DAY = 1_440 * MINUTE

/** One customer who asks in good time, and one for each limit that somebody can come up against. */
export function policyExamples(
  change: Change,
  rules: ResolvedRules,
  { start, currency, price }: ExampleAppointment,
): PolicyExample[] {
  const notice = rules.noticeMinutes.value
  const quota = rules.quota.value
  const fee = rules.fee.value
  const ask = (name: ExampleCase, before: number, used = 0): PolicyExample => {
    const askedAt = start - before
    const facts = { appointment: { status: 'confirmed', start } as const, used, currency, price, at: askedAt }
    return { case: name, askedAt, terms: changeTerms(change, rules, facts) }
  }
  const early = Math.max(notice ?? 0, fee?.withinMinutes ?? 0) * MINUTE + DAY
  const costs = fee !== null && fee.withinMinutes - 1 >= (notice ?? 0)
  return [
    ask('in_time', early),
    ...(costs ? [ask('fee_due', (fee.withinMinutes - 1) * MINUTE)] : []),
    ...(notice ? [ask('too_late', (notice - 1) * MINUTE)] : []),
    ...(quota?.count ? [ask('too_often', early, quota.count)] : []),
  ]
}
