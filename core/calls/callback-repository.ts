import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'

export interface Callback {
  callId: string
  locationId: string
  customerId: string | null
  /** E.164. */
  phone: string
  name: string | null
  /** When, in the caller's words. */
  wish: string | null
  reason: string | null
}

export interface CallbackRow {
  id: string
  call_id: string
  location_id: string
  customer_id: string | null
  name: string | null
  phone: string
  wish: string | null
  reason: string | null
  state: string
  created_at: Date
}

/** What is said a second time without a detail does not take it back. */
export async function upsertCallback(
  tx: Tx,
  tenantId: string,
  note: { callback: Callback; at: Date },
): Promise<string> {
  const { callback, at } = note
  const row = await tx.first<{ id: string }>(
    sql('callbacks')
      .insert({
        tenant_id: tenantId,
        id: newId(),
        call_id: callback.callId,
        location_id: callback.locationId,
        customer_id: callback.customerId,
        name: callback.name,
        phone: callback.phone,
        wish: callback.wish,
        reason: callback.reason,
        created_at: at,
      })
      .onConflict(['tenant_id', 'call_id', 'phone'])
      .merge({
        name: sql.raw('coalesce(excluded.name, callbacks.name)'),
        wish: sql.raw('coalesce(excluded.wish, callbacks.wish)'),
        reason: sql.raw('coalesce(excluded.reason, callbacks.reason)'),
      })
      .returning('id'),
  )
  if (!row) throw new Error('a callback was neither inserted nor updated')
  return row.id
}

export function findCallbacks(tx: Tx, tenantId: string): Promise<CallbackRow[]> {
  return tx.rows<CallbackRow>(
    sql('callbacks').where({ tenant_id: tenantId }).orderBy('id', 'desc').limit(200),
  )
}
