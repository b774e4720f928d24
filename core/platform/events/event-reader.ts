import type { Database } from '../db/database.ts'
import type { Tx } from '../db/tx.ts'
import { HubError } from '../errors.ts'
import type { StoredEvent } from './event.ts'

interface EventRow {
  id: string
  tenant_id: string
  /** int8 comes as text. */
  position: string
  aggregate: string
  aggregate_id: string
  version: number
  type: string
  payload: Record<string, unknown>
  occurred_at: Date
}

const COLUMNS = 'events.id, tenant_id, position, aggregate, aggregate_id, version, type, payload, occurred_at'

/** Tenant by tenant, each along its own index: a prepared statement over all would walk past everybody's events. */
const OF_TENANTS = `select page.* from unnest($1::uuid[]) as tenant (id)
  cross join lateral (
    select ${COLUMNS} from events where tenant_id = tenant.id and position > $2 order by position limit $3
  ) page
  order by position limit $3`
/** The policies let through the rows of the tenants that are read for. */
const FORGOTTEN = {
  name: 'events-forgotten',
  text: 'select max(position) as position from forgotten_events',
}

/** The rows of one aggregate are few, and have an index of their own. */
const LATEST = `select ${COLUMNS} from events where tenant_id = $1 and position is not null
    and ($2::bigint is null or position < $2) and ($3::text is null or type = $3)
    and ($4::text is null or aggregate = $4) and ($5::uuid is null or aggregate_id = $5)
  order by position desc limit $6`

export interface LatestFilter {
  /** A position: only what happened before it. */
  before?: number | undefined
  type?: string | undefined
  aggregate?: string | undefined
  aggregateId?: string | undefined
  limit: number
}

const BY_ID = {
  name: 'events-by-id',
  text: `select ${COLUMNS} from events where tenant_id = $1 and id = $2 and position is not null`,
}

const OF_ALL = `select ${COLUMNS} from events where position > $1 order by position limit $2`

/** Reads stamped events in the order of their positions. */
export class EventReader {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * The events of these tenants after position `after`, at most `limit`; without `after` from the oldest that is kept.
   * Throws `events_forgotten` (410) where some of those after `after` are not kept any more.
   */
  async readEvents(
    tenantIds: readonly string[],
    after: number | undefined,
    limit: number,
  ): Promise<StoredEvent[]> {
    const query = { name: 'events-read', text: OF_TENANTS, values: [tenantIds, after ?? 0, limit] }
    const { rows, forgotten } = await this.#database.inTenant(tenantIds, async (tx) => ({
      rows: await tx.rows<EventRow>(query),
      // Asked after the events were read: deleted in between, they are missed.
      forgotten: after === undefined ? undefined : await tx.first<{ position: string }>(FORGOTTEN),
    }))
    const kept = Number(forgotten?.position ?? 0)
    if (after !== undefined && after < kept) throw eventsForgotten(kept)
    return rows.map(eventOf)
  }

  /** Newest first, for people who look back. */
  async latest(
    tenantId: string,
    { before, type, aggregate, aggregateId, limit }: LatestFilter,
  ): Promise<StoredEvent[]> {
    const values = [tenantId, before ?? null, type ?? null, aggregate ?? null, aggregateId ?? null, limit]
    const query = { text: LATEST, values }
    return (await this.#database.inTenant(tenantId, (tx) => tx.rows<EventRow>(query))).map(eventOf)
  }

  /** What `readEvents` gives, over all tenants: for consumers inside the hub. */
  async readAll(after: number, limit: number): Promise<StoredEvent[]> {
    const query = { name: 'events-read-all', text: OF_ALL, values: [after, limit] }
    const rows = await this.#database.asCourier((tx) => tx.rows<EventRow>(query))
    return rows.map(eventOf)
  }

  /** The position of the last stamped event; 0 when there is none. */
  async end(): Promise<number> {
    const query = { text: 'select coalesce(max(position), 0) as position from events' }
    const row = await this.#database.asCourier((tx) => tx.first<{ position: string }>(query))
    return Number(row?.position ?? 0)
  }
}

/** One stamped event of the tenant; undefined where it is not kept any more. */
export async function findEvent(tx: Tx, tenantId: string, id: string): Promise<StoredEvent | undefined> {
  const row = await tx.first<EventRow>({ ...BY_ID, values: [tenantId, id] })
  return row && eventOf(row)
}

function eventOf(row: EventRow): StoredEvent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    position: Number(row.position),
    aggregate: row.aggregate,
    aggregateId: row.aggregate_id,
    version: row.version,
    type: row.type,
    payload: row.payload,
    occurredAt: row.occurred_at.getTime(),
  }
}

function eventsForgotten(position: number): HubError {
  return new HubError('events_forgotten', {
    detail: `Events up to position ${position} were deleted, some of which you have not read. Read anew what you follow, then go on with after=${position}.`,
    extra: { resume_after: String(position) },
  })
}
