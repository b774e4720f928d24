import { randomUUID } from 'node:crypto'
import type { Route } from '../engine/index.ts'
import { findCustomer } from './customer-routes.ts'
import { listPage } from './list-page.ts'
import { refuseMissing, refuseParam, refuseState } from './stripe-errors.ts'
import { stripeId } from './stripe-id.ts'
import type { Meter, MeterEvent } from './stripe-objects.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

const daySeconds = 86_400
const latestAhead = 5 * 60
const oldestBehind = 35 * daySeconds

function createMeter(call: StripeCall): Meter {
  const { state, params, at } = call
  const name = params.required('event_name')
  const aggregation = params.nested('default_aggregation')
  const formula = aggregation?.oneOf('formula', ['sum', 'count', 'last'])
  if (!formula)
    refuseParam('default_aggregation', 'Missing required param: default_aggregation.', 'parameter_missing')
  const mapping = params.nested('customer_mapping')
  const meter: Meter = {
    id: stripeId('mtr'),
    object: 'billing.meter',
    created: at,
    customer_mapping: {
      event_payload_key: mapping?.text('event_payload_key') ?? 'stripe_customer_id',
      type: 'by_id',
    },
    default_aggregation: { formula },
    display_name: params.required('display_name'),
    event_name: name,
    event_time_window: params.text('event_time_window') ?? null,
    livemode: false,
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: at,
    value_settings: {
      event_payload_key: params.nested('value_settings')?.text('event_payload_key') ?? 'value',
    },
  }
  params.done()
  if (state.meters.some(({ event_name, status }) => event_name === name && status === 'active'))
    refuseState(`An active meter already exists for event name ${name}`)
  state.meters.push(meter)
  return meter
}

function findMeter({ state, id }: StripeCall): Meter {
  return state.meters.find((meter) => meter.id === id) ?? refuseMissing('billing meter', id)
}

function getMeter(call: StripeCall): Meter {
  call.params.done()
  return findMeter(call)
}

function listMeters(call: StripeCall): object {
  const status = call.params.text('status')
  return listPage(
    call,
    call.state.meters.filter((meter) => !status || meter.status === status),
  )
}

/** The provider works the events up later and reports nonsense elsewhere; here only the envelope is checked. */
function createMeterEvent({ state, params, at }: StripeCall): MeterEvent {
  const event: MeterEvent = {
    object: 'billing.meter_event',
    created: at,
    event_name: params.required('event_name'),
    identifier: params.text('identifier') ?? randomUUID(),
    livemode: false,
    payload: params.textRecord('payload'),
    timestamp: params.integer('timestamp') ?? at,
  }
  params.done()
  if (event.timestamp > at + latestAhead)
    refuseParam('timestamp', 'The timestamp is more than 5 minutes in the future.')
  if (event.timestamp < at - oldestBehind)
    refuseParam('timestamp', 'The timestamp is more than 35 days in the past.')
  const known = state.meter_events.some(
    ({ identifier, created }) => identifier === event.identifier && created > at - daySeconds,
  )
  if (known) refuseParam('identifier', `An event already exists with identifier ${event.identifier}.`)
  state.meter_events.push(event)
  return event
}

function adjustMeterEvent({ state, params }: StripeCall): object {
  const name = params.required('event_name')
  const identifier = params.nested('cancel')?.required('identifier')
  params.oneOf('type', ['cancel'])
  params.done()
  if (identifier === undefined) refuseParam('cancel', 'Missing required param: cancel.', 'parameter_missing')
  const kept = state.meter_events.filter(
    (event) => event.event_name !== name || event.identifier !== identifier,
  )
  const found = kept.length < state.meter_events.length
  state.meter_events = kept
  return {
    object: 'billing.meter_event_adjustment',
    cancel: { identifier },
    event_name: name,
    livemode: false,
    status: found ? 'complete' : 'pending',
    type: 'cancel',
  }
}

/** One summary over the asked range; the provider's grouping by day or hour is not played. */
function summarize(call: StripeCall): object {
  const { state, params, request } = call
  const meter = findMeter(call)
  const customer = findCustomer(state, params.required('customer'))
  const start = params.requiredInteger('start_time')
  const end = params.requiredInteger('end_time')
  params.ignore('limit', 'value_grouping_window')
  params.done()
  const events = state.meter_events.filter(
    ({ event_name, payload, timestamp }) =>
      event_name === meter.event_name &&
      payload[meter.customer_mapping.event_payload_key] === customer.id &&
      timestamp >= start &&
      timestamp < end,
  )
  const summary = {
    id: stripeId('mtrusg'),
    object: 'billing.meter_event_summary',
    aggregated_value: aggregate(meter, events),
    end_time: end,
    livemode: false,
    meter: meter.id,
    start_time: start,
  }
  return { object: 'list', data: events.length > 0 ? [summary] : [], has_more: false, url: request.path }
}

function aggregate(meter: Meter, events: readonly MeterEvent[]): number {
  const values = events.map(({ payload }) => Number(payload[meter.value_settings.event_payload_key] ?? 0))
  if (meter.default_aggregation.formula === 'count') return values.length
  if (meter.default_aggregation.formula === 'last') return values.at(-1) ?? 0
  return values.reduce((sum, value) => sum + value, 0)
}

export const meterRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/billing/meters', createMeter),
  stripeRoute('GET', '/v1/billing/meters', listMeters),
  stripeRoute('GET', '/v1/billing/meters/:id', getMeter),
  stripeRoute('GET', '/v1/billing/meters/:id/event_summaries', summarize),
  stripeRoute('POST', '/v1/billing/meter_events', createMeterEvent),
  stripeRoute('POST', '/v1/billing/meter_event_adjustments', adjustMeterEvent),
]
