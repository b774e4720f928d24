import type { Route } from '../../../platform/http/route.ts'
import { each, type RouteCase } from './route-case.ts'
import { booking, offer } from './scheduling-cases.ts'
import type { World } from './world.ts'
import { PLAN_TERMS } from './world.ts'

const number = (own: World) => ({
  number: '+493023125998',
  location_id: own.location,
  connection_id: own.sharedConnection,
})

const agent = (own: World) => ({
  name: 'New',
  location_id: own.otherLocation,
  connection_id: own.sharedConnection,
})

const subscription = (own: World) => ({
  recipient_id: own.client.id,
  plan_id: own.plan,
  anchor_date: '2026-01-01',
})

const PREVIEW = { plan: PLAN_TERMS, usage: [] }

const tenants: Record<string, RouteCase> = {
  'GET /v1/tenants': { level: 'agency' },
  'POST /v1/tenants': {
    level: 'agency',
    body: () => ({ kind: 'client', name: 'New', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' }),
  },
  'GET /v1/tenants/:id': { id: ({ client }) => client.id },
  'PATCH /v1/tenants/:id': { id: ({ client }) => client.id, body: () => ({ name: 'Changed' }) },
  'GET /v1/locations': {},
  'POST /v1/locations': { body: () => ({ name: 'New', zone: 'Europe/Berlin', language: 'de' }) },
  'GET /v1/locations/:id': { id: ({ location }) => location },
  'PATCH /v1/locations/:id': { id: ({ location }) => location, body: () => ({ name: 'Changed' }) },
  'GET /v1/holiday-regions': {},
  'GET /v1/locations/:id/holidays': { id: ({ location }) => location, query: 'year=2027' },
  'GET /v1/api-keys': {},
  'POST /v1/api-keys': { body: () => ({ name: 'New', scopes: ['calls:read'] }) },
  'DELETE /v1/api-keys/:id': { id: ({ apiKey }) => apiKey },
}

const INVITATION = { email: 'new@people.example', role: 'viewer' }
const users: Record<string, RouteCase> = {
  'GET /v1/users': {},
  'PATCH /v1/users/:id': { id: ({ user }) => user, body: () => ({ role: 'viewer' }) },
  'DELETE /v1/users/:id': { id: ({ user }) => user },
  'POST /v1/users/:id/password-link': { id: ({ user }) => user },
  'DELETE /v1/users/:id/second-factor': { id: ({ user }) => user },
  'GET /v1/invitations': {},
  'POST /v1/invitations': {
    body: () => INVITATION,
    trespasses: (_own, victim) => each(INVITATION, { tenant_id: victim.client.id }),
  },
  'DELETE /v1/invitations/:id': { id: ({ invitation }) => invitation },
}

const customers: Record<string, RouteCase> = {
  'GET /v1/customers': {
    queries: (_own, victim) => [
      `phone=${encodeURIComponent(victim.customerPhone)}`,
      `cursor=${victim.customer}`,
    ],
  },
  'POST /v1/customers': { body: () => ({ name: 'New', language: 'de' }) },
  'GET /v1/customers/:id': { id: ({ customer }) => customer },
  'PATCH /v1/customers/:id': { id: ({ customer }) => customer, body: () => ({ name: 'Changed' }) },
  'GET /v1/customers/:id/communications': { id: ({ customer }) => customer },
}

const calls: Record<string, RouteCase> = {
  'GET /v1/calls': { queries: (_own, victim) => [`cursor=${victim.call}`] },
  'GET /v1/calls/:id': { id: ({ call }) => call },
  'POST /v1/calls/:id/review': {
    id: ({ call }) => call,
    body: () => ({ state: 'open', note: 'Look again.' }),
  },
  'GET /v1/overview': {},
  'GET /v1/simulated-calls/stage': {},
  'POST /v1/simulated-calls': { body: () => ({ script: 'plain-booking' }), conflicts: true },
  'GET /v1/simulated-calls/:id': { id: ({ call }) => call, unstored: true },
  'GET /v1/callbacks': {},
  'GET /v1/phone-numbers': {},
  'POST /v1/phone-numbers': {
    body: number,
    trespasses: (own, victim) => [
      ...each(number(own), { location_id: victim.location, connection_id: victim.connection }),
      { ...number(own), connection_id: victim.privateConnection },
    ],
  },
  'DELETE /v1/phone-numbers/:id': { id: ({ phoneNumber }) => phoneNumber },
  'GET /v1/voice-agents': {},
  'POST /v1/voice-agents': {
    body: agent,
    trespasses: (own, victim) => [
      ...each(agent(own), { location_id: victim.location, connection_id: victim.connection }),
      { ...agent(own), connection_id: victim.privateConnection },
    ],
  },
  'GET /v1/voice-agents/:id': { id: ({ voiceAgent }) => voiceAgent },
  'PATCH /v1/voice-agents/:id': { id: ({ voiceAgent }) => voiceAgent, body: () => ({ name: 'Changed' }) },
  'POST /v1/voice-agents/:id/provision': { id: ({ voiceAgent }) => voiceAgent },
  'GET /v1/voice-agents/:id/drift': { id: ({ voiceAgent }) => voiceAgent },
  'DELETE /v1/voice-agents/:id': { id: ({ voiceAgent }) => voiceAgent },
}

const billing: Record<string, RouteCase> = {
  'GET /v1/plans': { level: 'agency' },
  'POST /v1/plans': { level: 'agency', body: () => ({ name: 'New', terms: PLAN_TERMS }) },
  'GET /v1/plans/:id': { level: 'agency', id: ({ plan }) => plan },
  'PATCH /v1/plans/:id': { level: 'agency', id: ({ plan }) => plan, body: () => ({ name: 'Changed' }) },
  'GET /v1/subscriptions': { level: 'agency' },
  'POST /v1/subscriptions': {
    level: 'agency',
    conflicts: true,
    body: subscription,
    trespasses: (own, victim) =>
      each(subscription(own), {
        recipient_id: victim.client.id,
        plan_id: victim.plan,
        replaces: victim.subscription,
      }),
  },
  'DELETE /v1/subscriptions/:id': { level: 'agency', id: ({ subscription: id }) => id },
  'GET /v1/invoices': { queries: (_own, victim) => [`cursor=${victim.invoice}`] },
  'GET /v1/invoices/:id': { id: ({ invoice }) => invoice },
  'GET /v1/invoices/:id/usage': { id: ({ invoice }) => invoice },
  'POST /v1/invoices/:id/finalize': { level: 'agency', id: ({ invoice }) => invoice },
  'POST /v1/invoices/:id/void': {
    level: 'agency',
    conflicts: true,
    id: ({ invoice }) => invoice,
    body: () => ({ reason: 'wrong' }),
  },
  'POST /v1/invoices/:id/credit': {
    level: 'agency',
    conflicts: true,
    id: ({ invoice }) => invoice,
    body: () => ({ reason: 'goodwill' }),
  },
  'POST /v1/invoices/:id/collect': { level: 'agency', conflicts: true, id: ({ invoice }) => invoice },
  'GET /v1/invoices/:id/payments': { level: 'agency', id: ({ invoice }) => invoice },
  'POST /v1/invoices/:id/refunds': {
    level: 'agency',
    conflicts: true,
    id: ({ invoice }) => invoice,
    body: () => ({ reason: 'goodwill' }),
  },
  'GET /v1/disputes': { level: 'agency' },
  'GET /v1/billing-details': {},
  'PUT /v1/billing-details': {
    body: () => ({ name: 'Salon', line1: 'Hafenstr. 1', city: 'Hamburg', country: 'DE' }),
  },
  'DELETE /v1/billing-details': {},
  'GET /v1/payers': { level: 'agency' },
  'GET /v1/payer': {},
  'PATCH /v1/payer': { body: () => ({ email: 'office@example.com' }) },
  'POST /v1/payer/payment-method-setups': {
    body: () => ({ return_url: 'https://portal.example.com/done' }),
  },
  'GET /v1/payer/payment-method-setups/:id': { id: ({ methodSetup }) => methodSetup },
  'GET /v1/usage/days': { queries: () => ['from=2026-11-01&to=2026-12-01'] },
  'GET /v1/usage/items': { queries: () => ['from=2026-11-01&to=2026-12-01'] },
  'GET /v1/usage/plan': {},
  'GET /v1/usage-events': { queries: (_own, victim) => [`cursor=${victim.usageEvent}`] },
  'POST /v1/usage-events': {
    body: () => ({
      event_id: 'another',
      meter: 'calls',
      quantity: '1',
      occurred_at: new Date().toISOString(),
    }),
  },
  'POST /v1/pricing/preview': { body: () => PREVIEW },
}

const connection: Pick<RouteCase, 'id'> = { id: ({ connection: id }) => id }
const integrations: Record<string, RouteCase> = {
  'GET /v1/plugins': {},
  'GET /v1/plugins/:id': { id: () => 'calcom', common: true },
  'GET /v1/connections': {},
  'POST /v1/connections': {
    body: ({ settings }) => ({ plugin: 'calcom', name: 'New', settings }),
  },
  'GET /v1/connections/:id': connection,
  'GET /v1/connections/:id/phone-numbers': { level: 'agency', id: ({ sharedConnection: id }) => id },
  'GET /v1/connections/:id/calendars': connection,
  'GET /v1/connections/:id/mapping-proposal': connection,
  'GET /v1/connections/:id/slots': {
    ...connection,
    query: 'calendar=8&from=2027-03-01T08:00:00Z&to=2027-03-02T08:00:00Z',
  },
  'PATCH /v1/connections/:id': { ...connection, body: () => ({ name: 'Changed' }) },
  'DELETE /v1/connections/:id': connection,
  'POST /v1/connections/:id/check': connection,
  'POST /v1/connections/:id/enable': connection,
  'POST /v1/connections/:id/disable': connection,
  'POST /v1/connections/:id/sync': { ...connection, body: () => ({ full: true }) },
  'GET /v1/connections/:id/health': connection,
  'GET /v1/connections/:id/syncs': connection,
  'GET /v1/connections/:id/sync-runs': connection,
  'GET /v1/connections/:id/watches': connection,
  'POST /v1/connections/:id/authorize': connection,
  'GET /v1/connections/:id/diagnostics': connection,
  'GET /v1/connections/:id/deliveries': { ...connection, query: 'state=given_up' },
  'GET /v1/connections/:id/rejected-deliveries': connection,
  'POST /v1/connections/:id/replay': { ...connection, body: () => ({ from: '2026-01-01T00:00:00Z' }) },
  'GET /v1/deliveries/:id': { level: 'agency', id: ({ delivery: id }) => id },
  'GET /v1/deliveries/:id/raw': { level: 'agency', id: ({ delivery: id }) => id },
  'POST /v1/deliveries/:id/replay': { level: 'agency', id: ({ delivery: id }) => id },
  'GET /v1/jobs': { queries: (_own, victim) => [`cursor=${victim.job}`] },
  'POST /v1/jobs/:id/retry': { id: ({ job }) => job },
  'POST /v1/jobs/:id/dismiss': { id: ({ job }) => job },
  'GET /v1/tasks': { queries: (_own, victim) => [`cursor=${victim.task}`, 'state=open'] },
  'GET /v1/tasks/:id': { id: ({ task }) => task },
  'POST /v1/tasks/:id/resolve': { id: ({ task }) => task, body: () => ({ note: 'Done.' }) },
  'POST /v1/tasks/:id/dismiss': { id: ({ task }) => task, body: () => ({}), conflicts: true },
  'GET /v1/events': {},
  'GET /v1/events/latest': { queries: (_own, victim) => [`aggregate_id=${victim.appointment}`] },
  'GET /v1/events/stream': {},
  'GET /v1/go-live': {},
  'GET /v1/system': { level: 'agency' },
  'GET /v1/system/configuration': { level: 'agency' },
  'GET /v1/system/doctor': { level: 'agency' },
}

const endpoint: Pick<RouteCase, 'id'> = { id: ({ webhookEndpoint }) => webhookEndpoint }
const delivery: Pick<RouteCase, 'id'> = { id: ({ webhookDelivery }) => webhookDelivery }
const webhooks: Record<string, RouteCase> = {
  'GET /v1/webhook-endpoints': {},
  'POST /v1/webhook-endpoints': { body: () => ({ url: 'https://example.com/', event_types: ['call.*'] }) },
  'GET /v1/webhook-endpoints/:id': endpoint,
  'PATCH /v1/webhook-endpoints/:id': { ...endpoint, body: () => ({ description: 'Changed' }) },
  'DELETE /v1/webhook-endpoints/:id': endpoint,
  'POST /v1/webhook-endpoints/:id/enable': endpoint,
  'POST /v1/webhook-endpoints/:id/disable': endpoint,
  'POST /v1/webhook-endpoints/:id/rotate-secret': { ...endpoint, body: () => ({}) },
  'POST /v1/webhook-endpoints/:id/ping': endpoint,
  'GET /v1/webhook-endpoints/:id/deliveries': {
    ...endpoint,
    queries: (own, victim) => [
      `cursor=${victim.webhookDelivery}`,
      `state=failed&cursor=${own.webhookDelivery}`,
    ],
  },
  'POST /v1/webhook-endpoints/:id/redeliver': {
    ...endpoint,
    body: () => ({ since: '2026-01-01T00:00:00Z' }),
  },
  'GET /v1/webhook-deliveries/:id': delivery,
  'POST /v1/webhook-deliveries/:id/redeliver': delivery,
}

/** Every route that is not public, by `METHOD path`. A route without a case fails the tests that use this. */
export const routeCases: Readonly<Record<string, RouteCase>> = {
  ...tenants,
  ...users,
  ...customers,
  ...booking,
  ...offer,
  ...calls,
  ...billing,
  ...integrations,
  ...webhooks,
}

/** Those that a key may ask: not what is public, nor what is about a signed-in user alone. */
export const keyRoutes = (routes: readonly Route[]): Route[] =>
  routes.filter(({ permission }) => permission !== 'public' && permission !== 'self')
