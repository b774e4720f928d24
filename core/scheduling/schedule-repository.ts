import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { NotedOverride, Schedule } from './schedule.ts'
import type { Weekly } from './working-hours.ts'

interface ScheduleRow {
  id: string
  tenant_id: string
  location_id: string
  resource_id: string | null
  weekly: Weekly
  breaks: Weekly
  overrides: NotedOverride[]
  version: number
}

const OVERRIDES = `(select coalesce(jsonb_agg(
    jsonb_build_object('date', o.date, 'windows', o.windows, 'note', o.note) order by o.date), '[]')
  from schedule_overrides o
  where o.tenant_id = schedules.tenant_id and o.schedule_id = schedules.id) as overrides`

export async function insertSchedule(
  tx: Tx,
  schedule: Pick<Schedule, 'tenantId' | 'id' | 'locationId' | 'resourceId' | 'weekly' | 'breaks'>,
  at: Date,
): Promise<void> {
  await tx.run(
    sql('schedules').insert({
      tenant_id: schedule.tenantId,
      id: schedule.id,
      location_id: schedule.locationId,
      resource_id: schedule.resourceId,
      weekly: JSON.stringify(schedule.weekly),
      breaks: JSON.stringify(schedule.breaks),
      created_at: at,
    }),
  )
}

export interface ScheduleFilter {
  locationId?: string | undefined
  resourceId?: string | null | undefined
}

export async function findSchedules(tx: Tx, tenantId: string, filter: ScheduleFilter): Promise<Schedule[]> {
  const query = sql('schedules').where({ tenant_id: tenantId }).orderBy('id').select('*', sql.raw(OVERRIDES))
  if (filter.locationId) query.andWhere('location_id', filter.locationId)
  if (filter.resourceId !== undefined) query.andWhere('resource_id', filter.resourceId)
  return (await tx.rows<ScheduleRow>(query)).map(asSchedule)
}

export async function findSchedule(tx: Tx, tenantId: string, id: string): Promise<Schedule | undefined> {
  const row = await tx.first<ScheduleRow>(
    sql('schedules').where({ tenant_id: tenantId, id }).select('*', sql.raw(OVERRIDES)),
  )
  return row && asSchedule(row)
}

/** False when it is not there, or is no longer of that version. */
export async function updateSchedule(
  tx: Tx,
  place: { tenantId: string; id: string; version?: number | undefined },
  { weekly, breaks }: { weekly?: Weekly | undefined; breaks?: Weekly | undefined },
): Promise<boolean> {
  const query = sql('schedules')
    .where({ tenant_id: place.tenantId, id: place.id })
    .update({
      ...(weekly ? { weekly: JSON.stringify(weekly) } : {}),
      ...(breaks ? { breaks: JSON.stringify(breaks) } : {}),
      version: sql.raw('version + 1'),
    })
  if (place.version !== undefined) query.andWhere('version', place.version)
  return (await tx.run(query)) === 1
}

export async function replaceOverrides(
  tx: Tx,
  schedule: { tenantId: string; id: string; newId: () => string },
  overrides: readonly NotedOverride[],
): Promise<void> {
  const { tenantId, id, newId } = schedule
  await tx.run(sql('schedule_overrides').where({ tenant_id: tenantId, schedule_id: id }).delete())
  const rows = overrides.map(({ date, windows, note }) => ({
    tenant_id: tenantId,
    id: newId(),
    schedule_id: id,
    date,
    windows: JSON.stringify(windows),
    note,
  }))
  if (rows.length > 0) await tx.run(sql('schedule_overrides').insert(rows))
}

/** 0 where it is not there, or is no longer of that version. */
export function deleteSchedule(
  tx: Tx,
  { tenantId, id, version }: { tenantId: string; id: string; version?: number | undefined },
): Promise<number> {
  const query = sql('schedules').where({ tenant_id: tenantId, id }).delete()
  if (version !== undefined) query.andWhere('version', version)
  return tx.run(query)
}

const asSchedule = (row: ScheduleRow): Schedule => ({
  id: row.id,
  tenantId: row.tenant_id,
  locationId: row.location_id,
  resourceId: row.resource_id,
  weekly: row.weekly,
  breaks: row.breaks,
  overrides: row.overrides,
  version: row.version,
})
