export type {
  Attendee,
  CalendarEntry,
  CalendarInfo,
  CalendarProvider,
  EntryReference,
  ProviderSlot,
  ReservationWish,
} from './calendar.ts'
export type { ConnectionStore, KnownWatch, PluginContext, PluginLogger } from './context.ts'
export { definePlugin, type Plugin } from './define-plugin.ts'
export { Misconfigured, ReauthRequired, Refused, RetryLater } from './failures.ts'
export type { PluginLocale } from './locale.ts'
export type {
  Capability,
  KeyAuth,
  LimitsManifest,
  OAuth2Auth,
  PluginManifest,
  SyncManifest,
  WatchManifest,
  WebhookManifest,
} from './manifest.ts'
export type {
  InvoiceToCollect,
  MethodSetup,
  OpenedSetup,
  Payer,
  PaymentMethod,
  PaymentMethods,
  PaymentState,
  PaymentsProvider,
  PostalAddress,
  RefundState,
  RefundToMake,
} from './payments.ts'
export type { RawRequest } from './raw-request.ts'
export type { BusyTime, SyncHandler, SyncPage, SyncRun } from './sync.ts'
export type {
  CallEnding,
  CallReport,
  CallRouting,
  CallStatus,
  CallTransfer,
  CallTurn,
  FunctionCall,
  InboundCall,
  TelephonyProvider,
} from './telephony.ts'
export type {
  AgentDifference,
  AgentFunction,
  AgentPlan,
  AgentProvisioner,
  AgentReference,
  ProviderNumber,
} from './voice-agent.ts'
export type { OpenedWatch, WatchHandler, WatchWish } from './watch.ts'
export type { ProviderFact, Verdict, WebhookHandler } from './webhook.ts'
export { startOfDay } from './zone.ts'
