import { randomBytes } from 'node:crypto'
import type { Route } from '../engine/index.ts'
import { listPage } from './list-page.ts'
import { mergedMetadata } from './metadata.ts'
import { refuseMissing, refuseParam } from './stripe-errors.ts'
import { recentEvents } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { StripeEvent, WebhookEndpoint } from './stripe-objects.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/** The only answer that shows the secret. */
function createEndpoint({ state, params, at }: StripeCall): object {
  const endpoint: WebhookEndpoint = {
    id: stripeId('we'),
    object: 'webhook_endpoint',
    api_version: params.text('api_version') ?? null,
    application: null,
    created: at,
    description: params.text('description') ?? null,
    enabled_events: params.texts('enabled_events') ?? [],
    livemode: false,
    metadata: mergedMetadata(params),
    status: 'enabled',
    url: checkedUrl(params.required('url')),
  }
  params.ignore('connect')
  params.done()
  if (endpoint.enabled_events.length === 0)
    refuseParam('enabled_events', 'Missing required param: enabled_events.', 'parameter_missing')
  const secret = `whsec_${randomBytes(24).toString('hex')}`
  state.webhook_endpoints.push(endpoint)
  state.webhook_secrets[endpoint.id] = secret
  return { ...endpoint, secret }
}

function findEndpoint({ state, id }: StripeCall): WebhookEndpoint {
  return (
    state.webhook_endpoints.find((endpoint) => endpoint.id === id) ?? refuseMissing('webhook endpoint', id)
  )
}

function getEndpoint(call: StripeCall): WebhookEndpoint {
  call.params.done()
  return findEndpoint(call)
}

function updateEndpoint(call: StripeCall): WebhookEndpoint {
  const endpoint = findEndpoint(call)
  const { params } = call
  const disabled = params.boolean('disabled')
  const changes: Partial<WebhookEndpoint> = {
    description: params.text('description') ?? endpoint.description,
    enabled_events: params.texts('enabled_events') ?? endpoint.enabled_events,
    metadata: mergedMetadata(params, endpoint.metadata),
    url: checkedUrl(params.text('url') ?? endpoint.url),
    ...(disabled !== undefined && { status: disabled ? ('disabled' as const) : ('enabled' as const) }),
  }
  params.done()
  return Object.assign(endpoint, changes)
}

function deleteEndpoint(call: StripeCall): object {
  const endpoint = findEndpoint(call)
  const { state } = call
  state.webhook_endpoints = state.webhook_endpoints.filter((other) => other !== endpoint)
  delete state.webhook_secrets[endpoint.id]
  return { id: endpoint.id, object: 'webhook_endpoint', deleted: true }
}

function listEndpoints(call: StripeCall): object {
  return listPage(call, call.state.webhook_endpoints)
}

function getEvent({ context, params, id }: StripeCall): StripeEvent {
  params.done()
  return recentEvents(context).find((event) => event.id === id) ?? refuseMissing('event', id)
}

function listEvents(call: StripeCall): object {
  const type = call.params.text('type')
  const types = call.params.texts('types')
  call.params.ignore('delivery_success')
  const wanted = (event: StripeEvent) =>
    (!type || matches(event, type)) && (!types || types.includes(event.type))
  return listPage(call, recentEvents(call.context).filter(wanted))
}

/** A type may end in `.*`. */
function matches(event: StripeEvent, type: string): boolean {
  return type.endsWith('.*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type
}

function checkedUrl(url: string): string {
  return URL.canParse(url)
    ? url
    : refuseParam('url', 'Invalid URL: an explicit scheme must be provided.', 'url_invalid')
}

export const webhookEndpointRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/webhook_endpoints', createEndpoint),
  stripeRoute('GET', '/v1/webhook_endpoints', listEndpoints),
  stripeRoute('GET', '/v1/webhook_endpoints/:id', getEndpoint),
  stripeRoute('POST', '/v1/webhook_endpoints/:id', updateEndpoint),
  stripeRoute('DELETE', '/v1/webhook_endpoints/:id', deleteEndpoint),
  stripeRoute('GET', '/v1/events', listEvents),
  stripeRoute('GET', '/v1/events/:id', getEvent),
]
