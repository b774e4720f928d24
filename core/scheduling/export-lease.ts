import type { Database } from '../platform/db/database.ts'
import { endExportLease, leaseExport, renewExportLease } from './entry-repository.ts'

export interface ExportPlace {
  tenantId: string
  appointmentId: string
}

/** Milliseconds of real time, as a job's own lease: what a killed run has begun waits no longer than the job itself. */
const LEASE = 15_000
const HEARTBEAT = 5_000

/**
 * The right to write one appointment's entries: two runs at once could both find nothing and both create. It lasts
 * as long as the run and is renewed meanwhile. Undefined while another run has it.
 */
export async function takeExportLease(
  database: Database,
  place: ExportPlace,
): Promise<{ release(): Promise<void> } | undefined> {
  const { tenantId } = place
  const now = Date.now()
  let until = now + LEASE
  if (!(await database.inTenant(tenantId, (tx) => leaseExport(tx, place, { now, until })))) return undefined
  let renewing: Promise<void> = Promise.resolve()
  const renew = async () => {
    const next = Date.now() + LEASE
    const renewed = await database.inTenant(tenantId, (tx) => renewExportLease(tx, place, { until, next }))
    if (renewed) until = next
  }
  const heart = setInterval(() => {
    // A beat that is missed is made up for by the next; the job's own lease tells a run that it has been given up.
    renewing = renewing.then(renew).catch(() => {})
  }, HEARTBEAT)
  return {
    async release() {
      clearInterval(heart)
      await renewing
      await database.inTenant(tenantId, (tx) => endExportLease(tx, place, until))
    },
  }
}
