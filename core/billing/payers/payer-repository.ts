import type { PaymentMethod } from '@askpro/plugin-sdk'
import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { MethodSetup, Payer, SetupState } from './payer.ts'

/** Who collects, and from whom. */
export interface Edge {
  issuerId: string
  recipientId: string
}

interface PayerRow {
  tenant_id: string
  id: string
  recipient_id: string
  email: string | null
  method: PaymentMethod | null
  failure: string | null
  checked_at: Date | null
  version: number
}

interface SetupRow {
  tenant_id: string
  id: string
  recipient_id: string
  connection_id: string
  state: SetupState
  return_url: string
  reference: string | null
  url: string | null
  expires_at: Date | null
}

const columnsOf = ({ issuerId, recipientId }: Edge) => ({ tenant_id: issuerId, recipient_id: recipientId })

/** Makes the row where there is none and keeps it from being changed until the transaction ends. */
export async function lockPayer(tx: Tx, edge: Edge, id: string): Promise<Payer> {
  await tx.run(
    sql('payers')
      .insert({ ...columnsOf(edge), id })
      .onConflict(['tenant_id', 'recipient_id'])
      .ignore(),
  )
  const row = await tx.first<PayerRow>(sql('payers').where(columnsOf(edge)).forUpdate())
  if (!row) throw new Error('a payer was removed')
  return asPayer(row)
}

export async function findPayer(tx: Tx, edge: Edge): Promise<Payer | undefined> {
  const row = await tx.first<PayerRow>(sql('payers').where(columnsOf(edge)))
  return row && asPayer(row)
}

export async function findPayers(tx: Tx, issuerId: string): Promise<Payer[]> {
  const rows = await tx.rows<PayerRow>(sql('payers').where({ tenant_id: issuerId }).orderBy('id'))
  return rows.map(asPayer)
}

export async function savePayer(
  tx: Tx,
  { issuerId, id }: Payer,
  { email, method, failure, checkedAt }: Pick<Payer, 'email' | 'method' | 'failure' | 'checkedAt'>,
): Promise<void> {
  await tx.run(
    sql('payers')
      .where({ tenant_id: issuerId, id })
      .update({
        email,
        method: method === null ? null : JSON.stringify(method),
        failure,
        checked_at: checkedAt,
        version: sql.raw('version + 1'),
      }),
  )
}

export async function insertSetup(tx: Tx, setup: MethodSetup, at: Date): Promise<void> {
  await tx.run(
    sql('payment_method_setups').insert({
      tenant_id: setup.issuerId,
      id: setup.id,
      recipient_id: setup.recipientId,
      connection_id: setup.connectionId,
      state: setup.state,
      return_url: setup.returnUrl,
      created_at: at,
    }),
  )
}

/** The one that is not over, if any. */
export async function findLiveSetup(tx: Tx, edge: Edge): Promise<MethodSetup | undefined> {
  const row = await tx.first<SetupRow>(
    sql('payment_method_setups').where(columnsOf(edge)).whereIn('state', ['opening', 'open']),
  )
  return row && asSetup(row)
}

export async function findSetup(tx: Tx, edge: Edge, id: string): Promise<MethodSetup | undefined> {
  const row = await tx.first<SetupRow>(sql('payment_method_setups').where({ ...columnsOf(edge), id }))
  return row && asSetup(row)
}

/** Only what is not over yet: an answer that comes late changes nothing. */
export async function moveSetup(
  tx: Tx,
  { issuerId, id }: Pick<MethodSetup, 'issuerId' | 'id'>,
  change: Partial<Pick<MethodSetup, 'state' | 'reference' | 'url' | 'expiresAt'>>,
): Promise<number> {
  const { expiresAt, ...rest } = change
  return tx.run(
    sql('payment_method_setups')
      .where({ tenant_id: issuerId, id })
      .whereIn('state', ['opening', 'open'])
      .update({ ...rest, ...(expiresAt === undefined ? {} : { expires_at: expiresAt }) }),
  )
}

const asPayer = (row: PayerRow): Payer => ({
  id: row.id,
  issuerId: row.tenant_id,
  recipientId: row.recipient_id,
  email: row.email,
  method: row.method,
  failure: row.failure,
  checkedAt: row.checked_at,
  version: row.version,
})

const asSetup = (row: SetupRow): MethodSetup => ({
  id: row.id,
  issuerId: row.tenant_id,
  recipientId: row.recipient_id,
  connectionId: row.connection_id,
  state: row.state,
  returnUrl: row.return_url,
  reference: row.reference,
  url: row.url,
  expiresAt: row.expires_at,
})
