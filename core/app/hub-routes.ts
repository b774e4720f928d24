import type { DependencyContainer } from 'tsyringe'
import {
  BillingDetailsService,
  BillingEngine,
  billingDetailsRoutes,
  CollectionLedger,
  DisputeService,
  InvoiceService,
  invoiceRoutes,
  PayerService,
  PlanService,
  payerRoutes,
  paymentRoutes,
  planRoutes,
  RefundService,
  SetupService,
  UsageReport,
  UsageTracker,
  usageReportRoutes,
  usageRoutes,
} from '../billing/index.ts'
import {
  appointmentPolicyRoutes,
  CallbackService,
  CallNumbers,
  CallReview,
  CallService,
  CallSimulation,
  callbackRoutes,
  callRoutes,
  DayOverview,
  explainRoutes,
  LineReadiness,
  offerRoutes,
  overviewRoutes,
  phoneNumberRoutes,
  policyExampleRoutes,
  providerNumberRoutes,
  reviewRoutes,
  simulationRoutes,
  VoiceAgentService,
  voiceAgentRoutes,
} from '../calls/index.ts'
import { CustomerService, customerRoutes } from '../customers/index.ts'
import {
  CALL_DESK,
  type CallDesk,
  ConnectionDiagnostics,
  ConnectionService,
  ConnectionTally,
  HookRejections,
  integrationRoutes,
  OAuthConsent,
  PluginCatalog,
  PluginHost,
  ProviderDirectory,
  ReceivedDeliveries,
  SyncRequests,
  WebhookProcessor,
} from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config/config.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import { EventFeed } from '../platform/events/event-feed.ts'
import { eventFeedRoutes } from '../platform/events/event-feed-routes.ts'
import { eventRoutes } from '../platform/events/event-routes.ts'
import type { ReadinessCheck } from '../platform/http/readiness.ts'
import type { Actor, Route } from '../platform/http/route.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { jobRoutes } from '../platform/jobs/job-routes.ts'
import { CLOCK, JOBS } from '../platform/tokens.ts'
import {
  AppointmentService,
  AvailabilityService,
  CalendarLinkService,
  PolicyService,
  ResourceService,
  ScheduleService,
  ServiceCatalog,
  schedulingRoutes,
} from '../scheduling/index.ts'
import { TaskBoard, TaskService, taskRoutes, topicOfJob } from '../tasks/index.ts'
import {
  ApiKeyService,
  apiKeyRoutes,
  LocationService,
  locationHolidayRoutes,
  locationRoutes,
  TenantDirectory,
  TenantService,
  tenantRoutes,
} from '../tenants/index.ts'
import {
  AccountCheck,
  FirstOwner,
  firstOwnerRoutes,
  InvitationService,
  invitationRoutes,
  MemberService,
  profileRoutes,
  SecondFactor,
  SessionService,
  sessionRoutes,
  UserService,
  userRoutes,
} from '../users/index.ts'
import { DeliveryService, deliveryRoutes, EndpointService, endpointRoutes } from '../webhooks/index.ts'
import type { GoLiveParts } from './go-live/go-live-facts.ts'
import { goLiveRoutes } from './go-live/go-live-routes.ts'
import { hubVersion } from './hub-version.ts'
import { systemPartsOf } from './system/system-parts.ts'
import { systemRoutes } from './system/system-routes.ts'

export interface RouteSurroundings {
  publicUrl: () => string
  /** Wakes the courier in this process. */
  poke: () => void
  config: Config
  readiness: readonly ReadinessCheck[]
}

/** The whole route table. Handlers are resolved here, once, not at each request. */
export function hubRoutes(c: DependencyContainer, surroundings: RouteSurroundings): Route[] {
  const { publicUrl, poke } = surroundings
  const database = c.resolve(Database)
  const connections = c.resolve(ConnectionService)
  const asking = askingOf(c)
  return [
    ...tenantRoutes(c.resolve(TenantService)),
    ...locationRoutes(c.resolve(LocationService)),
    ...locationHolidayRoutes(c.resolve(LocationService)),
    ...apiKeyRoutes(c.resolve(ApiKeyService)),
    ...peopleRoutes(c, publicUrl),
    ...customerRoutes(c.resolve(CustomerService)),
    ...schedulingRoutes(c),
    ...explainRoutes(asking),
    ...offerRoutes(asking),
    ...spokenPolicyRoutes(c),
    ...voiceRoutes(c, asking),
    ...moneyRoutes(c),
    ...integrationRoutes({
      connections,
      database,
      publicUrl,
      catalog: c.resolve(PluginCatalog),
      host: c.resolve(PluginHost),
      providers: c.resolve(ProviderDirectory),
      consent: c.resolve(OAuthConsent),
      diagnostics: diagnosticsOf(c),
      syncs: c.resolve(SyncRequests),
      processor: c.resolve(WebhookProcessor),
      received: c.resolve(ReceivedDeliveries),
      rejections: c.resolve(HookRejections),
      tally: c.resolve(ConnectionTally),
      clock: c.resolve<Clock>(CLOCK),
      desk: () => c.resolve<CallDesk>(CALL_DESK),
    }),
    ...endpointRoutes(c.resolve(EndpointService)),
    ...deliveryRoutes(c.resolve(DeliveryService)),
    ...taskRoutes({ tasks: c.resolve(TaskService), tenants: c.resolve(TenantService) }),
    ...jobRoutes({
      database,
      poke,
      clock: c.resolve<Clock>(CLOCK),
      onSettled: (tx, tenantId, id) => c.resolve(TaskBoard).settle(tx, tenantId, [topicOfJob(id)]),
    }),
    ...eventRoutes({ database }),
    ...goLiveRoutes(goLivePartsOf(c, asking, publicUrl)),
    ...systemRoutes(systemPartsOf(c, surroundings)),
    ...eventFeedRoutes(c.resolve(EventFeed)),
  ]
}

