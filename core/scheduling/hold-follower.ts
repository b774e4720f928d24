import type { Database } from '../platform/db/database.ts'
import type { StoredEvent } from '../platform/events/event.ts'
import type { DurableConsumer } from '../platform/events/event-consumer.ts'
import type { JobSink, NewJob } from '../platform/jobs/job.ts'
import type { AppointmentEventType } from './appointment-events.ts'
import { hasReservingLinks } from './reservation-repository.ts'

/** A hold begins, becomes an appointment, or ends. */
const OF_HOLDS: ReadonlySet<string> = new Set<AppointmentEventType>([
  'appointment.held',
  'appointment.booked',
  'appointment.expired',
])

/**
 * Has holds reserved at the providers, by a job and after the fact: nobody who holds a time waits for it, and a tenant
 * without a link that wants it pays nothing.
 */
export class HoldFollower implements DurableConsumer {
  readonly name = 'hold-reservations'
  readonly reach = 'once'
  readonly from = 'now'
  readonly restMs = 500
  readonly #database: Database
  readonly #jobs: JobSink

  constructor({ database, jobs }: { database: Database; jobs: JobSink }) {
    this.#database = database
    this.#jobs = jobs
  }

  async handle(events: readonly StoredEvent[]): Promise<void> {
    const told = events.filter(({ type }) => OF_HOLDS.has(type))
    for (const tenantId of new Set(told.map((event) => event.tenantId))) {
      const jobs = told.filter((event) => event.tenantId === tenantId).map(reserveJob)
      await this.#database.inTenant(tenantId, async (tx) => {
        if (await hasReservingLinks(tx, tenantId)) await this.#jobs.add(tx, jobs)
      })
    }
  }
}

const reserveJob = ({ tenantId, aggregateId, version }: StoredEvent): NewJob => ({
  kind: 'hold.reserve',
  tenantId,
  payload: { appointment_id: aggregateId },
  uniqueKey: `${aggregateId}:${version}`,
})
