/** What a customer may do to an appointment that stands. */
export type Change = 'cancel' | 'reschedule'

/** At most `count`; 0 is never. Cancellations of a customer in a calendar month or year, moves of an appointment. */
export interface Quota {
  readonly count: number
  readonly per: 'month' | 'year' | 'appointment'
}

/** Due for a change within so many minutes of the start: part of the service's price, or an amount in minor units. */
export type Fee =
  | { readonly withinMinutes: number; readonly percent: number }
  | { readonly withinMinutes: number; readonly amountMinor: number }

/** A field that is left out says nothing; null says that there is no such limit, whatever the levels above say. */
export interface ChangeRules {
  /** Minutes before the start up to which it is allowed, inclusive. */
  readonly noticeMinutes?: number | null
  readonly quota?: Quota | null
  readonly fee?: Fee | null
}

export type PolicyRules = { readonly [change in Change]?: ChangeRules } & {
  /** Only of a client: how many holds it may have at once. */
  readonly maxLiveHolds?: number
}

/** Whom a policy is about. A staff member's comes before the service's, that before the location's and the client's. */
export type PolicySubject =
  | { readonly kind: 'client' }
  | { readonly kind: 'location' | 'service' | 'resource'; readonly id: string }

export interface Policy {
  readonly subject: PolicySubject
  readonly rules: PolicyRules
}

/** A policy as it is stored; version 0 where nothing was ever said. */
export interface StoredPolicy extends Policy {
  readonly version: number
}

/** With what it is about by its name; null: the client itself. */
export interface NamedPolicy extends StoredPolicy {
  readonly name: string | null
}

/** What holds, and who said so: null where nobody says anything. */
export interface Resolved<T> {
  readonly value: T | null
  readonly from: PolicySubject | null
}

export interface ResolvedRules {
  readonly noticeMinutes: Resolved<number>
  readonly quota: Resolved<Quota>
  readonly fee: Resolved<Fee>
}

/** Field by field, the first one counts that says something about it. `policies`: the nearest first. */
export function resolveRules(policies: readonly Policy[], change: Change): ResolvedRules {
  const resolve = <K extends keyof ChangeRules>(field: K) => {
    const found = policies.find(({ rules }) => rules[change]?.[field] !== undefined)
    return { value: found?.rules[change]?.[field] ?? null, from: found?.subject ?? null }
  }
  return { noticeMinutes: resolve('noticeMinutes'), quota: resolve('quota'), fee: resolve('fee') }
}
