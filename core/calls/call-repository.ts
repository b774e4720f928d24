import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { ForgottenBatch, OldRows } from '../platform/retention/tenant-by-tenant.ts'
import type { Call, CallFactFields, CallState, Outcome, Review, Reviewer } from './call.ts'
import { asCall, type CallRow, changingColumns } from './call-row.ts'
import { storableJson, storableText } from './storable-text.ts'

/** A call as its provider names it. */
export interface ProviderCallKey {
  connectionId: string
  providerCallId: string
}

const BY_KEY = 'from calls where tenant_id = $1 and connection_id = $2 and provider_call_id = $3'

export interface KnownCall {
  id: string
  state: CallState
  version: number
  /** A calendar refused what was booked in it; the caller may have been told. */
  hasBadNews: boolean
}

/** Undefined before its first report. */
export async function findKnownCall(
  tx: Tx,
  tenantId: string,
  key: ProviderCallKey,
): Promise<KnownCall | undefined> {
  return tx.first<KnownCall>({
    name: 'call-known',
    text: `select id, status as state, version, bad_news <> '{}' as "hasBadNews" ${BY_KEY}`,
    values: [tenantId, key.connectionId, key.providerCallId],
  })
}

/** The row of a call, locked until the transaction ends; undefined before its first report. */
export async function lockCall(tx: Tx, tenantId: string, key: ProviderCallKey): Promise<Call | undefined> {
  const row = await tx.first<CallRow>({
    name: 'call-lock',
    text: `select * ${BY_KEY} for no key update`,
    values: [tenantId, key.connectionId, key.providerCallId],
  })
  return row && asCall(row)
}

/** Whatever changes something for one call waits here for its turn. */
export async function takeTurn(tx: Tx, tenantId: string, callId: string): Promise<void> {
  await tx.run({
    name: 'call-turn',
    text: 'select from calls where tenant_id = $1 and id = $2 for no key update',
    values: [tenantId, callId],
  })
}

/** False when another transaction has inserted it first. */
export async function insertCall(tx: Tx, call: Call, at: Date): Promise<boolean> {
  const inserted = await tx.run(
    sql('calls')
      .insert({
        tenant_id: call.tenantId,
        id: call.id,
        connection_tenant_id: call.connection.tenantId,
        connection_id: call.connection.connectionId,
        provider_call_id: call.providerCallId,
        location_id: call.locationId,
        direction: call.direction,
        to_number: call.to,
        ...changingColumns(call),
        created_at: at,
        updated_at: at,
      })
      .onConflict(['tenant_id', 'connection_id', 'provider_call_id'])
      .ignore(),
  )
  return inserted === 1
}

/** Stores what has been learned of a call that is locked. `call.version` is the new one. */
export async function updateCall(tx: Tx, call: Call, at: Date): Promise<void> {
  await tx.run(
    sql('calls')
      .where({ tenant_id: call.tenantId, id: call.id })
      .update({ ...changingColumns(call), version: call.version, updated_at: at }),
  )
}

export async function setOutcome(
  tx: Tx,
  tenantId: string,
  call: { id: string; outcome: Outcome },
): Promise<void> {
  await tx.run(sql('calls').where({ tenant_id: tenantId, id: call.id }).update({ outcome: call.outcome }))
}

/** Whom a call was with, unless that is known already. */
export async function setCallCustomer(
  tx: Tx,
  tenantId: string,
  call: { id: string; customerId: string },
): Promise<void> {
  await tx.run(
    sql('calls')
      .where({ tenant_id: tenantId, id: call.id, customer_id: null })
      .update({ customer_id: call.customerId }),
  )
}

/** Empties what was said in calls that began before an instant. Gives how many and which, and how far it came. */
export function forgetWhatWasSaid(
  tx: Tx,
  tenantId: string,
  old: OldRows,
): Promise<(ForgottenBatch & { ids: string[] }) | undefined> {
  return tx.first({
    text: `with old as (
        select id from calls where tenant_id = $1 and id > $2 and id < $3
          and (transcript is not null or analysis is not null or turns is not null)
        order by id limit $4 for no key update skip locked),
      gone as (
        update calls set transcript = null, analysis = null, turns = null,
          review_note = null, version = version + 1
        from old where calls.tenant_id = $1 and calls.id = old.id returning calls.id)
      select count(*)::int as rows, (select id from gone order by id desc limit 1) as reached,
        coalesce(array_agg(id), '{}') as ids from gone`,
    values: [tenantId, old.after, old.before, old.limit],
  })
}

