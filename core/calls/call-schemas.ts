import { Type } from '@sinclair/typebox'

const nullableText = Type.Union([Type.String(), Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const nullableInstant = Type.Union([Instant, Type.Null()])

export const callSchema = Type.Object(
  {
    id: Type.String(),
    location_id: Type.String(),
    provider_call_id: Type.String(),
    direction: Type.String(),
    from: Type.Union([Type.String(), Type.Null()], { description: 'Null when withheld' }),
    to: Type.String(),
    status: Type.String({ description: 'registered, ongoing, ended, not_connected or error' }),
    started_at: nullableInstant,
    ended_at: nullableInstant,
    duration_ms: Type.Union([Type.Integer(), Type.Null()]),
    disconnection_reason: Type.Union([Type.String(), Type.Null()], {
      description: "The provider's own word",
    }),
    ending: Type.Union([Type.String(), Type.Null()], {
      description:
        'caller_hung_up, agent_hung_up, transferred, voicemail, silence, too_long, stopped, not_reached, refused, no_capacity, failed or other',
    }),
    transfer: Type.Union(
      [
        Type.Object({
          state: Type.String({ description: 'started, cancelled, bridged or ended' }),
          to: nullableText,
        }),
        Type.Null(),
      ],
      { description: 'Where the caller was put through to a person' },
    ),
    outcome: Type.Union([Type.String(), Type.Null()], { description: "From the hub's own records" }),
    analysis: Type.Unknown({ description: "The provider's own opinion" }),
    cost: Type.Unknown({ description: 'What the provider charges, in major units' }),
    customer_id: nullableText,
    version: Type.Integer(),
  },
  { title: 'Call' },
)

export const functionCallSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    arguments: Type.Record(Type.String(), Type.Unknown()),
    result: Type.Unknown(),
    status: Type.String({ description: "The answer's own, or `repeated` where an answer was given again" }),
    started_at: Instant,
    duration_ms: Type.Integer(),
  },
  { title: 'FunctionCall' },
)

export const callDetailSchema = Type.Composite(
  [callSchema, Type.Object({ transcript: nullableText, function_calls: Type.Array(functionCallSchema) })],
  { title: 'CallDetail' },
)

export const phoneNumberSchema = Type.Object(
  {
    id: Type.String(),
    number: Type.String(),
    location_id: Type.String(),
    connection_id: Type.String(),
    warnings: Type.Array(
      Type.Object({
        code: Type.Union([Type.Literal('no_functions'), Type.Literal('nothing_bookable')]),
        message: Type.String(),
      }),
      { description: 'What keeps an agent on this number from booking, as things stand' },
    ),
  },
  { title: 'PhoneNumber' },
)

export const newPhoneNumberSchema = Type.Object(
  {
    number: Type.String({ minLength: 3, maxLength: 40, description: 'With its country: +4930901820' }),
    location_id: Type.String({ format: 'uuid' }),
    connection_id: Type.String({
      format: 'uuid',
      description: "A telephony connection: its own or its agency's shared one",
    }),
  },
  { additionalProperties: false },
)

export const callbackSchema = Type.Object(
  {
    id: Type.String(),
    call_id: Type.String(),
    location_id: Type.String(),
    name: nullableText,
    phone: Type.String(),
    wish: nullableText,
    reason: nullableText,
    state: Type.String(),
    created_at: Instant,
  },
  { title: 'Callback' },
)
