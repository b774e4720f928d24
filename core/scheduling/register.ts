import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import { CustomerService } from '../customers/index.ts'
import { ConnectionService, ProviderDirectory } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { Route } from '../platform/http/route.ts'
import type { JobHandler, JobSink } from '../platform/jobs/job.ts'
import { CLOCK, EVENTS, JOBS } from '../platform/tokens.ts'
import { TaskBoard } from '../tasks/index.ts'
import { LocationService, TenantDirectory } from '../tenants/index.ts'
import { absenceRoutes } from './absence-routes.ts'
import { AbsenceService } from './absence-service.ts'
import { appointmentHistoryRoutes } from './appointment-history-routes.ts'
import { appointmentRoutes } from './appointment-routes.ts'
import { AppointmentService } from './appointment-service.ts'
import { AvailabilityCache } from './availability-cache.ts'
import { availabilityRoutes } from './availability-routes.ts'
import { AvailabilityService } from './availability-service.ts'
import { BookingLedger } from './booking-ledger.ts'
import { BookingOrchestrator } from './booking-orchestrator.ts'
import { CalendarBusyTimes } from './calendar-busy-times.ts'
import { CalendarExport } from './calendar-export.ts'
import { CalendarFacts } from './calendar-facts.ts'
import { calendarLinkRoutes } from './calendar-link-routes.ts'
import { CalendarLinkService } from './calendar-link-service.ts'
import { CalendarView } from './calendar-view.ts'
import { calendarViewRoutes } from './calendar-view-routes.ts'
import { entryRoutes } from './entry-routes.ts'
import { EntryWriter } from './entry-writer.ts'
import { ExportSubjectReader } from './export-subject.ts'
import { HoldExpiry } from './hold-expiry.ts'
import { HoldFollower } from './hold-follower.ts'
import { HoldReservations } from './hold-reservations.ts'
import { holdRoutes } from './hold-routes.ts'
import { mappingRoutes } from './mapping-routes.ts'
import { OfferTokens } from './offer-token.ts'
import { policyRoutes } from './policy-routes.ts'
import { PolicyService } from './policy-service.ts'
import { resourceRoutes } from './resource-routes.ts'
import { ResourceService } from './resource-service.ts'
import { scheduleRoutes } from './schedule-routes.ts'
import { ScheduleService } from './schedule-service.ts'
import { schedulingJobHandlers } from './scheduling-jobs.ts'
import { ServiceCatalog } from './service-catalog.ts'
import { serviceRoutes } from './service-routes.ts'
import { SlotClaims } from './slot-claims.ts'
import { travelRoutes } from './travel-routes.ts'
import { TravelService } from './travel-service.ts'

/** `signingKey`: 32 bytes derived from the master key, the same in every replica. */
export function registerScheduling(
  container: DependencyContainer,
  { signingKey }: { signingKey: Buffer },
): void {
  container.register(OfferTokens, {
    useFactory: instanceCachingFactory(() => new OfferTokens({ signingKey })),
  })
  registerOffer(container)
  registerView(container)
  registerBooking(container)
  registerCalendars(container)
}

export function schedulingRoutes(c: DependencyContainer): Route[] {
  const parts = {
    availability: c.resolve(AvailabilityService),
    cache: c.resolve(AvailabilityCache),
    orchestrator: c.resolve(BookingOrchestrator),
    appointments: c.resolve(AppointmentService),
    customers: c.resolve(CustomerService),
    locations: c.resolve(LocationService),
    offers: c.resolve(OfferTokens),
    clock: c.resolve<Clock>(CLOCK),
  }
  return [
    ...availabilityRoutes(parts),
    ...holdRoutes(parts),
    ...appointmentRoutes(parts),
    ...appointmentHistoryRoutes({ ...basics(c), appointments: parts.appointments }),
    ...calendarViewRoutes({ ...parts, calendar: c.resolve(CalendarView) }),
    ...entryRoutes({ ...basics(c), appointments: parts.appointments }),
    ...serviceRoutes(c.resolve(ServiceCatalog)),
    ...resourceRoutes(c.resolve(ResourceService)),
    ...scheduleRoutes(c.resolve(ScheduleService)),
    ...absenceRoutes(c.resolve(AbsenceService)),
    ...policyRoutes(c.resolve(PolicyService)),
    ...travelRoutes(c.resolve(TravelService)),
    ...calendarLinkRoutes(c.resolve(CalendarLinkService)),
    ...mappingRoutes({
      providers: c.resolve(ProviderDirectory),
      links: c.resolve(CalendarLinkService),
      catalog: c.resolve(ServiceCatalog),
      resources: c.resolve(ResourceService),
    }),
  ]
}

