import { type TObject, Type } from '@sinclair/typebox'

const HOOK_NAME = '^[a-z][a-z0-9-]{0,39}$'
const Url = Type.String({ format: 'uri', pattern: '^https://' })

/** In place of unions of literals, of which each branch complains by itself. */
const OneOf = (...words: string[]) => Type.Unsafe<string>({ type: 'string', enum: words })

const KeyAuth = Type.Object({ kind: Type.Literal('key') }, { additionalProperties: false })

const OAuth2Auth = Type.Object(
  {
    kind: Type.Literal('oauth2'),
    authorize_url: Url,
    token_url: Url,
    revoke_url: Type.Optional(Url),
    scopes: Type.Array(Type.String(), { minItems: 1 }),
    authorize_params: Type.Optional(Type.Record(Type.String(), Type.String())),
    base_url_setting: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)

/** Ajv checks the one branch that `kind` names. */
const ByKind = (...branches: TObject[]) =>
  Type.Unsafe<unknown>({
    type: 'object',
    discriminator: { propertyName: 'kind' },
    oneOf: branches,
  })

const Sync = Type.Object(
  {
    name: Type.String({ pattern: HOOK_NAME }),
    every_minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
    timeout_seconds: Type.Integer({ minimum: 5, maximum: 600 }),
    per: Type.Optional(OneOf('calendar', 'connection')),
  },
  { additionalProperties: false },
)

const Webhook = Type.Object(
  {
    name: Type.String({ pattern: HOOK_NAME }),
    mode: OneOf('inbox', 'inbound_call', 'function_call'),
    signed: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
)

const Watch = Type.Object(
  {
    name: Type.String({ pattern: HOOK_NAME }),
    hook: Type.String({ pattern: HOOK_NAME }),
    per: OneOf('calendar', 'connection'),
  },
  { additionalProperties: false },
)

const HeaderName = Type.String({ pattern: '^[a-z0-9-]+$', maxLength: 100 })

const Limits = Type.Object(
  {
    at_once: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    rate: Type.Optional(
      Type.Object(
        {
          requests: Type.Integer({ minimum: 1, maximum: 100_000 }),
          seconds: Type.Integer({ minimum: 1, maximum: 86_400 }),
        },
        { additionalProperties: false },
      ),
    ),
    headers: Type.Optional(
      Type.Object(
        { remaining: Type.Optional(HeaderName), reset: HeaderName },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** `plugin.json`, checked before any code of a plugin runs. The TypeScript shape is the SDK's PluginManifest. */
export const manifestSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' }),
    name: Type.String({ minLength: 1, maxLength: 60 }),
    description: Type.String({ minLength: 1, maxLength: 300 }),
    version: Type.String({ minLength: 1 }),
    sdk: Type.String({ minLength: 1 }),
    provides: Type.Array(OneOf('calendar', 'telephony', 'payments'), { minItems: 1, uniqueItems: true }),
    auth: ByKind(KeyAuth, OAuth2Auth),
    hosts: Type.Array(Type.String({ pattern: '^[a-z0-9.-]+$' })),
    limits: Type.Optional(Limits),
    syncs: Type.Optional(Type.Array(Sync)),
    webhooks: Type.Optional(Type.Array(Webhook)),
    watches: Type.Optional(Type.Array(Watch)),
    calendar_entries: Type.Optional(OneOf('whole', 'parts')),
  },
  { additionalProperties: false },
)
