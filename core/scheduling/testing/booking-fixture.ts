import { Temporal } from 'temporal-polyfill'
import { CustomerService } from '../../customers/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { EventBus } from '../../platform/events/event-bus.ts'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { TestClock } from '../../platform/testing/test-clock.ts'
import { createTestDatabase } from '../../platform/testing/test-database.ts'
import { TaskBoard } from '../../tasks/index.ts'
import { LocationService, TenantDirectory, TenantService } from '../../tenants/index.ts'
import { AbsenceService } from '../absence-service.ts'
import { AppointmentService } from '../appointment-service.ts'
import { AvailabilityCache } from '../availability-cache.ts'
import { AvailabilityService } from '../availability-service.ts'
import { BookingLedger } from '../booking-ledger.ts'
import { BookingOrchestrator } from '../booking-orchestrator.ts'
import { HoldExpiry } from '../hold-expiry.ts'
import { OfferTokens } from '../offer-token.ts'
import { PolicyService } from '../policy-service.ts'
import { ResourceService } from '../resource-service.ts'
import { ScheduleService } from '../schedule-service.ts'
import { ServiceCatalog } from '../service-catalog.ts'
import { SlotClaims } from '../slot-claims.ts'
import { TravelService } from '../travel-service.ts'
import { everyDay } from './sample-request.ts'

/** Reads `2027-03-01T09:00` on the wall of Berlin; epoch milliseconds. */
export const berlin = (text: string): number =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').epochMilliseconds

/** Everything of the slice over one pool, as register.ts puts it together. */
export function slice(database: Database, clock: Clock) {
  const events = new EventBus({ poke: () => {} })
  const tasks = new TaskBoard({ events, clock })
  const jobs = new JobQueue({ clock, poke: () => {} })
  const locations = new LocationService({ database, clock })
  const offers = new OfferTokens({ signingKey: Buffer.alloc(32, 7) })
  const ledger = new BookingLedger({ events, jobs, clock })
  const cache = new AvailabilityCache({ clock, database })
  const availability = new AvailabilityService({ database, cache, locations, offers, clock })
  const claims = new SlotClaims({ database, ledger, clock })
  return {
    database,
    clock,
    events,
    tasks,
    jobs,
    locations,
    ledger,
    availability,
    cache,
    claims,
    offers,
    expiry: new HoldExpiry({ database, ledger, clock }),
    directory: new TenantDirectory({ database }),
    customers: new CustomerService({ database, clock }),
    catalog: new ServiceCatalog({ database, clock }),
    resources: new ResourceService({ database, locations, clock }),
    schedules: new ScheduleService({ database, clock }),
    travels: new TravelService({ database }),
    absences: new AbsenceService({ database, events, clock }),
    policies: new PolicyService({ database, clock }),
    appointments: new AppointmentService({ database }),
    orchestrator: new BookingOrchestrator({ database, claims, ledger, availability, offers, clock }),
  }
}

export type Slice = ReturnType<typeof slice>

/** A database of its own with the slice over it; `pool()` gives another process's view of the same. */
export async function bookingFixture(now = berlin('2027-03-01T07:00')) {
  const testDatabase = await createTestDatabase()
  const clock = new TestClock(now)
  const pools: Database[] = []
  const pool = (): Slice => {
    const database = new Database({ url: testDatabase.appUrl, poolSize: 8, log: silentLogger })
    pools.push(database)
    return slice(database, clock)
  }
  const hub = pool()
  return {
    ...hub,
    clock,
    pool,
    salon: () => openSalon(hub),
    async close() {
      for (const each of pools) await each.close()
      await testDatabase.drop()
    },
  }
}

export type Salon = Awaited<ReturnType<typeof openSalon>>

/** An agency with a client: a salon in Berlin, open from nine to six every day, with one member of staff. */
async function openSalon(hub: Slice) {
  const { catalog, resources, schedules, locations, database, directory, clock } = hub
  const tenants = new TenantService({ database, directory, clock })
  const place = { zone: 'Europe/Berlin', language: 'de' } as const
  const agency = await tenants.createAgency({ name: 'Agency', currency: 'EUR', ...place })
  const { id: tenantId } = await tenants.createChild(agency.id, {
    kind: 'client',
    name: 'Salon',
    currency: 'EUR',
    ...place,
  })
  const location = await locations.create(tenantId, { name: 'Mitte', address: null, ...place })
  await schedules.create(tenantId, { locationId: location.id, weekly: everyDay([9, 18]) })
  const cut = await catalog.create(tenantId, { name: 'Haarschnitt', segments: minutes(30), noticeMinutes: 0 })
  const colour = await catalog.create(tenantId, {
    name: 'Farbe',
    segments: [...minutes(30), { minutes: 30, needs: [] }, ...minutes(30)],
    noticeMinutes: 0,
  })
  const addStaff = (name: string, serviceIds = [cut.id, colour.id]) =>
    resources.create(tenantId, { locationId: location.id, name, kind: 'staff', serviceIds })
  const anna = await addStaff('Anna')
  return { agencyId: agency.id, tenantId, location, cut, colour, anna, addStaff }
}

const minutes = (length: number) => [{ minutes: length, needs: ['staff' as const] }]

let counter = 0
/** A request key that nobody has used. */
export const freshKey = (): string => `key-${++counter}`

/** Types of the events of one appointment, in the order they were written. */
export async function eventsOf(hub: Slice, tenantId: string, id: string): Promise<string[]> {
  const rows = await inTenant(hub, tenantId, (tx) =>
    tx.rows<{ type: string }>({
      text: 'select type from events where tenant_id = $1 and aggregate_id = $2 order by seq',
      values: [tenantId, id],
    }),
  )
  return rows.map(({ type }) => type)
}

export const inTenant = <T>(hub: Slice, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  hub.database.inTenant(tenantId, work)
