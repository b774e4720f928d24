import {
  type Call,
  type CallFactFields,
  type CallState,
  type FieldRanks,
  type Outcome,
  RANKS,
  type Review,
  type Reviewer,
} from './call.ts'
import { storableJson, storableText } from './storable-text.ts'

/** Of the table calls. */
export interface CallRow {
  id: string
  tenant_id: string
  connection_tenant_id: string
  connection_id: string
  provider_call_id: string
  location_id: string
  direction: 'inbound' | 'outbound'
  from_number: string | null
  to_number: string
  status: CallState
  rank: number
  field_ranks: FieldRanks
  started_at: Date | null
  ended_at: Date | null
  duration_ms: string | null
  disconnection_reason: string | null
  ending: NonNullable<CallFactFields['ending']> | null
  transfer: NonNullable<CallFactFields['transfer']> | null
  transcript: string | null
  turns: CallFactFields['turns'] | null
  analysis: CallFactFields['analysis'] | null
  cost: CallFactFields['cost'] | null
  outcome: Outcome | null
  customer_id: string | null
  review_state: Review['state'] | null
  review_reasons: string[]
  review_note: string | null
  review_by: Reviewer | null
  review_at: Date | null
  version: number
  created_at: Date
}

/** The columns of what is learned of a call while it goes on and after it. */
export const changingColumns = ({ facts, ...call }: Call) => ({
  from_number: call.from,
  status: call.state,
  rank: RANKS.indexOf(call.rank),
  field_ranks: JSON.stringify(call.fieldRanks),
  started_at: asDate(facts.startedAt),
  ended_at: asDate(facts.endedAt),
  duration_ms: facts.durationMs === undefined ? null : Math.round(facts.durationMs),
  disconnection_reason: facts.disconnectionReason ?? null,
  ending: facts.ending ?? null,
  transfer: asJson(facts.transfer),
  transcript: facts.transcript === undefined ? null : storableText(facts.transcript),
  turns: asJson(facts.turns),
  analysis: asJson(facts.analysis),
  cost: asJson(facts.cost),
  customer_id: call.customerId,
})

const asDate = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at))
const asJson = (value: unknown): string | null => (value === undefined ? null : storableJson(value))

export const asCall = (row: CallRow): Call => ({
  id: row.id,
  tenantId: row.tenant_id,
  connection: { tenantId: row.connection_tenant_id, connectionId: row.connection_id },
  providerCallId: row.provider_call_id,
  locationId: row.location_id,
  direction: row.direction,
  from: row.from_number,
  to: row.to_number,
  state: row.status,
  rank: RANKS[row.rank] ?? 'seen',
  facts: factsOf(row),
  fieldRanks: row.field_ranks,
  outcome: row.outcome,
  customerId: row.customer_id,
  review: reviewOf(row),
  version: row.version,
  createdAt: row.created_at.getTime(),
})

function reviewOf(row: CallRow): Review | null {
  if (row.review_state === null) return null
  return {
    state: row.review_state,
    reasons: row.review_reasons,
    note: row.review_note,
    by: row.review_by,
    at: row.review_at?.getTime() ?? null,
  }
}

function factsOf(row: CallRow): CallFactFields {
  const told = {
    startedAt: row.started_at?.getTime(),
    endedAt: row.ended_at?.getTime(),
    durationMs: row.duration_ms === null ? undefined : Number(row.duration_ms),
    disconnectionReason: row.disconnection_reason ?? undefined,
    ending: row.ending ?? undefined,
    transfer: row.transfer ?? undefined,
    transcript: row.transcript ?? undefined,
    turns: row.turns ?? undefined,
    analysis: row.analysis ?? undefined,
    cost: row.cost ?? undefined,
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}
