import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink, NewEvent } from '../platform/events/event.ts'
import { newId } from '../platform/ids.ts'
import type { JobSink, NewJob } from '../platform/jobs/job.ts'
import { type Appointment, type AppointmentStatus, hasEnded } from './appointment.ts'
import {
  type AppointmentEventType,
  appointmentEvent,
  expiredEvent,
  expireJob,
  exportJob,
  utc,
} from './appointment-events.ts'
import { findAppointment } from './appointment-repository.ts'
import type { BookingActor } from './booking.ts'
import {
  type AppointmentFacts,
  confirmHold,
  type HoldConversion,
  insertAppointment,
  type Placement,
  placeAppointment,
  setStatus,
  type Writing,
} from './booking-repository.ts'
import { type ChangeTerms, dueFee } from './change-terms.ts'
import type { ClaimRequest } from './claim.ts'
import { findClassHead } from './class-repository.ts'
import type { EndedHold } from './hold-repository.ts'
import { noteCustomerChange } from './policy-repository.ts'
import { keepRequest } from './request-repository.ts'

/** `replaces`: the appointment that the key stood for before, and that has ended. */
export type KeptRequest = ClaimRequest & { readonly replaces: string | null }

interface Opening {
  readonly facts: AppointmentFacts
  readonly placement: Placement
  readonly request: KeptRequest
}

const MINUTE = 60_000

/** Writes what became of a booking: its rows, its event and its jobs, always together in the caller's transaction. */
export class BookingLedger {
  readonly #events: EventSink
  readonly #jobs: JobSink
  readonly #clock: Clock

  constructor({ events, jobs, clock }: { events: EventSink; jobs: JobSink; clock: Clock }) {
    this.#events = events
    this.#jobs = jobs
    this.#clock = clock
  }

