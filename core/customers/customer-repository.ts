import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import type { Communication, Customer, CustomerLanguage } from './customer.ts'

interface CustomerRow {
  id: string
  tenant_id: string
  name: string | null
  phone: string | null
  email: string | null
  language: CustomerLanguage
  notes: string
  version: number
}

export interface CustomerFields {
  name: string | null
  phone: string | null
  email: string | null
  language: CustomerLanguage
  notes: string
}

/** Undefined when another transaction has made a customer with that number first. */
export async function insertCustomer(
  tx: Tx,
  tenantId: string,
  insert: { fields: CustomerFields; at: Date },
): Promise<Customer | undefined> {
  const row = await tx.first<CustomerRow>(
    sql('customers')
      .insert({
        tenant_id: tenantId,
        id: newId(),
        ...insert.fields,
        created_at: insert.at,
        updated_at: insert.at,
      })
      .onConflict(['tenant_id', 'phone'])
      .ignore()
      .returning('*'),
  )
  return row && asCustomer(row)
}

export async function findCustomerByPhone(
  tx: Tx,
  tenantId: string,
  phone: string,
): Promise<Customer | undefined> {
  const row = await tx.first<CustomerRow>({
    name: 'customer-by-phone',
    text: 'select * from customers where tenant_id = $1 and phone = $2',
    values: [tenantId, phone],
  })
  return row && asCustomer(row)
}

export async function findCustomer(tx: Tx, tenantId: string, id: string): Promise<Customer | undefined> {
  const row = await tx.first<CustomerRow>(sql('customers').where({ tenant_id: tenantId, id }))
  return row && asCustomer(row)
}

export interface CustomerPage {
  phone?: string | undefined
  /** Id of the last customer of the page before. */
  after?: string | undefined
  limit: number
}

export async function findCustomers(tx: Tx, tenantId: string, page: CustomerPage): Promise<Customer[]> {
  const query = sql('customers').where({ tenant_id: tenantId }).orderBy('id').limit(page.limit)
  if (page.phone) query.andWhere('phone', page.phone)
  if (page.after) query.andWhere('id', '>', page.after)
  return (await tx.rows<CustomerRow>(query)).map(asCustomer)
}

export interface CustomerUpdate {
  id: string
  change: Partial<CustomerFields>
  /** Refuses when the row has another version by now. */
  version?: number | undefined
  at: Date
}

export async function updateCustomer(
  tx: Tx,
  tenantId: string,
  update: CustomerUpdate,
): Promise<Customer | undefined> {
  const query = sql('customers')
    .where({ tenant_id: tenantId, id: update.id })
    .update({ ...update.change, version: sql.raw('version + 1'), updated_at: update.at })
    .returning('*')
  if (update.version !== undefined) query.andWhere('version', update.version)
  const row = await tx.first<CustomerRow>(query)
  return row && asCustomer(row)
}

/** A call is told once, however often its end is reported. */
export async function insertCommunication(tx: Tx, tenantId: string, told: Communication): Promise<void> {
  await tx.run(
    sql('communications')
      .insert({
        tenant_id: tenantId,
        id: newId(),
        customer_id: told.customerId,
        channel: told.channel,
        direction: told.direction,
        call_id: told.callId ?? null,
        appointment_id: told.appointmentId ?? null,
        summary: told.summary,
        occurred_at: new Date(told.occurredAt),
      })
      .onConflict(sql.raw('(tenant_id, call_id) where call_id is not null'))
      .merge(['customer_id', 'summary', 'appointment_id']),
  )
}

export interface StoredCommunication {
  id: string
  channel: string
  direction: string
  call_id: string | null
  appointment_id: string | null
  summary: string
  occurred_at: Date
}

export function findCommunications(
  tx: Tx,
  tenantId: string,
  customerId: string,
): Promise<StoredCommunication[]> {
  return tx.rows<StoredCommunication>(
    sql('communications')
      .where({ tenant_id: tenantId, customer_id: customerId })
      .orderBy('occurred_at', 'desc')
      .limit(200),
  )
}

const asCustomer = (row: CustomerRow): Customer => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  phone: row.phone,
  email: row.email,
  language: row.language,
  notes: row.notes,
  version: row.version,
})
