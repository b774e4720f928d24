import { Type } from '@sinclair/typebox'
import { type Attempt, type Delivery, deliveryStates } from './delivery.ts'
import type { Endpoint } from './endpoint.ts'

const uuid = Type.String({ format: 'uuid' })
const time = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const Url = Type.String({
  format: 'uri',
  maxLength: 2_000,
  examples: ['https://example.com/askpro'],
  description: 'https, of a public address',
})
const Description = Type.String({ maxLength: 200 })
const EventTypes = Type.Array(
  Type.String({
    maxLength: 100,
    pattern: '^[a-z_]+\\.([a-z_]+|\\*)$',
    examples: ['appointment.booked', 'invoice.*'],
  }),
  { maxItems: 50, uniqueItems: true, description: 'None is all' },
)

export const newEndpointSchema = Type.Object(
  {
    url: Url,
    description: Type.Optional(Description),
    event_types: Type.Optional(EventTypes),
  },
  { additionalProperties: false },
)

export const endpointChangeSchema = Type.Object(
  {
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    event_types: Type.Optional(EventTypes),
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'As it was read; 409 when it was changed since',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
)

export const rotationSchema = Type.Object(
  {
    overlap_hours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 168,
        default: 24,
        description: 'How long the secret of before signs beside the new one',
      }),
    ),
  },
  { additionalProperties: false },
)

export const endpointSchema = Type.Object(
  {
    id: uuid,
    url: Type.String(),
    description: Type.String(),
    event_types: Type.Array(Type.String()),
    state: Type.String({ description: 'enabled or disabled' }),
    disabled_why: orNull(
      Type.String({
        description:
          'by_hand; gone (it answered 410); failing (nothing was accepted for three days); secret_lost (the master key was: rotate the secret)',
      }),
    ),
    failing_since: orNull(time),
    failures: Type.Integer({ description: 'Attempts since then, none of which was accepted' }),
    version: Type.Integer(),
    created_at: time,
  },
  { title: 'WebhookEndpoint' },
)

export const endpointWithSecretSchema = Type.Object(
  {
    ...endpointSchema.properties,
    secret: Type.String({ description: 'whsec_...; told this once' }),
  },
  { title: 'WebhookEndpointWithSecret' },
)

export const deliveryStateSchema = Type.Union(deliveryStates.map((state) => Type.Literal(state)))

export const deliverySchema = Type.Object(
  {
    id: uuid,
    endpoint_id: uuid,
    event_id: Type.String({ format: 'uuid', description: 'The webhook-id header, the same at each attempt' }),
    event_type: Type.String(),
    state: deliveryStateSchema,
    tries: Type.Integer({ description: 'Attempts since it was last started' }),
    last_error: orNull(Type.String()),
    created_at: time,
    ended_at: orNull(time),
  },
  { title: 'WebhookDelivery' },
)

const attemptSchema = Type.Object({
  at: time,
  duration_ms: Type.Integer(),
  status: orNull(Type.Integer({ description: 'Null where no answer came' })),
  error: orNull(Type.String({ description: 'Null where it was accepted' })),
  answer: orNull(Type.String({ description: "How the answer's body began, 1,024 bytes at the most" })),
})

export const deliveryWithLogSchema = Type.Object(
  { ...deliverySchema.properties, attempts: Type.Array(attemptSchema, { description: 'Oldest first' }) },
  { title: 'WebhookDeliveryWithLog' },
)

const text = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString())

export function presentEndpoint({ state, ...endpoint }: Endpoint) {
  return {
    id: endpoint.id,
    url: endpoint.url,
    description: endpoint.description,
    event_types: endpoint.eventTypes,
    state: state.is,
    disabled_why: state.is === 'disabled' ? state.why : null,
    failing_since: text(endpoint.failingSince),
    failures: endpoint.failures,
    version: endpoint.version,
    created_at: text(endpoint.createdAt),
  }
}

export function presentDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    endpoint_id: delivery.endpointId,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    state: delivery.state,
    tries: delivery.tries,
    last_error: delivery.lastError ?? null,
    created_at: text(delivery.createdAt),
    ended_at: text(delivery.endedAt),
  }
}

export function presentAttempt({ at, durationMs, status, error, answer }: Attempt) {
  return {
    at: text(at),
    duration_ms: durationMs,
    status: status ?? null,
    error: error ?? null,
    answer: answer ?? null,
  }
}
