import type { Reply } from './reply.ts'

/** What pages show, as the API gives it. */
export interface Shapes {
  AppointmentStatus: Reply<'/v1/appointments'>['data'][number]['status']
  Connection: Reply<'/v1/connections/{id}'>
  ConnectionState: Reply<'/v1/connections/{id}'>['state']
  ConnectionHealth: Reply<'/v1/connections/{id}/health'>
  Plugin: Reply<'/v1/plugins'>['data'][number]
  PluginWithGuide: Reply<'/v1/plugins/{id}'>
  SyncState: Reply<'/v1/connections/{id}/syncs'>['data'][number]
  SyncRun: Reply<'/v1/connections/{id}/sync-runs'>['data'][number]
  CalendarDrift: NonNullable<Reply<'/v1/connections/{id}/syncs'>['data'][number]['drift']>
  Watch: Reply<'/v1/connections/{id}/watches'>['data'][number]
  ReceivedDelivery: Reply<'/v1/connections/{id}/deliveries'>['data'][number]
  MappingProposal: Reply<'/v1/connections/{id}/mapping-proposal'>['data'][number]
  CalendarLink: Reply<'/v1/calendar-links'>['data'][number]
  WebhookEndpoint: Reply<'/v1/webhook-endpoints/{id}'>
  WebhookDelivery: Reply<'/v1/webhook-endpoints/{id}/deliveries'>['data'][number]
  WebhookDeliveryWithLog: Reply<'/v1/webhook-deliveries/{id}'>
  Invoice: Reply<'/v1/invoices/{id}'>
  InvoiceUsage: Reply<'/v1/invoices/{id}/usage'>['data'][number]
  InvoicePayments: Reply<'/v1/invoices/{id}/payments'>
  BillingDetails: Reply<'/v1/billing-details'>
  Plan: Reply<'/v1/plans/{id}'>
  Subscription: Reply<'/v1/subscriptions'>['data'][number]
  Payer: Reply<'/v1/payer'>
  PricingPreview: Reply<'/v1/pricing/preview', 'post'>
  Tenant: Reply<'/v1/tenants'>['data'][number]
  Dispute: Reply<'/v1/disputes'>['data'][number]
  UsageDay: Reply<'/v1/usage/days'>['data'][number]
  UsageEvent: Reply<'/v1/usage-events'>['data'][number]
  OwnPlan: NonNullable<Reply<'/v1/usage/plan'>['data']>
  System: Reply<'/v1/system'>
  Finding: Reply<'/v1/system/doctor'>['findings'][number]
  Variable: Reply<'/v1/system/configuration'>['data'][number]
  Job: Reply<'/v1/jobs'>['data'][number]
  HubEvent: Reply<'/v1/events/latest'>['data'][number]
  ApiKey: Reply<'/v1/api-keys'>['data'][number]
}

export type Shape<Name extends keyof Shapes> = Shapes[Name]
