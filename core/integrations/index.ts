export type { CatalogEntry } from './catalog/catalog-entry.ts'
export { KeptProofs } from './catalog/kept-proofs.ts'
export { PluginCatalog } from './catalog/plugin-catalog.ts'
export type { Connection, ConnectionRef, ConnectionState } from './connections/connection.ts'
export { ConnectionDiagnostics } from './connections/connection-diagnostics.ts'
export { type ConnectionJobParts, connectionJobs, connectionTicks } from './connections/connection-jobs.ts'
export { ConnectionService, type NewConnection } from './connections/connection-service.ts'
export { type SurveyedConnection, surveyConnections } from './connections/connection-survey.ts'
export { ConnectionTally } from './connections/connection-tally.ts'
export { ConnectionTasks } from './connections/connection-tasks.ts'
export { tellLostSecrets } from './connections/lost-secrets.ts'
export { OAuthConsent } from './connections/oauth-consent.ts'
export { providerProblem } from './connections/provider-problem.ts'
export { PluginHost } from './host/plugin-host.ts'
export { integrationRoutes } from './integration-routes.ts'
export { CircuitBreaker, isBroken } from './outbound/circuit-breaker.ts'
export { WireShares } from './outbound/connection-share.ts'
export { AddressRefused, NoAnswer, OutboundPost, type PostAnswer } from './outbound/outbound-post.ts'
export { outcomeOf } from './outcome-of.ts'
export {
  BUSY_TIMES,
  type BusyTimes,
  CALL_DESK,
  type CallDesk,
  type Compared,
  type Comparison,
  type Drift,
  type DriftItem,
  FACT_SINKS,
  type FactSink,
  type MissedEntry,
} from './ports.ts'
export {
  type BoundAgents,
  type BoundCalendar,
  type BoundMethods,
  type BoundPayments,
  type BoundTelephony,
  ProviderDirectory,
} from './provider-directory.ts'
export { type IntegrationSurroundings, registerIntegrations } from './register.ts'
export { type SyncJobParts, syncJobs, syncTicks } from './syncs/sync-jobs.ts'
export { SyncRequests } from './syncs/sync-requests.ts'
export { SyncRunner } from './syncs/sync-runner.ts'
export { Farewells } from './watches/farewells.ts'
export { watchJobs, watchTicks } from './watches/watch-jobs.ts'
export { WatchKeeper } from './watches/watch-keeper.ts'
export { factJob } from './webhooks/fact-job.ts'
export { FactRouter } from './webhooks/fact-router.ts'
export { HookRejections } from './webhooks/hook-rejections.ts'
export { inboxRetention } from './webhooks/inbox-retention.ts'
export { ReceivedDeliveries } from './webhooks/received-deliveries.ts'
export { WebhookProcessor } from './webhooks/webhook-processor.ts'
