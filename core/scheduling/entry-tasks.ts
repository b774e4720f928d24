import type { Tx } from '../platform/db/tx.ts'
import type { NewJob } from '../platform/jobs/job.ts'
import type { NewTask, TaskBoard } from '../tasks/index.ts'
import type { Appointment } from './appointment.ts'
import { utc } from './appointment-events.ts'
import type { KnownEntry } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'

/** The kind of the job that follows a refusal. */
export const ENTRY_REFUSED = 'entry.refused'

/** Of one entry in one calendar. */
export const topicOfEntry = (key: string): string => `entry:${key}`

/** Somebody has to decide whether the appointment follows what its owner did to the entry. */
export function ownerWishTask(
  appointment: Appointment,
  { key, link, facts }: { key: string; link: CalendarLink; facts: Record<string, unknown> },
): NewTask {
  return { kind: 'owner_wish', topic: topicOfEntry(key), ...ofAppointment(appointment, link, facts) }
}

/** A calendar does not take what was booked, or keeps what was cancelled. `code`: the provider's. */
export function refusedEntryTask(
  appointment: Appointment,
  { key, link, ...facts }: { key: string; link: CalendarLink; code: string; what: 'write' | 'removal' },
): NewTask {
  return { kind: 'entry_refused', topic: topicOfEntry(key), ...ofAppointment(appointment, link, facts) }
}

/** Whoever booked it is told: while they are on the phone, else with other times to choose from. */
export const refusalJob = ({ tenantId, id, version }: Appointment, key: string): NewJob => ({
  kind: ENTRY_REFUSED,
  tenantId,
  payload: { appointment_id: id, entry_key: key },
  uniqueKey: `${id}:${version}:${key}`,
})

/** What stands as it should, or need not stand any more, needs nobody. */
export async function settleEntryTasks(
  tx: Tx,
  tasks: TaskBoard,
  { appointment, entries }: { appointment: Appointment; entries: readonly KnownEntry[] },
): Promise<void> {
  const isOver = appointment.status === 'cancelled' || appointment.status === 'declined'
  const settled = entries.filter(
    ({ state, reference }) => state === 'written' || state === 'cancelled' || (isOver && reference === null),
  )
  await tasks.settle(
    tx,
    appointment.tenantId,
    settled.map(({ key }) => topicOfEntry(key)),
  )
}

function ofAppointment(
  { id, callId, start, end }: Appointment,
  { connectionId, calendar }: CalendarLink,
  facts: Record<string, unknown>,
): Pick<NewTask, 'about' | 'facts'> {
  return {
    about: {
      appointment_id: id,
      connection_id: connectionId,
      ...(callId === null ? {} : { call_id: callId }),
    },
    facts: { calendar, start: utc(start), end: utc(end), ...facts },
  }
}
