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

/** Names by id, of those that have one. */
export async function findCustomerNames(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>({
    name: 'customer-names',
    text: 'select id, name from customers where tenant_id = $1 and id = any ($2) and name is not null',
    values: [tenantId, ids],
  })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export interface CustomerPage {
  phone?: string | undefined
  order?: 'oldest' | 'newest' | undefined
  /** Id of the last customer of the page before. */
  after?: string | undefined
  limit: number
}

export async function findCustomers(tx: Tx, tenantId: string, page: CustomerPage): Promise<Customer[]> {
  const isNewest = page.order === 'newest'
  const query = sql('customers')
    .where({ tenant_id: tenantId })
    .orderBy('id', isNewest ? 'desc' : 'asc')
    .limit(page.limit)
  if (page.phone) query.andWhere('phone', page.phone)
  if (page.after) query.andWhere('id', isNewest ? '<' : '>', page.after)
  return (await tx.rows<CustomerRow>(query)).map(asCustomer)
}

/** Parts of what somebody is looked for by: each word has to be found, or the digits. */
export interface CustomerSearch {
  words: readonly string[]
  /** Of a number, without what is dialled before it inside a country; empty for none. */
  digits: string
  limit: number
}

/**
 * Whose name begins with it first, then whose word does, then the rest; the latest first. Row-level security keeps an
 * index over parts of words from being used, so the rows of the one tenant are read: some milliseconds for 10,000.
 */
export async function searchCustomers(
  tx: Tx,
  tenantId: string,
  { words, digits, limit }: CustomerSearch,
): Promise<Customer[]> {
  const rows = await tx.rows<CustomerRow>({
    name: 'customer-search',
    text: `select customers.* from customers,
        (select array_agg(folded_name(word)) as words, array_agg('%' ||
            replace(replace(replace(folded_name(word), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%') as patterns
          from unnest($2::text[]) as word) as asked
      where tenant_id = $1 and (
        search like all (asked.patterns)
        or ($3 <> '' and phone like '%' || $3 || '%'))
      order by case
          when starts_with(search, asked.words[1]) then 0
          when position(' ' || asked.words[1] in search) > 0 then 1
          else 2 end, updated_at desc, id
      limit $4`,
    values: [tenantId, words, digits, limit],
  })
  return rows.map(asCustomer)
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
