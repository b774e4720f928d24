import 'reflect-metadata'
import { container as root } from 'tsyringe'
import { registerBilling } from '../../billing/index.ts'
import { CustomerService, registerCustomers } from '../../customers/index.ts'
import {
  ConnectionService,
  PluginCatalog,
  ProviderDirectory,
  registerIntegrations,
} from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import { Database } from '../../platform/db/database.ts'
import type { EventSink } from '../../platform/events/event.ts'
import { EventBus } from '../../platform/events/event-bus.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { CLOCK, EVENTS, JOBS, LOG } from '../../platform/tokens.ts'
import {
  AbsenceService,
  AppointmentService,
  AvailabilityService,
  BookingOrchestrator,
  CalendarLinkService,
  PolicyService,
  ResourceService,
  registerScheduling,
  ScheduleService,
  ServiceCatalog,
  schedulingJobs,
} from '../../scheduling/index.ts'
import { registerTasks } from '../../tasks/index.ts'
import { LocationService, registerTenants, TenantDirectory, TenantService } from '../../tenants/index.ts'
import { CallFacts } from '../call-facts.ts'
import { CallLedger } from '../call-ledger.ts'
import { CallNumbers } from '../call-numbers.ts'
import { CallProcessor } from '../call-processor.ts'
import { CallService } from '../call-service.ts'
import { CallbackService } from '../callback-service.ts'
import { RefusedBookings } from '../refused-bookings.ts'
import { registerCalls } from '../register.ts'

const nothing = () => {}

interface Surroundings {
  database: Database
  clock: Clock
  log: Logger
  /** What stands in for the plugins. */
  providers?: Pick<ProviderDirectory, 'calendar'> | undefined
}

/** All slices as the program puts them together, without its jobs and without any plugin. */
export function composeSlices({ database, clock, log, providers }: Surroundings) {
  const c = root.createChildContainer()
  const box = new SecretBox('11'.repeat(32))
  c.registerInstance(Database, database)
  c.registerInstance(SecretBox, box)
  c.registerInstance<Clock>(CLOCK, clock)
  c.registerInstance<Logger>(LOG, log)
  c.registerInstance<JobSink>(JOBS, new JobQueue({ clock, poke: nothing }))
  c.registerInstance<EventSink>(EVENTS, new EventBus({ poke: nothing }))
  registerTenants(c)
  registerTasks(c)
  registerCustomers(c)
  registerIntegrations(c, {
    catalog: new PluginCatalog([]),
    publicUrl: () => 'http://hub.example',
    opened: new Set(),
    poke: nothing,
  })
  if (providers) c.registerInstance(ProviderDirectory, providers as ProviderDirectory)
  registerScheduling(c, { signingKey: box.derive('offers') })
  registerBilling(c)
  registerCalls(c)
  return {
    tenants: c.resolve(TenantService),
    directory: c.resolve(TenantDirectory),
    locations: c.resolve(LocationService),
    customers: c.resolve(CustomerService),
    catalog: c.resolve(ServiceCatalog),
    resources: c.resolve(ResourceService),
    absences: c.resolve(AbsenceService),
    schedules: c.resolve(ScheduleService),
    bookings: c.resolve(BookingOrchestrator),
    availability: c.resolve(AvailabilityService),
    appointments: c.resolve(AppointmentService),
    policies: c.resolve(PolicyService),
    numbers: c.resolve(CallNumbers),
    connections: c.resolve(ConnectionService),
    calls: c.resolve(CallService),
    callbacks: c.resolve(CallbackService),
    ledger: c.resolve(CallLedger),
    facts: c.resolve(CallFacts),
    desk: c.resolve(CallProcessor),
    links: c.resolve(CalendarLinkService),
    jobs: [...schedulingJobs(c), ...c.resolve(RefusedBookings).jobs()],
  }
}

export type Slices = ReturnType<typeof composeSlices>
