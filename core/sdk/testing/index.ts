export { type AgentWorld, agentContract } from './agent-contract.ts'
export { assessQuality, type QualityReport } from './assess-quality.ts'
export { calendarContract } from './calendar-contract.ts'
export type { CalendarWorld } from './calendar-world.ts'
export type { Contract, ContractWorld, DefineTest } from './contract.ts'
export { type Delivery, type HookReceiver, startHookReceiver } from './hook-receiver.ts'
export type { SentRequest } from './host-fetch.ts'
export { type PaymentsWorld, paymentsContract } from './payments-contract.ts'
export { type PluginFolder, readPluginFolder, type SettingProperty } from './plugin-folder.ts'
export type { ProviderTrouble } from './provider-trouble.ts'
export { QUALITY_TIERS, type QualityAnswer, type QualityRule, type QualityTier } from './quality-rule.ts'
export { qualityRules } from './quality-rules.ts'
export { applyPage, runSync, type SyncSpan } from './run-sync.ts'
export { type SampleCall, type TelephonyWorld, telephonyContract } from './telephony-contract.ts'
export {
  createTestContext,
  type LogEntry,
  type TestContext,
  type TestContextOptions,
} from './test-context.ts'
export { type WebhookWorld, webhookContract } from './webhook-contract.ts'
