import type { Tx } from '../platform/db/tx.ts'
import type { TravelTime } from './travel-time.ts'

interface TravelRow {
  id: string
  tenant_id: string
  location_id: string
  other_location_id: string
  minutes: number
}

/** Throws the database's 23505 where there is one between the two already, 23503 for an unknown location. */
export async function insertTravelTime(tx: Tx, travel: TravelTime): Promise<void> {
  const { tenantId, id, minutes } = travel
  const [first, second] = [...travel.locationIds].sort()
  await tx.run({
    name: 'travel-insert',
    text: 'insert into travel_times (tenant_id, id, location_id, other_location_id, minutes) values ($1, $2, $3, $4, $5)',
    values: [tenantId, id, first, second, minutes],
  })
}

export async function findTravelTimes(tx: Tx, tenantId: string): Promise<TravelTime[]> {
  const rows = await tx.rows<TravelRow>({
    name: 'travel-times',
    text: 'select * from travel_times where tenant_id = $1 order by id',
    values: [tenantId],
  })
  return rows.map(asTravelTime)
}

/** Undefined where it is not there. */
export async function updateTravelTime(
  tx: Tx,
  { tenantId, id, minutes }: Pick<TravelTime, 'tenantId' | 'id' | 'minutes'>,
): Promise<TravelTime | undefined> {
  const row = await tx.first<TravelRow>({
    name: 'travel-update',
    text: 'update travel_times set minutes = $3 where tenant_id = $1 and id = $2 returning *',
    values: [tenantId, id, minutes],
  })
  return row && asTravelTime(row)
}

export function deleteTravelTime(tx: Tx, tenantId: string, id: string): Promise<number> {
  return tx.run({
    name: 'travel-delete',
    text: 'delete from travel_times where tenant_id = $1 and id = $2',
    values: [tenantId, id],
  })
}

const asTravelTime = (row: TravelRow): TravelTime => ({
  id: row.id,
  tenantId: row.tenant_id,
  locationIds: [row.location_id, row.other_location_id],
  minutes: row.minutes,
})
