import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { BillingDetails, InvoiceParties, StoredBillingDetails } from './billing-details.ts'

interface DetailsRow {
  tenant_id: string
  details: BillingDetails
  version: number
}

/** By tenant; who has said nothing is left out, as is who the transaction was not opened for. */
export async function findBillingDetails(
  tx: Tx,
  tenantIds: readonly string[],
): Promise<Map<string, StoredBillingDetails>> {
  const rows = await tx.rows<DetailsRow>(
    sql('billing_details')
      .whereIn('tenant_id', [...tenantIds])
      .select('tenant_id', 'details', 'version'),
  )
  return new Map(rows.map(({ tenant_id: id, details, version }) => [id, { details, version }]))
}

/** Both ends of an edge, in a transaction that was opened for both. */
export async function findParties(
  tx: Tx,
  { issuerId, recipientId }: { issuerId: string; recipientId: string },
): Promise<InvoiceParties> {
  const known = await findBillingDetails(tx, [issuerId, recipientId])
  return {
    seller: known.get(issuerId)?.details ?? null,
    buyer: known.get(recipientId)?.details ?? null,
  }
}

/** Makes or replaces them. Undefined where they no longer have the `version` that was asked for. */
export function putBillingDetails(
  tx: Tx,
  place: { tenantId: string; at: Date; version: number | null },
  details: BillingDetails,
): Promise<{ version: number } | undefined> {
  return tx.first<{ version: number }>({
    text: `insert into billing_details as known (tenant_id, details, updated_at)
      select $1::uuid, $2::jsonb, $3::timestamptz
      where $4::integer is null or $4 = 0 or exists (select from billing_details where tenant_id = $1)
      on conflict (tenant_id) do update
        set details = excluded.details, updated_at = excluded.updated_at, version = known.version + 1
        where $4::integer is null or known.version = $4
      returning version`,
    values: [place.tenantId, JSON.stringify(details), place.at, place.version],
  })
}

/** 0 where nothing was said, or they are no longer of that version. */
export function deleteBillingDetails(
  tx: Tx,
  { tenantId, version }: { tenantId: string; version: number | undefined },
): Promise<number> {
  const query = sql('billing_details').where({ tenant_id: tenantId }).delete()
  if (version !== undefined) query.andWhere('version', version)
  return tx.run(query)
}
