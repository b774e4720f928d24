import type { Tx } from '../platform/db/tx.ts'
import { UNSYNCED } from './appointment-repository.ts'

export interface AppointmentNames {
  serviceName: string
  customerName: string | null
  /** It stands in outside calendars as it should. */
  synced: boolean
}

interface NameRow {
  id: string
  service_name: string
  customer_name: string | null
  synced: boolean
}

/** By the appointment's id. */
export async function findNames(
  tx: Tx,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, AppointmentNames>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<NameRow>({
    name: 'appointment-names',
    text: `select appointments.id, s.name as service_name, c.name as customer_name, not ${UNSYNCED} as synced
      from appointments
      join services s on s.tenant_id = $1 and s.id = appointments.service_id
      left join customers c on c.tenant_id = $1 and c.id = appointments.customer_id
      where appointments.tenant_id = $1 and appointments.id = any ($2::uuid[])`,
    values: [tenantId, ids],
  })
  return new Map(
    rows.map(({ id, service_name, customer_name, synced }) => [
      id,
      { serviceName: service_name, customerName: customer_name, synced },
    ]),
  )
}
