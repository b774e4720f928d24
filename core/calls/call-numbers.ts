import { parsePhone } from '../customers/index.ts'
import type { ConnectionRef } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import {
  deleteNumber,
  findNumbers,
  findNumbersOver,
  findPlace,
  insertNumber,
  type NumberPlace,
  type PhoneNumberRow,
} from './number-repository.ts'
import { agentJob } from './voice-agents/agent-job.ts'
import { changeAgentsOf } from './voice-agents/voice-agent-repository.ts'

/** The numbers that callers dial. The number dialled is the only key to a tenant that a call has. */
export class CallNumbers {
  readonly #database: Database
  readonly #clock: Clock
  readonly #jobs: JobSink

  constructor({ database, clock, jobs }: { database: Database; clock: Clock; jobs: JobSink }) {
    this.#jobs = jobs
    this.#database = database
    this.#clock = clock
  }

  /**
   * Undefined for an unknown number, and also where the number is wired to another connection: the account of one
   * agency must not be able to speak for the numbers of another.
   */
  async placeOf(connection: ConnectionRef, dialled: string): Promise<NumberPlace | undefined> {
    const number = parsePhone(dialled)
    if (!number) return undefined
    const place = await this.#database.inDirectory((tx) => findPlace(tx, number))
    return place?.connection.connectionId === connection.connectionId ? place : undefined
  }

  async add(
    tenantId: string,
    wanted: { number: string; locationId: string; connection: ConnectionRef },
  ): Promise<PhoneNumberRow> {
    const number = parsePhone(wanted.number)
    if (!number)
      throw new HubError('invalid', { detail: 'number must be given with its country: +4930901820.' })
    const row = {
      id: newId(),
      number,
      location_id: wanted.locationId,
      connection_tenant_id: wanted.connection.tenantId,
      connection_id: wanted.connection.connectionId,
    }
    const created_at = new Date(this.#clock.now())
    await this.#database
      .inTenant(tenantId, async (tx) => {
        await insertNumber(tx, tenantId, { ...row, created_at })
        await this.#tellAgents(tx, tenantId, row)
      })
      .catch(taken)
    return row
  }

  list(tenantId: string): Promise<PhoneNumberRow[]> {
    return this.#database.inTenant(tenantId, (tx) => findNumbers(tx, tenantId))
  }

  async remove(tenantId: string, id: string): Promise<void> {
    await this.#database.inTenant(tenantId, async (tx) => {
      const row = await deleteNumber(tx, tenantId, id)
      if (!row) throw new HubError('not_found')
      await this.#tellAgents(tx, tenantId, row)
    })
  }

  /** All that come in over a connection, whoever's they are: for its owner. Outside of whatever transaction is open. */
  over(connection: ConnectionRef): Promise<string[]> {
    const find = () => this.#database.inDirectory((tx) => findNumbersOver(tx, connection))
    return this.#database.outside(find)
  }

  /** The hub's own agents of that place answer other numbers from now on. */
  async #tellAgents(tx: Tx, tenantId: string, number: PhoneNumberRow): Promise<void> {
    const place = { locationId: number.location_id, connectionId: number.connection_id }
    const agents = await changeAgentsOf(tx, tenantId, place)
    if (agents.length > 0) await this.#jobs.add(tx, agents.map(agentJob))
  }
}

const UNIQUE = '23505'
const FOREIGN_KEY = '23503'

function taken(error: unknown): never {
  if (sqlState(error) === UNIQUE) throw new HubError('conflict', { detail: 'That number is in use already.' })
  if (sqlState(error) === FOREIGN_KEY)
    throw new HubError('invalid', { detail: 'location_id names no location.' })
  throw error
}
