export { findRoute } from './answer-request.ts'
export { BodyFields } from './body-fields.ts'
export { checkControlInput } from './check-control-input.ts'
export { controlHandler } from './control-handler.ts'
export type { Fault, WebhookFault } from './fault.ts'
export type { DeliveryEntry, JournalEntry } from './journal.ts'
export { type Listener, listen } from './listen.ts'
export { type ParsedFaults, parseFaults } from './parse-faults.ts'
export { postWebhook } from './post-webhook.ts'
export { Refusal, type Reply } from './reply.ts'
export {
  type ControlRoute,
  defineStandIn,
  type RunningStandIn,
  type StandIn,
  type StandInSnapshot,
} from './stand-in.ts'
export type {
  Handler,
  ProviderErrors,
  Route,
  StandInContext,
  StandInDefinition,
} from './stand-in-definition.ts'
export { readRequest, type StandInRequest } from './stand-in-request.ts'
export { StateFile } from './state-file.ts'
export type { Delivery, WaitingWebhook, WebhookMessage, WebhookPolicy } from './webhook-message.ts'
export type { WebhookSender } from './webhook-sender.ts'
export { writeReply } from './write-reply.ts'
