import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import type { ForgottenBatch, OldRows } from '../platform/retention/tenant-by-tenant.ts'
import type { FunctionAnswer } from './function-answer.ts'
import { storableJson, storableText } from './storable-text.ts'

export interface StoredFunctionCall {
  id: string
  name: string
  tool_call_id: string | null
  arguments: Record<string, unknown>
  result: FunctionAnswer
  status: string
  started_at: Date
  duration_ms: number
}

export interface FunctionCallRecord {
  callId: string
  name: string
  toolCallId: string | undefined
  args: Readonly<Record<string, unknown>>
  answer: FunctionAnswer
  /** That of the answer, or `repeated` for one that was only given again. */
  status: string
  startedAt: Date
  durationMs: number
}

export async function insertFunctionCall(
  tx: Tx,
  tenantId: string,
  record: FunctionCallRecord,
): Promise<void> {
  await tx.run(
    sql('function_calls').insert({
      tenant_id: tenantId,
      id: newId(),
      call_id: record.callId,
      name: storableName(record.name),
      tool_call_id: storableId(record.toolCallId),
      arguments: storableJson(record.args),
      result: storableJson(record.answer),
      status: record.status,
      started_at: record.startedAt,
      duration_ms: record.durationMs,
    }),
  )
}

const LONGEST_NAME = 64
const storableName = (name: string): string => storableText(name).slice(0, LONGEST_NAME)
const storableId = (id: string | undefined): string | null => (id === undefined ? null : storableText(id))

export interface RepeatedCall {
  callId: string
  name: string
  toolCallId: string | undefined
  args: Readonly<Record<string, unknown>>
  /** Statuses that say that something was done. */
  done: readonly string[]
  /** Since when the same request counts as the same ... */
  since: Date
  /** ... and since when it does if it also has the same id. */
  sinceWithId: Date
}

/**
 * What the same request was answered just before, if it was the last thing that was done in this call: providers
 * repeat a function call that took too long, and models repeat one by themselves.
 */
export async function findRepeated(
  tx: Tx,
  tenantId: string,
  call: RepeatedCall,
): Promise<FunctionAnswer | undefined> {
  const row = await tx.first<{ result: FunctionAnswer }>({
    name: 'function-call-repeated',
    text: `select result from (
        select * from function_calls where tenant_id = $1 and call_id = $2 and status = any ($3)
        order by started_at desc, id desc limit 1) as last
      where name = $4 and arguments = $5::jsonb 
        and (started_at >= $7 or (tool_call_id = $6 and started_at >= $8))`,
    values: [
      tenantId,
      call.callId,
      call.done,
      storableName(call.name),
      storableJson(call.args),
      storableId(call.toolCallId),
      call.since,
      call.sinceWithId,
    ],
  })
  return row?.result
}

/** The answers of a call that offered times, newest first. */
export async function findOffers(tx: Tx, tenantId: string, callId: string): Promise<FunctionAnswer[]> {
  const rows = await tx.rows<{ result: FunctionAnswer }>({
    name: 'function-call-offers',
    text: `select result from function_calls
      where tenant_id = $1 and call_id = $2 and status in ('available', 'alternatives', 'needs_confirmation')
      order by started_at desc, id desc limit 10`,
    values: [tenantId, callId],
  })
  return rows.map(({ result }) => result)
}

export function findFunctionCalls(tx: Tx, tenantId: string, callId: string): Promise<StoredFunctionCall[]> {
  return tx.rows<StoredFunctionCall>(
    sql('function_calls').where({ tenant_id: tenantId, call_id: callId }).orderBy(['started_at', 'id']),
  )
}

/** Deletes those that were made before an instant, by their ids. Gives how many, and how far it came. */
export function deleteFunctionCalls(
  tx: Tx,
  tenantId: string,
  old: OldRows,
): Promise<ForgottenBatch | undefined> {
  return tx.first({
    text: `with old as (
        select id from function_calls where tenant_id = $1 and id > $2 and id < $3
        order by id limit $4 for update skip locked),
      gone as (
        delete from function_calls using old where function_calls.tenant_id = $1 and function_calls.id = old.id
        returning function_calls.id)
      select count(*)::int as rows, (select id from gone order by id desc limit 1) as reached from gone`,
    values: [tenantId, old.after, old.before, old.limit],
  })
}
