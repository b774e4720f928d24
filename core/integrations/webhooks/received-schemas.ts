import { Type } from '@sinclair/typebox'
import { redact } from '../../platform/log/redact.ts'
import { type Received, type ReceivedWhole, receivedStates } from './delivery-repository.ts'
import type { Rejections } from './rejection-repository.ts'

const time = Type.String({ format: 'date-time' })

export const receivedStateSchema = Type.Union(receivedStates.map((state) => Type.Literal(state)))

export const receivedSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    hook: Type.String(),
    received_at: time,
    verdict: Type.Literal('genuine', {
      description: 'What is not is not stored: see rejected-deliveries',
    }),
    state: receivedStateSchema,
    processed_at: Type.Union([time, Type.Null()]),
    attempts: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Since it was last started; null where its job is not kept any more',
    }),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'Why the last attempt did not succeed' }),
    bytes: Type.Integer(),
  },
  { title: 'ReceivedDelivery' },
)

export const receivedWholeSchema = Type.Object(
  {
    ...receivedSchema.properties,
    headers: Type.Record(Type.String(), Type.Unknown()),
    payload: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], {
      description: 'Null where the body is no JSON object',
    }),
  },
  { title: 'ReceivedDeliveryWithPayload' },
)

export const receivedRawSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    hook: Type.String(),
    received_at: time,
    headers: Type.Record(Type.String(), Type.String()),
    body_base64: Type.String(),
  },
  { title: 'ReceivedDeliveryRaw' },
)

export const rejectionsSchema = Type.Object(
  {
    hook: Type.String(),
    why: Type.String(),
    count: Type.Integer(),
    first_at: time,
    last_at: time,
  },
  { title: 'RejectedDeliveries' },
)

export const rangeSchema = Type.Object(
  {
    from: Type.String({ format: 'date-time', description: 'Received then or later' }),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'Received before' })),
    state: Type.Optional(receivedStateSchema),
    hook: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
)

export function presentReceived(received: Received) {
  return {
    id: received.id,
    hook: received.hook,
    received_at: received.receivedAt.toISOString(),
    verdict: 'genuine',
    state: received.state,
    processed_at: received.processedAt?.toISOString() ?? null,
    attempts: received.attempts,
    reason: received.reason,
    bytes: received.bytes,
  }
}

export function presentWhole(received: ReceivedWhole) {
  return {
    ...presentReceived(received),
    headers: redact(received.headers),
    payload: payloadOf(received.body),
  }
}

export const presentRaw = ({ id, hook, receivedAt, headers, body }: ReceivedWhole) => ({
  id,
  hook,
  received_at: receivedAt.toISOString(),
  headers,
  body_base64: body.toString('base64'),
})

function payloadOf(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? redact(value) : null
  } catch {
    return null
  }
}

export function presentRejections({ hook, why, count, firstAt, lastAt }: Rejections) {
  return {
    hook,
    why,
    count,
    first_at: new Date(firstAt).toISOString(),
    last_at: new Date(lastAt).toISOString(),
  }
}
