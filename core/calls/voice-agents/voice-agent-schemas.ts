import { Type } from '@sinclair/typebox'

const nullableText = (maxLength: number, description: string) =>
  Type.Union([Type.String({ minLength: 1, maxLength, description }), Type.Null()])

const settings = {
  name: Type.String({ minLength: 1, maxLength: 80 }),
  instructions: Type.String({
    maxLength: 20_000,
    description:
      'What the business wants the agent to know and do, beside what every agent of the hub is told',
  }),
  greeting: nullableText(500, 'Its first sentence; null lets it find one'),
  voice: nullableText(120, "The provider's id of a voice; null for the connection's own"),
  transfer_to: nullableText(
    40,
    'Whom callers may be put through to, with the country: +4930901820; null: nobody',
  ),
}

export const newVoiceAgentSchema = Type.Object(
  {
    location_id: Type.String({ format: 'uuid' }),
    connection_id: Type.String({
      format: 'uuid',
      description: "A telephony connection: its own or its agency's shared one",
    }),
    name: settings.name,
    ...Type.Partial(
      Type.Object({
        instructions: settings.instructions,
        greeting: settings.greeting,
        voice: settings.voice,
        transfer_to: settings.transfer_to,
      }),
    ).properties,
  },
  { additionalProperties: false },
)

export const voiceAgentChangeSchema = Type.Partial(
  Type.Object({
    ...settings,
    version: Type.Integer({
      minimum: 1,
      maximum: 2_147_483_647,
      description: 'As it was read; 409 when it was changed since',
    }),
  }),
  { additionalProperties: false, minProperties: 1 },
)

export const voiceAgentSchema = Type.Object(
  {
    id: Type.String(),
    location_id: Type.String(),
    connection_id: Type.String(),
    ...settings,
    state: Type.String({ description: 'pending, ready, failed or retiring' }),
    why: Type.Union([Type.String(), Type.Null()], { description: 'Why it is not ready yet' }),
    reference: Type.Union([Type.String(), Type.Null()], { description: "The provider's id of it" }),
    provider_version: Type.Union([Type.String(), Type.Null()], {
      description: 'The version that its numbers are tied to',
    }),
    provisioned_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    version: Type.Integer(),
  },
  { title: 'VoiceAgent' },
)

export const differenceSchema = Type.Object(
  {
    field: Type.String({
      description: '`instructions`, `functions.book_appointment`, `numbers.+493023125001`',
    }),
    wanted: Type.Unknown({ description: 'As the hub would write it; null: not at all' }),
    found: Type.Unknown({ description: 'As it stands at the provider; null: not at all' }),
  },
  { title: 'AgentDifference' },
)

export const providerNumberSchema = Type.Object(
  {
    number: Type.String(),
    agents: Type.Array(
      Type.Object({
        reference: Type.String(),
        version: Type.Union([Type.String(), Type.Null()], { description: 'Null: whichever is the newest' }),
      }),
    ),
    inbound_hook: Type.Union([Type.String(), Type.Null()], {
      description: 'here, missing or elsewhere; null where the provider has none, or has no such number',
    }),
    problems: Type.Array(
      Type.Object({
        code: Type.String(),
        detail: Type.String({ description: 'What is wrong, and what to do' }),
      }),
    ),
  },
  { title: 'ProviderNumber' },
)
