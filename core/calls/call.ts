import type { CallReport } from '@askpro/plugin-sdk'

export type CallState = 'registered' | 'ongoing' | 'ended' | 'not_connected' | 'error'
export type Outcome =
  | 'booked'
  | 'rescheduled'
  | 'cancelled'
  | 'callback'
  | 'transferred'
  | 'information'
  | 'abandoned'
  | 'not_connected'

/** Times are epoch milliseconds. */
export interface Call extends CallKnowledge {
  readonly id: string
  readonly tenantId: string
  readonly connection: { tenantId: string; connectionId: string }
  readonly providerCallId: string
  readonly locationId: string
  readonly direction: 'inbound' | 'outbound'
  /** E.164; null when withheld. */
  readonly from: string | null
  readonly to: string
  readonly outcome: Outcome | null
  readonly customerId: string | null
  /** Null for a call that nobody needs to look at. */
  readonly review: Review | null
  readonly version: number
  readonly createdAt: number
}

/** Whether somebody should look at a call, and what they said of it. */
export interface Review {
  readonly state: 'open' | 'settled'
  /** Codes of findings, or `by_hand`. */
  readonly reasons: readonly string[]
  readonly note: string | null
  /** Who decided last; null for one that only rules have opened. */
  readonly by: Reviewer | null
  /** Epoch milliseconds. */
  readonly at: number | null
}

export interface Reviewer {
  readonly kind: 'user' | 'key'
  readonly id: string
  readonly name: string | null
}

/** What reports have told so far. */
export interface CallKnowledge {
  readonly state: CallState
  readonly rank: Rank
  readonly facts: CallFactFields
  /** Who told each of the facts, and the state. */
  readonly fieldRanks: FieldRanks
}

export const FACT_FIELDS = [
  'startedAt',
  'endedAt',
  'durationMs',
  'disconnectionReason',
  'ending',
  'transfer',
  'transcript',
  'turns',
  'analysis',
  'cost',
] as const
export type FactField = (typeof FACT_FIELDS)[number]

/** As the provider told them; what nobody told is left out. */
export type CallFactFields = Partial<Pick<CallReport, FactField>>
export type FieldRanks = Partial<Record<FactField | 'state', Rank>>

/** How much a report knows, least first: what a better one told is not overwritten by a lesser one. */
export const RANKS = ['seen', 'started', 'ended', 'analysed'] as const
export type Rank = (typeof RANKS)[number]

export const isBelow = (rank: Rank, other: Rank): boolean => RANKS.indexOf(rank) < RANKS.indexOf(other)

const ORDER: Record<CallState, number> = { registered: 0, ongoing: 1, ended: 2, not_connected: 2, error: 2 }

/** States never move backwards, whatever arrives late. */
export const isLater = (told: CallState, known: CallState): boolean => ORDER[told] > ORDER[known]

export const isOver = (state: CallState): boolean => ORDER[state] === 2

/** An `ended` report ends a call even where the provider's own status lags behind. */
export function stateOf(report: CallReport, rank: Rank): CallState {
  return isBelow(rank, 'ended') || isOver(report.status) ? report.status : 'ended'
}

/** The business's number and the other one, whoever rang. `theirs`: null when withheld. */
export function partiesOf({ direction, from, to }: Pick<CallReport, 'direction' | 'from' | 'to'>): {
  ours: string
  theirs: string | null
} {
  return direction === 'inbound' ? { ours: to, theirs: from } : { ours: from ?? '', theirs: to }
}

/** How long it was, in milliseconds; undefined while nobody told. */
export function durationOf({ durationMs, startedAt, endedAt }: CallFactFields): number | undefined {
  if (durationMs !== undefined) return durationMs
  return startedAt === undefined || endedAt === undefined ? undefined : Math.max(0, endedAt - startedAt)
}

/** Statuses of function answers that prove a result, best first. */
const PROOFS: ReadonlyArray<[status: string, outcome: Outcome]> = [
  ['rescheduled', 'rescheduled'],
  ['cancelled', 'cancelled'],
  ['noted', 'callback'],
]

/** The hub has no record of it: it is the provider that puts callers through. */
const wasPutThrough = ({ ending, transfer }: CallFactFields): boolean =>
  ending === 'transferred' || transfer?.state === 'bridged' || transfer?.state === 'ended'

/** The hub's own records of a call. */
export interface CallRecords {
  /** Whether an appointment stands that was booked in it. */
  booked: boolean
  /** Statuses of the function answers. */
  answers: readonly string[]
}

/** From the hub's own records; what the provider thinks of the call stands beside it. */
export function outcomeOf(
  { state, facts }: Pick<Call, 'state' | 'facts'>,
  { booked, answers }: CallRecords,
): Outcome {
  if (state === 'not_connected') return 'not_connected'
  if (booked) return 'booked'
  const proven = PROOFS.find(([status]) => answers.includes(status))
  if (proven) return proven[1]
  if (wasPutThrough(facts)) return 'transferred'
  return answers.length > 0 ? 'information' : 'abandoned'
}
