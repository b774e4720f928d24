export { AbsenceService } from './absence-service.ts'
export type { Appointment, AppointmentStatus } from './appointment.ts'
export { alternativesEvent } from './appointment-events.ts'
export type { AppointmentFilter } from './appointment-repository.ts'
export { AppointmentService } from './appointment-service.ts'
export { findSlots, slotAt } from './availability.ts'
export { AvailabilityCache } from './availability-cache.ts'
export type {
  AvailabilityAnswer,
  AvailabilityCheck,
  AvailabilityQuestion,
  CheckResult,
  ExplainedStart,
  OffersAnswer,
  OffersQuestion,
} from './availability-question.ts'
export type { AvailabilityRequest } from './availability-request.ts'
export { AvailabilityService } from './availability-service.ts'
export type {
  BookRequest,
  BookResult,
  CancelRequest,
  CancelResult,
  HoldLimit,
  HoldRequest,
  HoldResult,
  Refused,
  RefusedTime,
  RescheduleRequest,
  Slot,
  TimeRefusalCode,
  WantedSlot,
} from './booking.ts'
export { BookingOrchestrator } from './booking-orchestrator.ts'
export { CalendarBusyTimes } from './calendar-busy-times.ts'
export { CalendarFacts } from './calendar-facts.ts'
export type { CalendarLink } from './calendar-link.ts'
export { CalendarLinkService, type NewCalendarLink } from './calendar-link-service.ts'
export { type CatalogService, nameIn, type PricedService, priceAt } from './catalog-service.ts'
export { type ChangeFee, type ChangeRefusal, type ChangeTerms, changeTerms } from './change-terms.ts'
export { clockOf, type NamedWeek, weeklyOf } from './clock-hours.ts'
export type { OutOfReach, Refusal } from './conflict-resolver.ts'
export { ENTRY_REFUSED, topicOfEntry } from './entry-tasks.ts'
export { HoldFollower } from './hold-follower.ts'
export { type Offer, OfferTokens } from './offer-token.ts'
export type { LeftOut } from './offers.ts'
export type { OpenDay } from './open-days.ts'
export {
  type Change,
  type Policy,
  type PolicyRules,
  type PolicySubject,
  type Quota,
  type Resolved,
  type ResolvedRules,
  resolveRules,
} from './policy.ts'
export {
  changeRulesSchema,
  presentFee,
  presentQuota,
  presentSubject,
  rulesOf as policyRulesOf,
  subjectSchema,
} from './policy-schemas.ts'
export { PolicyService } from './policy-service.ts'
export type { ReachedLimit } from './reached-limit.ts'
export { registerScheduling, schedulingJobs, schedulingRoutes } from './register.ts'
export type { Resource } from './resource.ts'
export { type NewResource, ResourceService } from './resource-service.ts'
export type { Schedule } from './schedule.ts'
export { type NewSchedule, ScheduleService } from './schedule-service.ts'
export { type ResourceKind, serviceMinutes } from './service.ts'
export { type NewService, ServiceCatalog } from './service-catalog.ts'
export { offeredMinutes } from './service-duration.ts'
export type { SpokenMatch } from './spoken-service-name.ts'
export type { ResourceReason } from './start-explanation.ts'
export { locationOf } from './time-of-request.ts'
export { timesInstead } from './times-instead.ts'
export { isWithin, type Wish } from './wish.ts'
export type { Weekly } from './working-hours.ts'
