import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { exportJob } from './appointment-events.ts'
import type { AppointmentService } from './appointment-service.ts'

export interface EntryRouteParts {
  appointments: AppointmentService
  database: Database
  jobs: JobSink
  clock: Clock
}

/** The answer no to what an owner wished by moving or removing an entry. */
export function entryRoutes({ appointments, database, jobs, clock }: EntryRouteParts): Route[] {
  const write = defineRoute({
    method: 'POST',
    path: '/v1/appointments/:id/write-entries',
    tag: 'appointments',
    summary: 'Write its calendar entries back to where the appointment is',
    description:
      'After an event appointment.owner_wish, to decline it; to agree, move or cancel the appointment. Entries that stand as they should are left alone.',
    permission: 'appointments:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 202: { description: 'They will be written' } },
    async handler({ tenantId, params }) {
      const appointment = await appointments.get(tenantId, params.id)
      const job = exportJob(appointment, `asked-${clock.now()}`)
      await database.inTenant(tenantId, (tx) => jobs.add(tx, [job]))
      return { status: 202 }
    },
  })
  return [write]
}
