import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { JobHandler, JobOutcome, JobRun } from '../platform/jobs/job.ts'
import {
  type Appointment,
  type AppointmentService,
  type AvailabilityService,
  alternativesEvent,
  ENTRY_REFUSED,
  type Slot,
  timesInstead,
  topicOfEntry,
} from '../scheduling/index.ts'
import type { Task, TaskBoard } from '../tasks/index.ts'
import { leaveBadNews, takeBadNews } from './bad-news-repository.ts'
import { isOver } from './call.ts'
import { type CallSession, spokenAt, spokenTimes } from './call-session.ts'
import type { FunctionAnswer } from './function-answer.ts'
import { localTime } from './functions/local-day.ts'
import { presentSlot } from './functions/present-slot.ts'

export interface RefusedBookingsParts {
  database: Database
  appointments: AppointmentService
  availability: AvailabilityService
  tasks: TaskBoard
  events: EventSink
  clock: Clock
}

/** Milliseconds between looks at a caller who may still be told. */
const LOOK_AGAIN = 15_000
/** Milliseconds after which a call is over, whatever its provider tells. */
const GIVE_UP = 2 * 3_600_000

/**
 * Appointments that were booked here and that a calendar then did not take. Whoever booked hears it with the next answer
 * of their call; where there is none any more, an event has other times for whoever writes to them.
 */
export class RefusedBookings {
  readonly #parts: RefusedBookingsParts

  constructor(parts: RefusedBookingsParts) {
    this.#parts = parts
  }

  jobs(): JobHandler[] {
    return [{ kind: ENTRY_REFUSED, maxAttempts: 20, run: (run) => this.#follow(run) }]
  }

  /** The answer, with what the caller has to hear besides. In the transaction that stores it. */
  async tell(tx: Tx, session: CallSession, result: FunctionAnswer): Promise<FunctionAnswer> {
    if (!session.hasBadNews) return result
    const { tenantId, callId, now } = session
    const ids = await takeBadNews(tx, tenantId, { callId, at: new Date(now).toISOString() })
    let answer = result
    for (const id of ids) answer = await this.#added(session, id, answer)
    return answer
  }

  async #added(session: CallSession, id: string, result: FunctionAnswer): Promise<FunctionAnswer> {
    const { appointments, availability } = this.#parts
    const appointment = await appointments.get(session.tenantId, id)
    if (!isStillRefused(appointment)) return result
    const slots = (await timesInstead(availability, appointment)).toSorted((a, b) => a.start - b.start)
    const { phrases, location } = session
    const told = phrases.notInCalendar(spokenAt(session, appointment.start))
    const starts = slots.map(({ start }) => start)
    const choice =
      slots.length > 0
        ? phrases.offers(undefined, spokenTimes(session, starts))
        : phrases.nothingFree(undefined)
    const data = {
      appointment_id: id,
      start: localTime(appointment.start, location.zone),
      slots: slots.map((slot) => presentSlot(session, slot)),
    }
    return {
      ...result,
      say: `${result.say} ${told} ${choice}`,
      data: { ...result.data, not_in_calendar: data },
    }
  }

  async #follow({ tenantId, payload }: JobRun): Promise<JobOutcome> {
    if (tenantId === null) return { is: 'cancel', why: 'an appointment belongs to a tenant' }
    const { database, appointments, tasks } = this.#parts
    const topic = topicOfEntry(String(payload.entry_key))
    return database.inTenant(tenantId, async (tx): Promise<JobOutcome> => {
      const task = await tasks.find(tx, tenantId, topic)
      const appointment = await appointments.get(tenantId, String(payload.appointment_id))
      if (task?.kind !== 'entry_refused' || !isStillRefused(appointment))
        return { is: 'cancel', why: 'it stands by now, or somebody has decided' }
      const caller = await this.#callerOf(tx, appointment)
      if (caller.is === 'on_the_phone')
        return {
          is: 'snooze',
          until: this.#parts.clock.now() + LOOK_AGAIN,
          why: 'the caller may still be told',
        }
      await this.#offer(tx, appointment, { task, told: caller.told })
      return { is: 'done' }
    })
  }

  /** Leaves the news with the call, where that is still going on. */
  async #callerOf(
    tx: Tx,
    { tenantId, id, callId }: Appointment,
  ): Promise<{ is: 'on_the_phone' } | { is: 'gone'; told: string | null }> {
    const call = callId === null ? undefined : await leaveBadNews(tx, tenantId, { callId, appointmentId: id })
    if (!call) return { is: 'gone', told: null }
    const isLate = this.#parts.clock.now() - call.createdAt.getTime() > GIVE_UP
    return isOver(call.state) || isLate ? { is: 'gone', told: call.told } : { is: 'on_the_phone' }
  }

  /** Whoever heard it on the phone is not written to as well. */
  async #offer(
    tx: Tx,
    appointment: Appointment,
    { task, told }: { task: Task; told: string | null },
  ): Promise<void> {
    const { availability, tasks, events, clock } = this.#parts
    // It was done before, and the job is run again.
    if (task.facts.alternatives !== undefined) return
    const alternatives = (await timesInstead(availability, appointment)).map(asAlternative)
    if (told === null)
      await events.append(tx, [
        alternativesEvent(appointment, { at: clock.now(), alternatives, task: task.id }),
      ])
    const facts = { ...task.facts, alternatives, caller_told_at: told }
    await tasks.open(tx, appointment.tenantId, { ...task, facts })
  }
}

const isStillRefused = ({ status, external }: Appointment): boolean =>
  status === 'confirmed' && external.some(({ state }) => state === 'refused')

const asAlternative = ({ start, end, resourceIds }: Slot) => ({
  start: new Date(start).toISOString(),
  end: new Date(end).toISOString(),
  resource_ids: resourceIds,
})
