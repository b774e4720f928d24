import type { CustomerService } from '../../customers/index.ts'
import type {
  AbsenceService,
  AppointmentService,
  AvailabilityService,
  BookingOrchestrator,
  OfferTokens,
  PolicyService,
  ResourceService,
  ScheduleService,
  ServiceCatalog,
} from '../../scheduling/index.ts'
import type { CallService } from '../call-service.ts'
import type { CallSession } from '../call-session.ts'
import type { CallbackService } from '../callback-service.ts'
import type { FunctionAnswer } from '../function-answer.ts'
import type { Arguments } from '../function-arguments.ts'

/** What the functions work with: the same services as the API, so that both always say the same. */
export interface FunctionParts {
  catalog: ServiceCatalog
  resources: ResourceService
  schedules: ScheduleService
  absences: AbsenceService
  availability: AvailabilityService
  bookings: BookingOrchestrator
  appointments: AppointmentService
  offers: OfferTokens
  policies: PolicyService
  customers: CustomerService
  callbacks: CallbackService
  calls: CallService
}

/**
 * One function the agent may call in mid-call. It runs in one transaction, alone in its call where it changes
 * something. Expected outcomes are answers; whatever it throws is a fault, and undoes what it did.
 */
export type AnswerFunction = (
  session: CallSession,
  args: Arguments,
  parts: FunctionParts,
) => Promise<FunctionAnswer>

export interface CallFunction {
  readonly answer: AnswerFunction
  /** The only status that says that something was changed; left out by a function that only looks. */
  readonly done?: 'held' | 'booked' | 'rescheduled' | 'cancelled' | 'noted' | 'released'
}