  /** A hold or an appointment that was not there; `revives` gives it the id of a hold that had ended. */
  async open(tx: Tx, tenantId: string, wanted: Opening & { revives: string | null }): Promise<Appointment> {
    const appointment = wanted.revives
      ? await this.#revive(tx, this.#writing(tenantId, wanted.revives), wanted)
      : await this.#insert(tx, this.#writing(tenantId, newId()), wanted)
    if (appointment.status === 'held') {
      const job = expireJob(appointment, appointment.holdExpiresAt ?? this.#clock.now())
      return this.#tell(tx, appointment, { type: 'appointment.held', jobs: [job] })
    }
    return this.#tell(tx, appointment, { type: 'appointment.booked', jobs: [exportJob(appointment)] })
  }

  async move(
    tx: Tx,
    before: Appointment,
    moved: {
      placement: Placement
      request: KeptRequest
      actor: BookingActor
      terms: ChangeTerms | undefined
    },
  ): Promise<Appointment> {
    const writing = this.#writing(before.tenantId, before.id)
    await placeAppointment(tx, writing, moved)
    await Promise.all([
      this.#keep(tx, writing, moved.request),
      moved.actor === 'customer' ? noteCustomerChange(tx, writing, 'reschedule') : undefined,
    ])
    const appointment = await reread(tx, writing)
    const more = {
      previous_start: utc(before.start),
      previous_end: utc(before.end),
      actor: moved.actor,
      ...dueFee(moved.terms),
    }
    return this.#tell(tx, appointment, {
      type: 'appointment.rescheduled',
      more,
      jobs: [exportJob(appointment), ...(await this.#jobsOfHead(tx, before, appointment))],
    })
  }

  async confirm(
    tx: Tx,
    hold: Appointment,
    { said, request }: { said: HoldConversion; request: KeptRequest },
  ): Promise<Appointment> {
    const writing = this.#writing(hold.tenantId, hold.id)
    await confirmHold(tx, writing, said)
    await this.#keep(tx, writing, request)
    const appointment = await reread(tx, writing)
    return this.#tell(tx, appointment, { type: 'appointment.booked', jobs: [exportJob(appointment)] })
  }

  /** A change of status that leaves the time alone, or frees it. */
  async settle(
    tx: Tx,
    before: Appointment,
    settled: { status: AppointmentStatus; type: AppointmentEventType; reason?: string; more?: object },
  ): Promise<Appointment> {
    const { status, type, reason = null, more = {} } = settled
    const writing = this.#writing(before.tenantId, before.id)
    await setStatus(tx, writing, { status, ended: hasEnded(status), reason })
    const appointment = await reread(tx, writing)
    // A hold never stood in a calendar.
    const leaves = hasEnded(status) && before.status !== 'held'
    if (status === 'no_show' || before.status === 'no_show')
      return this.#tell(tx, appointment, { type, more: { ...more }, jobs: [exportJob(appointment)] })
    const jobs = leaves ? [exportJob(appointment), ...(await this.#jobsOfHead(tx, before, appointment))] : []
    return this.#tell(tx, appointment, { type, more: { ...more }, jobs })
  }

  /** What somebody leaves may have stood in calendars for a whole class: somebody else's entry has to take its place. */
  async #jobsOfHead(tx: Tx, { tenantId, classId }: Appointment, left: Appointment): Promise<NewJob[]> {
    const head = classId ? await findClassHead(tx, tenantId, classId) : undefined
    return head && head.id !== left.id
      ? [exportJob({ ...left, ...head }, `after-${left.id}-${left.version}`)]
      : []
  }

  /** Tells that holds have ended. */
  async ended(
    tx: Tx,
    tenantId: string,
    { holds, why }: { holds: readonly EndedHold[]; why: 'timeout' | 'released' | 'replaced' },
  ): Promise<void> {
    const events: NewEvent[] = holds.map((hold) =>
      expiredEvent(tenantId, hold, { at: this.#clock.now(), why }),
    )
    if (events.length > 0) await this.#events.append(tx, events)
  }

  async #insert(tx: Tx, writing: Writing, wanted: Opening): Promise<Appointment> {
    await Promise.all([insertAppointment(tx, writing, wanted), this.#keep(tx, writing, wanted.request)])
    return asInserted(writing, wanted)
  }

  async #revive(tx: Tx, writing: Writing, wanted: Opening): Promise<Appointment> {
    await placeAppointment(tx, writing, wanted)
    await this.#keep(tx, writing, wanted.request)
    return reread(tx, writing)
  }

  async #keep(tx: Tx, { tenantId, id, at }: Writing, request: KeptRequest): Promise<void> {
    if (await keepRequest(tx, tenantId, { ...request, appointmentId: id, at })) return
    throw new HubError('conflict', { detail: 'The same request key came with another request.' })
  }

  async #tell(
    tx: Tx,
    appointment: Appointment,
    told: { type: AppointmentEventType; more?: Record<string, unknown>; jobs: readonly NewJob[] },
  ): Promise<Appointment> {
    const event = appointmentEvent(told.type, appointment, { at: this.#clock.now(), more: told.more ?? {} })
    await this.#events.append(tx, [event])
    if (told.jobs.length > 0) await this.#jobs.add(tx, told.jobs)
    return appointment
  }

  #writing(tenantId: string, id: string): Writing {
    return { tenantId, id, at: new Date(this.#clock.now()) }
  }
}

/** What reading it back would give. */
function asInserted(
  { tenantId, id }: Writing,
  { facts: { callerKey: _, ...facts }, placement }: Pick<Opening, 'facts' | 'placement'>,
): Appointment {
  const { start, end, provisional, occupancies, party } = placement
  const cores = occupancies.filter(({ layer }) => layer === 'core')
  const inOrder = cores.toSorted((a, b) => a.start - b.start || (a.resourceId < b.resourceId ? -1 : 1))
  return {
    ...facts,
    tenantId,
    id,
    start,
    end,
    provisional,
    occupancies: inOrder.map(({ resourceId, seat, start: from, end: to }) => ({
      resourceId,
      seat,
      start: from * MINUTE,
      end: to * MINUTE,
    })),
    ...(party.classId === null ? {} : { classId: party.classId }),
    external: [],
    endReason: null,
    version: 1,
  }
}

async function reread(tx: Tx, { tenantId, id }: Writing): Promise<Appointment> {
  const appointment = await findAppointment(tx, tenantId, id)
  if (!appointment) throw new Error('an appointment that was just written is gone')
  return appointment
}
