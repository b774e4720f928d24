import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import { UsageTracker } from '../billing/index.ts'
import { CustomerService } from '../customers/index.ts'
import { ConnectionService, ProviderDirectory } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { Logger } from '../platform/log/logger.ts'
import { CLOCK, EVENTS, JOBS, LOG } from '../platform/tokens.ts'
import {
  AbsenceService,
  AppointmentService,
  AvailabilityService,
  BookingOrchestrator,
  OfferTokens,
  PolicyService,
  ResourceService,
  ScheduleService,
  ServiceCatalog,
} from '../scheduling/index.ts'
import { TaskBoard } from '../tasks/index.ts'
import { LocationService, TenantDirectory } from '../tenants/index.ts'
import { CallFacts } from './call-facts.ts'
import { CallLedger } from './call-ledger.ts'
import { CallNumbers } from './call-numbers.ts'
import { CallProcessor } from './call-processor.ts'
import { CallService } from './call-service.ts'
import { CallSessions } from './call-sessions.ts'
import { CallbackService } from './callback-service.ts'
import { DayOverview } from './day-overview.ts'
import { FunctionRunner } from './function-runner.ts'
import { KnownLocations } from './known-locations.ts'
import { PluginNames } from './plugin-names.ts'
import { RefusedBookings } from './refused-bookings.ts'
import { CallReview } from './review/call-review.ts'
import { CallSimulation } from './simulation/call-simulation.ts'
import { VoiceAgentService } from './voice-agents/voice-agent-service.ts'

/** What only the program knows. */
export interface CallSurroundings {
  /** Days that conversations are kept. */
  keepDays?: number | undefined
}

export function registerCalls(container: DependencyContainer, { keepDays }: CallSurroundings = {}): void {
  registerVoiceAgents(container, keepDays)
  container.register(CallNumbers, { useFactory: instanceCachingFactory((c) => new CallNumbers(basics(c))) })
  container.register(CallReview, { useFactory: instanceCachingFactory((c) => new CallReview(basics(c))) })
  container.register(CallService, { useFactory: instanceCachingFactory((c) => new CallService(basics(c))) })
  container.register(CallbackService, {
    useFactory: instanceCachingFactory((c) => new CallbackService(basics(c))),
  })
  container.register(CallLedger, {
    useFactory: instanceCachingFactory(
      (c) =>
        new CallLedger({
          ...basics(c),
          usage: c.resolve(UsageTracker),
          bookings: c.resolve(BookingOrchestrator),
          appointments: c.resolve(AppointmentService),
          customers: c.resolve(CustomerService),
          plugins: new PluginNames({ ...basics(c), connections: c.resolve(ConnectionService) }),
        }),
    ),
  })
  container.register(CallFacts, {
    useFactory: instanceCachingFactory(
      (c) => new CallFacts({ ...basics(c), numbers: c.resolve(CallNumbers), ledger: c.resolve(CallLedger) }),
    ),
  })
  container.register(DayOverview, {
    useFactory: instanceCachingFactory(
      (c) =>
        new DayOverview({
          ...basics(c),
          directory: c.resolve(TenantDirectory),
          appointments: c.resolve(AppointmentService),
        }),
    ),
  })
  container.register(CallSimulation, {
    useFactory: instanceCachingFactory(
      (c) =>
        new CallSimulation({
          ...basics(c),
          numbers: c.resolve(CallNumbers),
          connections: c.resolve(ConnectionService),
        }),
    ),
  })
  registerDesk(container)
}

function registerVoiceAgents(container: DependencyContainer, keepDays: number | undefined): void {
  container.register(VoiceAgentService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new VoiceAgentService({
          ...basics(c),
          locations: c.resolve(LocationService),
          providers: c.resolve(ProviderDirectory),
          keepDays,
        }),
    ),
  })
}

/** What answers while a caller waits. */
function registerDesk(container: DependencyContainer): void {
  container.register(RefusedBookings, {
    useFactory: instanceCachingFactory(
      (c) =>
        new RefusedBookings({
          ...basics(c),
          appointments: c.resolve(AppointmentService),
          availability: c.resolve(AvailabilityService),
          tasks: c.resolve(TaskBoard),
        }),
    ),
  })
  container.register(CallSessions, {
    useFactory: instanceCachingFactory(
      (c) => new CallSessions({ ...basics(c), ...neighbours(c), ledger: c.resolve(CallLedger) }),
    ),
  })
  container.register(FunctionRunner, {
    useFactory: instanceCachingFactory(
      (c) =>
        new FunctionRunner({
          ...basics(c),
          ...neighbours(c),
          catalog: c.resolve(ServiceCatalog),
          resources: c.resolve(ResourceService),
          absences: c.resolve(AbsenceService),
          schedules: c.resolve(ScheduleService),
          availability: c.resolve(AvailabilityService),
          appointments: c.resolve(AppointmentService),
          offers: c.resolve(OfferTokens),
          policies: c.resolve(PolicyService),
          callbacks: c.resolve(CallbackService),
          calls: c.resolve(CallService),
          refused: c.resolve(RefusedBookings),
        }),
    ),
  })
  container.register(CallProcessor, {
    useFactory: instanceCachingFactory(
      (c) =>
        new CallProcessor({
          ...basics(c),
          ...neighbours(c),
          availability: c.resolve(AvailabilityService),
          appointments: c.resolve(AppointmentService),
          catalog: c.resolve(ServiceCatalog),
          numbers: c.resolve(CallNumbers),
          sessions: c.resolve(CallSessions),
          runner: c.resolve(FunctionRunner),
          known: new KnownLocations(),
        }),
    ),
  })
}

const neighbours = (c: DependencyContainer) => ({
  locations: c.resolve(LocationService),
  customers: c.resolve(CustomerService),
  bookings: c.resolve(BookingOrchestrator),
})

const basics = (c: DependencyContainer) => ({
  database: c.resolve(Database),
  clock: c.resolve<Clock>(CLOCK),
  events: c.resolve<EventSink>(EVENTS),
  jobs: c.resolve<JobSink>(JOBS),
  log: c.resolve<Logger>(LOG),
})
