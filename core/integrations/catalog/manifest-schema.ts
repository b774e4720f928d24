import { Type } from '@sinclair/typebox'

const HOOK_NAME = '^[a-z][a-z0-9-]{0,39}$'
const Url = Type.String({ format: 'uri', pattern: '^https://' })

/** `plugin.json`, checked before any code of a plugin runs. The TypeScript shape is the SDK's PluginManifest. */
export const manifestSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' }),
    name: Type.String({ minLength: 1, maxLength: 60 }),
    description: Type.String({ minLength: 1, maxLength: 300 }),
    version: Type.String({ minLength: 1 }),
    sdk: Type.String({ minLength: 1 }),
    provides: Type.Array(
      Type.Union([Type.Literal('calendar'), Type.Literal('telephony'), Type.Literal('payments')]),
      { minItems: 1, uniqueItems: true },
    ),
    auth: Type.Union([
      Type.Object({ kind: Type.Literal('key') }, { additionalProperties: false }),
      Type.Object(
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
      ),
    ]),
    hosts: Type.Array(Type.String({ pattern: '^[a-z0-9.-]+$' })),
    syncs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: HOOK_NAME }),
            every_minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
            timeout_seconds: Type.Integer({ minimum: 5, maximum: 600 }),
          },
          { additionalProperties: false },
        ),
      ),
    ),
    webhooks: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String({ pattern: HOOK_NAME }),
            mode: Type.Union([
              Type.Literal('inbox'),
              Type.Literal('inbound_call'),
              Type.Literal('function_call'),
            ]),
            signed: Type.String({ minLength: 1 }),
          },
          { additionalProperties: false },
        ),
      ),
    ),
    calendar_entries: Type.Optional(Type.Union([Type.Literal('whole'), Type.Literal('parts')])),
  },
  { additionalProperties: false },
)
