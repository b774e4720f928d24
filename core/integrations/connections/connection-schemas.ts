import { Type } from '@sinclair/typebox'

const Name = Type.String({ minLength: 1, maxLength: 120 })
const Settings = Type.Record(Type.String(), Type.Unknown(), {
  description: "As the plugin's settings_schema says",
})

export const connectionStateSchema = Type.Object(
  {
    is: Type.String({
      description: 'draft, connecting, ready, retrying, needs_reauth, misconfigured, failed or disabled',
    }),
    why: Type.Optional(Type.String()),
    field: Type.Optional(Type.String()),
    at: Type.Optional(Type.String({ format: 'date-time', description: 'When it is tried again' })),
  },
  { title: 'ConnectionState' },
)

export const connectionSchema = Type.Object(
  {
    id: Type.String(),
    plugin: Type.String(),
    name: Name,
    settings: Type.Record(Type.String(), Type.Unknown(), { description: 'Secrets are left out' }),
    shared: Type.Boolean(),
    state: connectionStateSchema,
    breaker: Type.String({ description: 'closed, open or half_open, of the process that answers' }),
    hooks: Type.Record(Type.String(), Type.String(), { description: 'Addresses to enter at the provider' }),
    version: Type.Integer(),
  },
  { title: 'Connection' },
)

export const newConnectionSchema = Type.Object(
  {
    plugin: Type.String({ minLength: 1, maxLength: 40 }),
    name: Name,
    settings: Settings,
    shared: Type.Optional(Type.Boolean({ description: "An agency's clients may use it" })),
  },
  { additionalProperties: false },
)

export const connectionChangeSchema = Type.Object(
  {
    name: Type.Optional(Name),
    settings: Type.Optional(Settings),
    shared: Type.Optional(Type.Boolean()),
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

export const pluginSchema = Type.Object(
  {
    id: Type.String(),
    state: Type.String({ description: 'loaded, disabled, invalid, incompatible or crashed' }),
    reason: Type.Optional(Type.String()),
    name: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    version: Type.Optional(Type.String()),
    provides: Type.Optional(Type.Array(Type.String())),
    tier: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description: 'bronze, silver or gold on the quality scale; null below bronze',
      }),
    ),
    auth: Type.Optional(Type.String()),
    settings_schema: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    sentences: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'What its failures say, in the language asked for; `{name}` stands for what is filled in',
      }),
    ),
  },
  { title: 'Plugin' },
)

export const pluginWithGuideSchema = Type.Object(
  {
    ...pluginSchema.properties,
    guide: Type.Array(Type.Object({ title: Type.String(), text: Type.String({ description: 'Markdown' }) }), {
      description: 'How it is set up, section by section',
    }),
    hosts: Type.Array(Type.String(), { description: 'Which it calls, besides those of its settings' }),
    syncs: Type.Array(Type.Object({ name: Type.String(), every_minutes: Type.Integer() })),
    hooks: Type.Array(
      Type.Object({
        name: Type.String(),
        mode: Type.String({ description: 'inbox, inbound_call or function_call' }),
        signed: Type.String({ description: 'How its deliveries are signed' }),
      }),
    ),
  },
  { title: 'PluginWithGuide' },
)
