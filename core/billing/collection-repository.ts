import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { Collection } from './collection.ts'

interface CollectionRow {
  id: string
  reference: string | null
  state: Collection['state']
  page: string | null
  why: string | null
}

export async function saveCollection(
  tx: Tx,
  { issuerId, recipientId }: { issuerId: string; recipientId: string },
  { invoiceId, reference, state, page, why, at }: Collection & { at: Date },
): Promise<void> {
  const row = { reference, state, page, why, updated_at: at }
  await tx.run(
    sql('invoice_collections')
      .insert({ ...row, tenant_id: issuerId, id: invoiceId, recipient_id: recipientId })
      .onConflict(['tenant_id', 'id'])
      .merge(row),
  )
}

export async function findCollections(tx: Tx, invoiceIds: readonly string[]): Promise<Collection[]> {
  const rows = await tx.rows<CollectionRow>(sql('invoice_collections').whereIn('id', [...invoiceIds]))
  return rows.map(({ id: invoiceId, reference, state, page, why }) => ({
    invoiceId,
    reference,
    state,
    page,
    why,
  }))
}

/** Invoices that the provider has and that are not settled here. */
export async function findUnsettled(
  tx: Tx,
  issuerId: string,
): Promise<Array<{ id: string; reference: string }>> {
  return tx.rows<{ id: string; reference: string }>({
    text: `select c.id, c.reference from invoice_collections c
      join invoices i on i.tenant_id = c.tenant_id and i.id = c.id
      where c.tenant_id = $1 and i.status in ('final', 'uncollectible') and c.reference is not null
      order by c.id`,
    values: [issuerId],
  })
}
