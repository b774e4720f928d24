import { Temporal } from 'temporal-polyfill'
import type { Tx } from '../platform/db/tx.ts'
import type { Appointment } from './appointment.ts'
import { type ChangeTerms, changeTerms } from './change-terms.ts'
import { type Change, type Quota, resolveRules } from './policy.ts'
import { countCancelled, findTermsSetting, type TermsSetting } from './policy-repository.ts'

/** `at`: when the customer asks, in epoch milliseconds. */
export interface AskedChange {
  readonly change: Change
  readonly at: number
}

/**
 * What a customer may do to the appointment, and what it costs. Whoever acts on it has to keep what is counted from
 * changing: the appointment's row for moves, the customer's name for cancellations.
 */
export async function readTerms(tx: Tx, appointment: Appointment, asked: AskedChange): Promise<ChangeTerms> {
  const setting = await findTermsSetting(tx, appointment.tenantId, appointment.id)
  if (!setting) throw new Error('an appointment that was just read is gone')
  return judge(tx, appointment, { ...asked, setting })
}

/** The same, from a setting that was read already. */
export async function judge(
  tx: Tx,
  appointment: Appointment,
  { change, at, setting }: AskedChange & { setting: TermsSetting },
): Promise<ChangeTerms> {
  const rules = resolveRules(setting.policies, change)
  const used = await usedOf(tx, appointment, { setting, quota: rules.quota.value, at })
  return changeTerms(change, rules, { appointment, used, at, ...setting })
}

function usedOf(
  tx: Tx,
  { tenantId }: Appointment,
  { setting, quota, at }: { setting: TermsSetting; quota: Quota | null; at: number },
): Promise<number> | number {
  if (quota?.per === 'appointment') return setting.moves
  // Nobody is known by name: each is another one.
  if (!quota || !setting.customerId) return 0
  const period = calendarPeriod(at, quota.per, setting.zone)
  return countCancelled(tx, tenantId, { customerId: setting.customerId, ...period })
}

/** The calendar month or year of an instant in that zone: `[from, to)`, epoch milliseconds. */
export function calendarPeriod(
  at: number,
  per: 'month' | 'year',
  zone: string,
): { from: number; to: number } {
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const first = date.with(per === 'month' ? { day: 1 } : { month: 1, day: 1 })
  const next = first.add(per === 'month' ? { months: 1 } : { years: 1 })
  const instant = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds
  return { from: instant(first), to: instant(next) }
}