/** Policies in words. */
function spokenPolicyRoutes(c: DependencyContainer): Route[] {
  const policies = c.resolve(PolicyService)
  const locations = c.resolve(LocationService)
  const clock = c.resolve<Clock>(CLOCK)
  const catalog = c.resolve(ServiceCatalog)
  const tenants = c.resolve(TenantService)
  const appointments = c.resolve(AppointmentService)
  return [
    ...appointmentPolicyRoutes({ policies, appointments, locations, clock }),
    ...policyExampleRoutes({ policies, catalog, locations, tenants, clock }),
  ]
}

/** Who signs in. */
function peopleRoutes(c: DependencyContainer, publicUrl: () => string): Route[] {
  const sessions = c.resolve(SessionService)
  const users = c.resolve(UserService)
  return [
    ...sessionRoutes({ sessions, users, tenants: c.resolve(TenantService) }),
    ...firstOwnerRoutes(c.resolve(FirstOwner)),
    ...profileRoutes({
      sessions,
      users,
      accounts: c.resolve(AccountCheck),
      secondFactor: c.resolve(SecondFactor),
    }),
    ...userRoutes({ publicUrl, members: c.resolve(MemberService) }),
    ...invitationRoutes({ publicUrl, invitations: c.resolve(InvitationService) }),
  ]
}

const diagnosticsOf = (c: DependencyContainer) =>
  new ConnectionDiagnostics({
    database: c.resolve(Database),
    catalog: c.resolve(PluginCatalog),
    host: c.resolve(PluginHost),
    box: c.resolve(SecretBox),
    clock: c.resolve<Clock>(CLOCK),
    version: hubVersion,
  })

const askingOf = (c: DependencyContainer) => ({
  availability: c.resolve(AvailabilityService),
  catalog: c.resolve(ServiceCatalog),
  customers: c.resolve(CustomerService),
  resources: c.resolve(ResourceService),
  locations: c.resolve(LocationService),
  clock: c.resolve<Clock>(CLOCK),
})

const goLivePartsOf = (
  c: DependencyContainer,
  asking: ReturnType<typeof askingOf>,
  publicUrl: () => string,
): GoLiveParts => ({
  ...asking,
  publicUrl,
  schedules: c.resolve(ScheduleService),
  links: c.resolve(CalendarLinkService),
  lines: new LineReadiness({
    ...asking,
    database: c.resolve(Database),
    numbers: c.resolve(CallNumbers),
    connections: c.resolve(ConnectionService),
    plugins: c.resolve(PluginCatalog),
    schedules: c.resolve(ScheduleService),
  }),
})

/** Prices, usage, invoices, and how they are paid. */
function moneyRoutes(c: DependencyContainer): Route[] {
  const database = c.resolve(Database)
  const clock = c.resolve<Clock>(CLOCK)
  const jobs = c.resolve<JobSink>(JOBS)
  const invoices = c.resolve(InvoiceService)
  const refunds = c.resolve(RefundService)
  const ledger = c.resolve(CollectionLedger)
  const details = c.resolve(BillingDetailsService)
  return [
    ...planRoutes(c.resolve(PlanService)),
    ...usageRoutes({ database, tracker: c.resolve(UsageTracker) }),
    ...usageReportRoutes(c.resolve(UsageReport)),
    ...invoiceRoutes({ invoices, refunds, ledger, details, engine: c.resolve(BillingEngine) }),
    ...billingDetailsRoutes(details),
    ...paymentRoutes({ database, clock, jobs, invoices, refunds, disputes: c.resolve(DisputeService) }),
    ...payerRoutes({ clock, payers: c.resolve(PayerService), setups: c.resolve(SetupService) }),
  ]
}

/** Calls, and what it takes that they reach the hub. */
function voiceRoutes(c: DependencyContainer, asking: ReturnType<typeof askingOf>): Route[] {
  const numbers = c.resolve(CallNumbers)
  const connections = c.resolve(ConnectionService)
  const directory = c.resolve(TenantDirectory)
  const tenants = c.resolve(TenantService)
  return [
    ...callRoutes({
      ...asking,
      calls: c.resolve(CallService),
      appointments: c.resolve(AppointmentService),
      tenants,
    }),
    ...reviewRoutes({ review: c.resolve(CallReview), nameOf: nameIn(c.resolve(UserService)) }),
    ...overviewRoutes({ overview: c.resolve(DayOverview) }),
    ...simulationRoutes(c.resolve(CallSimulation)),
    ...callbackRoutes(c.resolve(CallbackService)),
    ...phoneNumberRoutes({
      ...asking,
      numbers,
      connections,
      directory,
      plugins: c.resolve(PluginCatalog),
      schedules: c.resolve(ScheduleService),
    }),
    ...voiceAgentRoutes({ connections, directory, voiceAgents: c.resolve(VoiceAgentService) }),
    ...providerNumberRoutes({ numbers, providers: c.resolve(ProviderDirectory) }),
  ]
}

/** The name of a signed-in user where they have their role; null for whoever has left since. */
const nameIn =
  (users: UserService) =>
  async ({ ownTenantId, user }: Actor): Promise<string | null> => {
    if (!user) return null
    const member = await users.member(ownTenantId, user.id).catch(() => undefined)
    return member?.name ?? null
  }
