import type { JobHandler, JobOutcome, JobRun } from '../platform/jobs/job.ts'
import type { CalendarExport } from './calendar-export.ts'
import type { HoldExpiry } from './hold-expiry.ts'
import type { HoldReservations } from './hold-reservations.ts'

export interface SchedulingJobParts {
  calendars: CalendarExport
  expiry: HoldExpiry
  reservations: HoldReservations
}

export function schedulingJobHandlers({ calendars, expiry, reservations }: SchedulingJobParts): JobHandler[] {
  return [
    {
      kind: 'appointment.export',
      // An outage does not count; a plugin's bug is tried for about a day.
      maxAttempts: 20,
      run: (run) =>
        ofTenant(run, (tenantId) => calendars.run(tenantId, String(run.payload.appointment_id), run)),
    },
    {
      kind: 'hold.reserve',
      maxAttempts: 3,
      run: (run) =>
        ofTenant(run, (tenantId) => {
          const appointmentId = String(run.payload.appointment_id)
          return reservations.run({ tenantId, appointmentId }, run)
        }),
    },
    {
      kind: 'hold.expire',
      run: (run) => ofTenant(run, (tenantId) => expiry.run(tenantId, String(run.payload.hold_id))),
    },
  ]
}

function ofTenant(
  { tenantId }: JobRun,
  work: (tenantId: string) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  if (tenantId !== null) return work(tenantId)
  return Promise.resolve({ is: 'cancel', why: 'an appointment belongs to a tenant' })
}
