export { type AgentWorld, agentContract } from './agent-contract.ts'
export { calendarContract } from './calendar-contract.ts'
export type { CalendarWorld } from './calendar-world.ts'
export type { Contract, ContractWorld, DefineTest } from './contract.ts'
export { type Delivery, type HookReceiver, startHookReceiver } from './hook-receiver.ts'
export type { SentRequest } from './host-fetch.ts'
export { type PaymentsWorld, paymentsContract } from './payments-contract.ts'
export type { ProviderTrouble } from './provider-trouble.ts'
export { type RefundWorld, refundContract } from './refund-contract.ts'
export { applyPage, runSync, type SyncSpan } from './run-sync.ts'
export { StandIn, type StandInAnswer, type StandInRequest } from './stand-in.ts'
export { type SampleCall, type TelephonyWorld, telephonyContract } from './telephony-contract.ts'
export {
  createTestContext,
  type LogEntry,
  type TestContext,
  type TestContextOptions,
} from './test-context.ts'
export { type WebhookWorld, webhookContract } from './webhook-contract.ts'
