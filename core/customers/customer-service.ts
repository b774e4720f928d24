import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { violatedConstraint } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import type { Communication, Customer, CustomerLanguage } from './customer.ts'
import {
  type CustomerFields,
  type CustomerPage,
  findCommunications,
  findCustomer,
  findCustomerByPhone,
  findCustomerNames,
  findCustomers,
  insertCommunication,
  insertCustomer,
  type StoredCommunication,
  searchCustomers,
  updateCustomer,
} from './customer-repository.ts'
import { parsePhone } from './phone.ts'

export interface NewCustomer {
  name?: string | undefined
  phone?: string | undefined
  email?: string | undefined
  language: CustomerLanguage
  notes?: string | undefined
}

export class CustomerService {
  readonly #database: Database
  readonly #clock: Clock

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  /**
   * The one customer with that number (E.164), made when there is none. Callers that ring at the same moment get
   * the same customer. A name is only filled in where none is known: a booking for the child must not rename the
   * mother.
   */
  findOrCreateByPhone(tenantId: string, wanted: NewCustomer & { phone: string }): Promise<Customer> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const known = await findCustomerByPhone(tx, tenantId, wanted.phone)
      const customer = known ?? (await this.#insertOrRead(tx, tenantId, wanted))
      if (customer.name !== null || !wanted.name) return customer
      const named = { id: customer.id, change: { name: wanted.name }, at: this.#now() }
      return (await updateCustomer(tx, tenantId, named)) ?? customer
    })
  }

  findByPhone(tenantId: string, phone: string): Promise<Customer | undefined> {
    return this.#database.inTenant(tenantId, (tx) => findCustomerByPhone(tx, tenantId, phone))
  }

  async create(tenantId: string, wanted: NewCustomer): Promise<Customer> {
    const fields = asFields(wanted)
    const made = await this.#database.inTenant(tenantId, (tx) =>
      insertCustomer(tx, tenantId, { fields, at: this.#now() }),
    )
    if (made) return made
    throw new HubError('conflict', { detail: 'There is a customer with that number already.' })
  }

  async get(tenantId: string, id: string): Promise<Customer> {
    const customer = await this.#database.inTenant(tenantId, (tx) => findCustomer(tx, tenantId, id))
    if (!customer) throw new HubError('not_found')
    return customer
  }

  list(tenantId: string, page: CustomerPage): Promise<Customer[]> {
    return this.#database.inTenant(tenantId, (tx) => findCustomers(tx, tenantId, page))
  }

  /** The best `limit` for what is typed: parts of names, of the address, or of the number in any spelling. */
  search(tenantId: string, { q, limit }: { q: string; limit: number }): Promise<Customer[]> {
    const words = q.trim().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
    const digits = digitsOfNumber(q)
    return this.#database.inTenant(tenantId, (tx) => searchCustomers(tx, tenantId, { words, digits, limit }))
  }

  /** By id, of those that have one. */
  async names(tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map()
    return this.#database.inTenant(tenantId, (tx) => findCustomerNames(tx, tenantId, ids))
  }

  async update(
    tenantId: string,
    id: string,
    wanted: Partial<CustomerFields> & { version?: number | undefined },
  ): Promise<Customer> {
    const { version, ...change } = wanted
    if (change.phone) change.phone = requirePhone(change.phone)
    return this.#database.inTenant(tenantId, async (tx) => {
      const updated = await updateCustomer(tx, tenantId, { id, change, version, at: this.#now() }).catch(
        numberTaken,
      )
      if (updated) return updated
      throw versionConflict('customer', (await this.get(tenantId, id)).version)
    })
  }

  recordCommunication(tx: Tx, tenantId: string, told: Communication): Promise<void> {
    return insertCommunication(tx, tenantId, told)
  }

  /** The latest 200, newest first. */
  communications(tenantId: string, customerId: string): Promise<StoredCommunication[]> {
    return this.#database.inTenant(tenantId, async (tx) => {
      if (!(await findCustomer(tx, tenantId, customerId))) throw new HubError('not_found')
      return findCommunications(tx, tenantId, customerId)
    })
  }

  async #insertOrRead(tx: Tx, tenantId: string, wanted: NewCustomer & { phone: string }): Promise<Customer> {
    const made = await insertCustomer(tx, tenantId, { fields: asFields(wanted), at: this.#now() })
    if (made) return made
    // Somebody else's insert won, and has committed: the conflict waited for it.
    const theirs = await findCustomerByPhone(tx, tenantId, wanted.phone)
    if (theirs) return theirs
    throw new Error('a customer was neither inserted nor found')
  }

  #now(): Date {
    return new Date(this.#clock.now())
  }
}

const MOST_WORDS = 6
/** Fewer digits are in every number. */
const LEAST_DIGITS = 3

/** What the stored number holds of one that is typed: `0171 39`, `0049 171 39` and `+49 (0)171 39` are all in +4917139. */
function digitsOfNumber(text: string): string {
  if (!/^[\d\s()+\-/.]+$/.test(text)) return ''
  const digits = text
    .replaceAll('(0)', '')
    .replaceAll(/\D/g, '')
    .replace(/^0{1,2}/, '')
  return digits.length < LEAST_DIGITS ? '' : digits
}

function asFields(wanted: NewCustomer): CustomerFields {
  return {
    name: wanted.name ?? null,
    phone: wanted.phone === undefined ? null : requirePhone(wanted.phone),
    email: wanted.email ?? null,
    language: wanted.language,
    notes: wanted.notes ?? '',
  }
}

function requirePhone(text: string): string {
  const phone = parsePhone(text)
  if (phone) return phone
  throw new HubError('invalid', {
    detail: 'phone must be a number with its country, for instance +4930901820.',
  })
}

function numberTaken(error: unknown): never {
  if (violatedConstraint(error) !== 'customers_tenant_id_phone_key') throw error
  throw new HubError('conflict', { detail: 'Another customer has that number.' })
}