export async function findCall(tx: Tx, tenantId: string, id: string): Promise<Call | undefined> {
  const row = await tx.first<CallRow>(sql('calls').where({ tenant_id: tenantId, id }))
  return row && asCall(row)
}

export interface CallFilter {
  state?: 'live' | 'over' | undefined
  outcome?: Outcome | undefined
  review?: Review['state'] | undefined
  customerId?: string | undefined
  locationId?: string | undefined
  /** Digits that either number has in it. */
  digits?: string | undefined
  /** Began at or after this instant ... */
  from?: Date | undefined
  /** ... and before this one. */
  to?: Date | undefined
}

/** Newest first. */
export async function findCalls(
  tx: Tx,
  tenantId: string,
  page: CallFilter & { after?: string | undefined; limit: number },
): Promise<Call[]> {
  const query = sql('calls')
    .where({ tenant_id: tenantId, ...equalsOf(page) })
    .orderBy('id', 'desc')
    .limit(page.limit)
  // Written as the index has it.
  if (page.state === 'live') query.whereRaw(`status in ('registered', 'ongoing')`)
  if (page.state === 'over') query.whereRaw(`status not in ('registered', 'ongoing')`)
  if (page.digits)
    query.whereRaw('(from_number like ? or to_number like ?)', [`%${page.digits}%`, `%${page.digits}%`])
  if (page.from) query.andWhere('created_at', '>=', page.from)
  if (page.to) query.andWhere('created_at', '<', page.to)
  if (page.after) query.andWhere('id', '<', page.after)
  return (await tx.rows<CallRow>(query)).map(asCall)
}

function equalsOf({ outcome, review, customerId, locationId }: CallFilter): Record<string, string> {
  return {
    ...(outcome ? { outcome } : {}),
    ...(review ? { review_state: review } : {}),
    ...(customerId ? { customer_id: customerId } : {}),
    ...(locationId ? { location_id: locationId } : {}),
  }
}

/** What has been said by now of a call that is still going on. Sent with COMMIT; a report of its end has more. */
export function keepTurns(
  tx: Tx,
  tenantId: string,
  call: { id: string; turns: NonNullable<CallFactFields['turns']> },
): void {
  tx.runAtCommit({
    name: 'call-turns',
    text: `update calls set turns = $3 where tenant_id = $1 and id = $2
      and status in ('registered', 'ongoing')
      and coalesce(jsonb_array_length(turns), 0) < jsonb_array_length($3::jsonb)`,
    values: [tenantId, call.id, storableJson(call.turns)],
  })
}

/** What rules say of a call; what somebody has settled stays so. */
export async function setReviewByRules(
  tx: Tx,
  tenantId: string,
  call: { id: string; reasons: readonly string[] },
): Promise<void> {
  await tx.run({
    name: 'call-review-by-rules',
    text: `update calls set review_reasons = $3, review_state = case when $3 = '{}'::text[] then null else 'open' end
      where tenant_id = $1 and id = $2 and review_by is null and review_reasons <> $3`,
    values: [tenantId, call.id, call.reasons],
  })
}

/** What somebody says of a call. The call after it; undefined where there is none. */
export async function setReview(
  tx: Tx,
  tenantId: string,
  { id, review }: { id: string; review: Review & { by: Reviewer; at: number } },
): Promise<Call | undefined> {
  const { state, reasons, note, by, at } = review
  const row = await tx.first<CallRow>(
    sql('calls')
      .where({ tenant_id: tenantId, id })
      .update({
        review_state: state,
        review_reasons: [...reasons],
        review_note: note === null ? null : storableText(note),
        review_by: storableJson(by),
        review_at: new Date(at),
        version: sql.raw('version + 1'),
      })
      .returning('*'),
  )
  return row && asCall(row)
}
