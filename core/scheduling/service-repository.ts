import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { CatalogService, PricedService, SpokenByLanguage } from './catalog-service.ts'
import type { BufferPolicy, ChoicePolicy, Duration, Grid, KindBuffers, Segment, Service } from './service.ts'

/** As `to_jsonb` gives it: dates are text. */
export interface ServiceRow {
  id: string
  tenant_id: string
  name: string
  spoken_names: string[]
  description: string
  segments: Segment[]
  durations: Duration[]
  buffer_before: number
  buffer_after: number
  buffers: KindBuffers[]
  buffer_policy: BufferPolicy
  grid_policy: Grid['policy']
  grid_minutes: number
  capacity: number
  choose: ChoicePolicy
  notice_minutes: number
  horizon_days: number
  booking_window: Service['bookingWindow']
  active_from: string | null
  active_until: string | null
  price_minor: number | null
  spoken: SpokenByLanguage
  active: boolean
  version: number
}

interface PricedRow {
  service: ServiceRow
  currency: string
}

const PRICED = `to_jsonb(services) as service,
  (select currency from tenants t where t.tenant_id = services.tenant_id) as currency`

/** Everything but its keys, its state and its version. */
export type ServiceFields = Omit<CatalogService, 'id' | 'tenantId' | 'active' | 'version'>

export async function insertService(
  tx: Tx,
  place: { tenantId: string; id: string; at: Date },
  fields: ServiceFields,
): Promise<PricedService> {
  const row = await tx.first<PricedRow>(
    sql('services')
      .insert({ tenant_id: place.tenantId, id: place.id, created_at: place.at, ...columnsOf(fields) })
      .returning(sql.raw(PRICED)),
  )
  if (!row) throw new Error('a service was not inserted')
  return asPriced(row)
}

export async function findServices(tx: Tx, tenantId: string): Promise<PricedService[]> {
  const rows = await tx.rows<PricedRow>(
    sql('services').where({ tenant_id: tenantId }).orderBy('name').select(sql.raw(PRICED)),
  )
  return rows.map(asPriced)
}

export async function findService(tx: Tx, tenantId: string, id: string): Promise<PricedService | undefined> {
  const row = await tx.first<PricedRow>(
    sql('services').where({ tenant_id: tenantId, id }).select(sql.raw(PRICED)),
  )
  return row && asPriced(row)
}

/** Undefined when it is not there, or is no longer of that version. */
export async function updateService(
  tx: Tx,
  place: { tenantId: string; id: string; version?: number | undefined },
  change: ServiceFields & { active: boolean },
): Promise<PricedService | undefined> {
  const query = sql('services')
    .where({ tenant_id: place.tenantId, id: place.id })
    .update({ ...columnsOf(change), active: change.active, version: sql.raw('version + 1') })
    .returning(sql.raw(PRICED))
  if (place.version !== undefined) query.andWhere('version', place.version)
  const row = await tx.first<PricedRow>(query)
  return row && asPriced(row)
}

function columnsOf(fields: ServiceFields) {
  return {
    name: fields.name,
    spoken_names: [...fields.spokenNames],
    description: fields.description,
    segments: JSON.stringify(fields.segments),
    durations: JSON.stringify(fields.durations ?? []),
    buffer_before: fields.bufferBefore,
    buffer_after: fields.bufferAfter,
    buffers: JSON.stringify(fields.buffers ?? []),
    buffer_policy: fields.bufferPolicy,
    grid_policy: fields.grid.policy,
    grid_minutes: fields.grid.minutes,
    capacity: fields.capacity ?? 1,
    choose: fields.choose ?? 'fewest_gaps',
    notice_minutes: fields.noticeMinutes,
    horizon_days: fields.horizonDays,
    booking_window: fields.bookingWindow ? JSON.stringify(fields.bookingWindow) : null,
    active_from: fields.activeFrom ?? null,
    active_until: fields.activeUntil ?? null,
    price_minor: fields.priceMinor,
    spoken: JSON.stringify(fields.spoken),
  }
}

export const asService = (row: ServiceRow): CatalogService => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  spokenNames: row.spoken_names,
  description: row.description,
  segments: row.segments,
  durations: row.durations,
  bufferBefore: row.buffer_before,
  bufferAfter: row.buffer_after,
  buffers: row.buffers,
  bufferPolicy: row.buffer_policy,
  grid: { policy: row.grid_policy, minutes: row.grid_minutes },
  capacity: row.capacity,
  choose: row.choose,
  noticeMinutes: row.notice_minutes,
  horizonDays: row.horizon_days,
  bookingWindow: row.booking_window,
  activeFrom: row.active_from,
  activeUntil: row.active_until,
  priceMinor: row.price_minor,
  spoken: row.spoken,
  active: row.active,
  version: row.version,
})

const asPriced = ({ service, currency }: PricedRow): PricedService => ({ ...asService(service), currency })
