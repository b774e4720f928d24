import { Type } from '@sinclair/typebox'
import { FINDINGS } from './review/finding.ts'

const nullableText = Type.Union([Type.String(), Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const nullableInstant = Type.Union([Instant, Type.Null()])

const nullableBoolean = Type.Union([Type.Boolean(), Type.Null()])
const Milliseconds = Type.Union([Type.Integer(), Type.Null()], {
  description: 'Milliseconds from the start of the call; null where nobody told',
})

export const Outcomes = Type.Union([
  Type.Literal('booked'),
  Type.Literal('rescheduled'),
  Type.Literal('cancelled'),
  Type.Literal('callback'),
  Type.Literal('transferred'),
  Type.Literal('information'),
  Type.Literal('abandoned'),
  Type.Literal('not_connected'),
])

const Status = Type.Union([
  Type.Literal('registered'),
  Type.Literal('ongoing'),
  Type.Literal('ended'),
  Type.Literal('not_connected'),
  Type.Literal('error'),
])

const analysisSchema = Type.Object(
  {
    summary: nullableText,
    sentiment: nullableText,
    successful: nullableBoolean,
    in_voicemail: nullableBoolean,
    custom: Type.Unknown(),
  },
  { title: 'CallAnalysis' },
)

const costSchema = Type.Object(
  {
    amount: Type.String({ description: 'Decimal, in major units' }),
    currency: Type.String(),
    parts: Type.Array(Type.Object({ product: Type.String(), amount: Type.String() })),
  },
  { title: 'CallCost' },
)

export const reviewSchema = Type.Object(
  {
    state: Type.Union([Type.Literal('open'), Type.Literal('settled')]),
    reasons: Type.Array(Type.String(), {
      description: 'Codes of findings; `by_hand` where somebody wanted it looked at',
    }),
    note: nullableText,
    by: Type.Union([
      Type.Object({
        kind: Type.Union([Type.Literal('user'), Type.Literal('key')]),
        id: Type.String(),
        name: nullableText,
      }),
      Type.Null(),
    ]),
    at: nullableInstant,
  },
  { title: 'CallReview' },
)

export const callSchema = Type.Object(
  {
    id: Type.String(),
    location_id: Type.String(),
    provider_call_id: Type.String(),
    direction: Type.Union([Type.Literal('inbound'), Type.Literal('outbound')]),
    from: Type.Union([Type.String(), Type.Null()], { description: 'Null when withheld' }),
    to: Type.String(),
    status: Status,
    created_at: Type.String({ format: 'date-time', description: 'When the hub first heard of it' }),
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
    outcome: Type.Union([Outcomes, Type.Null()], { description: "From the hub's own records" }),
    analysis: Type.Union([analysisSchema, Type.Null()], { description: "The provider's own opinion" }),
    cost: Type.Union([costSchema, Type.Null()], { description: 'What the provider charges' }),
    customer_id: nullableText,
    customer_name: nullableText,
    review: Type.Union([reviewSchema, Type.Null()], { description: 'Whether somebody should look at it' }),
    version: Type.Integer(),
  },
  { title: 'Call' },
)

const functionAnswerSchema = Type.Object({
  status: Type.String(),
  say: Type.String({ description: 'What the agent was to say' }),
  data: Type.Record(Type.String(), Type.Unknown()),
  missing: Type.Array(Type.String(), { description: 'What the caller was to be asked for' }),
})

export const functionCallSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    arguments: Type.Record(Type.String(), Type.Unknown()),
    result: functionAnswerSchema,
    status: Type.String({ description: "The answer's own, or `repeated` where an answer was given again" }),
    started_at: Instant,
    duration_ms: Type.Integer(),
    after_turns: Type.Integer({ description: 'So many turns were spoken before it' }),
    offset_ms: Milliseconds,
  },
  { title: 'FunctionCall' },
)

const turnSchema = Type.Object(
  {
    by: Type.Union([Type.Literal('agent'), Type.Literal('caller')]),
    text: Type.String(),
    start_ms: Milliseconds,
    end_ms: Milliseconds,
  },
  { title: 'CallTurn' },
)

const findingSchema = Type.Object(
  {
    code: Type.Union(FINDINGS.map((code) => Type.Literal(code))),
    text: Type.String({ description: 'One sentence' }),
    to_review: Type.Boolean({ description: 'It has the call looked at by somebody' }),
    data: Type.Object({
      name: Type.Optional(Type.String()),
      reason: Type.Optional(Type.String()),
      count: Type.Optional(Type.Integer()),
      longest: Type.Optional(Type.Integer({ description: 'Milliseconds' })),
      words: Type.Optional(Type.Array(Type.String())),
    }),
    function_call_ids: Type.Array(Type.String()),
  },
  { title: 'CallFinding' },
)

export const callDetailSchema = Type.Composite(
  [
    callSchema,
    Type.Object({
      transcript: nullableText,
      turns: Type.Array(turnSchema),
      function_calls: Type.Array(functionCallSchema),
      findings: Type.Array(findingSchema, { description: 'Empty while the call goes on' }),
    }),
  ],
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