export const schedulingJobs = (c: DependencyContainer): JobHandler[] =>
  schedulingJobHandlers({
    calendars: c.resolve(CalendarExport),
    expiry: c.resolve(HoldExpiry),
    reservations: new HoldReservations({ ...basics(c), providers: c.resolve(ProviderDirectory) }),
  })

function registerOffer(container: DependencyContainer): void {
  container.register(ServiceCatalog, {
    useFactory: instanceCachingFactory((c) => new ServiceCatalog(basics(c))),
  })
  container.register(ResourceService, {
    useFactory: instanceCachingFactory((c) => new ResourceService(basics(c))),
  })
  container.register(ScheduleService, {
    useFactory: instanceCachingFactory((c) => new ScheduleService(basics(c))),
  })
  container.register(AbsenceService, {
    useFactory: instanceCachingFactory((c) => new AbsenceService(basics(c))),
  })
  container.register(PolicyService, {
    useFactory: instanceCachingFactory((c) => new PolicyService(basics(c))),
  })
  container.register(TravelService, {
    useFactory: instanceCachingFactory((c) => new TravelService(basics(c))),
  })
  container.register(AvailabilityService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new AvailabilityService({
          ...basics(c),
          cache: c.resolve(AvailabilityCache),
          offers: c.resolve(OfferTokens),
        }),
    ),
  })
  container.register(AvailabilityCache, {
    useFactory: instanceCachingFactory((c) => new AvailabilityCache(basics(c))),
  })
  container.register(AppointmentService, {
    useFactory: instanceCachingFactory((c) => new AppointmentService(basics(c))),
  })
}

function registerView(container: DependencyContainer): void {
  container.register(CalendarView, {
    useFactory: instanceCachingFactory(
      (c) =>
        new CalendarView({
          ...basics(c),
          appointments: c.resolve(AppointmentService),
          resources: c.resolve(ResourceService),
          schedules: c.resolve(ScheduleService),
        }),
    ),
  })
}

function registerBooking(container: DependencyContainer): void {
  container.register(BookingLedger, {
    useFactory: instanceCachingFactory((c) => new BookingLedger(basics(c))),
  })
  container.register(HoldExpiry, {
    useFactory: instanceCachingFactory(
      (c) => new HoldExpiry({ ...basics(c), ledger: c.resolve(BookingLedger) }),
    ),
  })
  container.register(SlotClaims, {
    useFactory: instanceCachingFactory(
      (c) => new SlotClaims({ ...basics(c), ledger: c.resolve(BookingLedger) }),
    ),
  })
  container.register(BookingOrchestrator, {
    useFactory: instanceCachingFactory(
      (c) =>
        new BookingOrchestrator({
          ...basics(c),
          claims: c.resolve(SlotClaims),
          ledger: c.resolve(BookingLedger),
          availability: c.resolve(AvailabilityService),
          offers: c.resolve(OfferTokens),
        }),
    ),
  })
}

function registerCalendars(container: DependencyContainer): void {
  container.register(HoldFollower, {
    useFactory: instanceCachingFactory((c) => new HoldFollower(basics(c))),
  })
  container.register(CalendarLinkService, {
    useFactory: instanceCachingFactory(
      (c) => new CalendarLinkService({ ...basics(c), connections: c.resolve(ConnectionService) }),
    ),
  })
  container.register(CalendarBusyTimes, {
    useFactory: instanceCachingFactory((c) => new CalendarBusyTimes(basics(c))),
  })
  container.register(CalendarFacts, {
    useFactory: instanceCachingFactory(
      (c) => new CalendarFacts({ ...basics(c), orchestrator: c.resolve(BookingOrchestrator) }),
    ),
  })
  container.register(CalendarExport, {
    useFactory: instanceCachingFactory(
      (c) =>
        new CalendarExport({
          ...basics(c),
          providers: c.resolve(ProviderDirectory),
          subjects: new ExportSubjectReader({ ...basics(c), customers: c.resolve(CustomerService) }),
          writer: new EntryWriter(basics(c)),
        }),
    ),
  })
}

const basics = (c: DependencyContainer) => ({
  database: c.resolve(Database),
  clock: c.resolve<Clock>(CLOCK),
  events: c.resolve<EventSink>(EVENTS),
  jobs: c.resolve<JobSink>(JOBS),
  tasks: c.resolve(TaskBoard),
  locations: c.resolve(LocationService),
  directory: c.resolve(TenantDirectory),
})
