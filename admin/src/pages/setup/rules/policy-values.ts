import type { Reply } from '../../../api/reply.ts'
import { majorOf, minorOf } from '../../../ui/money.ts'

export type Policy = Reply<'/v1/policies/client'>
type Rules = NonNullable<Policy['cancel'] | Policy['reschedule']>
type Quota = NonNullable<Rules['quota']>
export type Change = 'cancel' | 'reschedule'
export const CHANGES = ['cancel', 'reschedule'] as const

/** Whose rules they are. */
export type Subject = { kind: 'client' } | { kind: 'location' | 'service' | 'resource'; id: string }

/** One field of a policy: as the levels above have it, no such limit, or one of its own. */
export type Said = 'inherit' | 'none' | 'own'

/** What customers may do, as one types it: hours and major units. */
export interface ChangeValues {
  notice: Said
  noticeHours: number | string
  quota: Said
  quotaCount: number | string
  quotaPer: Quota['per']
  fee: 'inherit' | 'none' | 'percent' | 'amount'
  feePercent: number | string
  feeAmount: number | string
  feeHours: number | string
}

export interface PolicyValues extends Record<string, unknown> {
  cancel: ChangeValues
  reschedule: ChangeValues
  /** Of the client alone; empty: the usual number. */
  holds: number | string
}

const saidOf = (value: unknown, unsaid: 'inherit' | 'none'): Said =>
  value === undefined ? unsaid : value === null ? 'none' : 'own'

function feeValuesOf(
  fee: Rules['fee'],
  { unsaid, currency }: { unsaid: 'inherit' | 'none'; currency: string },
): Pick<ChangeValues, 'fee' | 'feePercent' | 'feeAmount' | 'feeHours'> {
  const usual = { feePercent: 50, feeAmount: 20, feeHours: (fee?.within_minutes ?? 1_440) / 60 }
  if (!fee) return { ...usual, fee: fee === null ? 'none' : unsaid }
  if ('percent' in fee) return { ...usual, fee: 'percent', feePercent: fee.percent }
  return { ...usual, fee: 'amount', feeAmount: majorOf(fee.amount_minor, currency) }
}

/** `unsaid`: what a field that is left out means; above the client is nobody. */
function changeValuesOf(
  rules: Rules | undefined,
  { unsaid, per, currency }: { unsaid: 'inherit' | 'none'; per: Quota['per']; currency: string },
): ChangeValues {
  const { notice_minutes: notice, quota, fee } = rules ?? {}
  return {
    notice: saidOf(notice, unsaid),
    noticeHours: (notice ?? 1_440) / 60,
    quota: saidOf(quota, unsaid),
    quotaCount: quota?.count ?? 2,
    quotaPer: quota?.per ?? per,
    ...feeValuesOf(fee, { unsaid, currency }),
  }
}

export function policyValuesOf(policy: Policy, { kind }: Subject, currency: string): PolicyValues {
  const shared = { unsaid: kind === 'client' ? ('none' as const) : ('inherit' as const), currency }
  return {
    cancel: changeValuesOf(policy.cancel, { ...shared, per: 'year' }),
    reschedule: changeValuesOf(policy.reschedule, { ...shared, per: 'appointment' }),
    holds: policy.max_live_holds ?? '',
  }
}

const minutes = (hours: number | string): number => Math.round(Number(hours) * 60)

function rulesOf(values: ChangeValues, currency: string) {
  const within_minutes = minutes(values.feeHours)
  const fees = {
    inherit: undefined,
    none: null,
    percent: { percent: Number(values.feePercent), within_minutes },
    amount: {
      amount_minor: minorOf(values.feeAmount, currency) ?? 0,
      within_minutes,
    },
  }
  const said = <T>(how: Said, own: T): T | null | undefined =>
    how === 'own' ? own : how === 'none' ? null : undefined
  const rules = {
    notice_minutes: said(values.notice, minutes(values.noticeHours)),
    quota: said(values.quota, { count: Number(values.quotaCount), per: values.quotaPer }),
    fee: fees[values.fee],
  }
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))
}

/** As the API takes it; a change of which nothing is said is left out. */
export function policyBodyOf({ cancel, reschedule, holds }: PolicyValues, currency: string) {
  const rules = { cancel: rulesOf(cancel, currency), reschedule: rulesOf(reschedule, currency) }
  const said = Object.entries(rules).filter(([, each]) => Object.keys(each).length > 0)
  return { ...Object.fromEntries(said), ...(holds === '' ? {} : { max_live_holds: Number(holds) }) }
}
