import { type TSchema, Type } from '@sinclair/typebox'
import { ROLES } from './role.ts'

export const NameSchema = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
export const EmailSchema = Type.String({
  minLength: 3,
  maxLength: 254,
  description: 'Upper and lower case are the same',
})
/** Whether it is good enough is said by the rules for new ones alone. */
export const PasswordSchema = Type.String({ minLength: 1, maxLength: 200 })
export const CodeSchema = Type.String({
  minLength: 6,
  maxLength: 20,
  description: 'Of the authenticator app, or a recovery code',
})
export const TokenSchema = Type.String({ minLength: 20, maxLength: 100, description: 'From the link' })
export const LanguageSchema = Type.Union([Type.Literal('de'), Type.Literal('en')])
export const RoleSchema = Type.Union(ROLES.map((role) => Type.Literal(role)))

const Id = Type.String()
const Instant = Type.String({ format: 'date-time' })
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const signInSchema = Type.Object(
  { email: EmailSchema, password: PasswordSchema, code: Type.Optional(CodeSchema) },
  { additionalProperties: false },
)

const OwnLanguageSchema = Type.Union([Type.Literal('de'), Type.Literal('en')], {
  description: 'In which the admin speaks to this person; without it that of the tenant',
})

export const setupSchema = Type.Object(
  {
    token: TokenSchema,
    name: NameSchema,
    email: EmailSchema,
    password: PasswordSchema,
    language: Type.Optional(OwnLanguageSchema),
  },
  { additionalProperties: false },
)

export const sessionSchema = Type.Object(
  {
    user: Type.Object({
      id: Id,
      email: Type.String(),
      name: Type.String(),
      language: LanguageSchema,
      totp: Type.Boolean({ description: 'Whether a code is asked for at sign-in' }),
    }),
    role: RoleSchema,
    scopes: Type.Array(Type.String(), {
      description:
        'What may be done in the tenant acted for: `*`, or nouns with `:read` or `:write`, which may read too',
    }),
    tenants: Type.Array(
      Type.Object({
        id: Id,
        parent_id: orNull(Id),
        kind: Type.Union([Type.Literal('agency'), Type.Literal('partner'), Type.Literal('client')]),
        name: Type.String(),
        zone: Type.String({ description: 'IANA time zone' }),
        currency: Type.String({ description: 'ISO 4217' }),
        language: LanguageSchema,
      }),
      { description: 'Those that can be named in `X-Tenant-Id`; the one acted for without it first' },
    ),
  },
  { $id: 'Session' },
)

const closed = { additionalProperties: false }
export const passwordOnlySchema = Type.Object({ password: PasswordSchema }, closed)
export const newPasswordSchema = Type.Object(
  { current_password: PasswordSchema, password: PasswordSchema },
  closed,
)
export const codeOnlySchema = Type.Object({ code: CodeSchema }, closed)
export const profileChangeSchema = Type.Partial(Type.Object({ name: NameSchema, language: LanguageSchema }), {
  ...closed,
  minProperties: 1,
})
export const profileSchema = Type.Object(
  {
    id: Id,
    name: Type.String(),
    email: Type.String(),
    language: LanguageSchema,
    second_factor: Type.Boolean({ description: 'Whether a code is asked for at sign-in' }),
    recovery_codes_left: Type.Integer(),
  },
  { $id: 'Profile' },
)
export const totpSchema = Type.Object({
  secret: Type.String({ description: 'To be typed where the code cannot be photographed (base32)' }),
  url: Type.String({ description: 'otpauth:, for the QR code' }),
})
export const recoveryCodesSchema = Type.Object({
  recovery_codes: Type.Array(Type.String(), {
    description: 'Each is good once in place of a code. Shown this once.',
  }),
})

export const sessionListSchema = Type.Object({
  data: Type.Array(
    Type.Object({
      id: Id,
      browser: orNull(Type.String({ description: 'For instance `Firefox, Windows`' })),
      created_at: Instant,
      last_seen_at: Instant,
      expires_at: Instant,
      current: Type.Boolean({ description: 'The one that asks' }),
    }),
  ),
})

export const memberSchema = Type.Object(
  {
    id: Id,
    tenant_id: Id,
    name: Type.String(),
    email: Type.String(),
    role: RoleSchema,
    created_at: Instant,
  },
  { title: 'Member' },
)

export const memberListSchema = Type.Object({
  data: Type.Array(
    Type.Composite(
      [
        memberSchema,
        Type.Object({
          second_factor: Type.Boolean(),
          last_seen_at: orNull(Instant),
        }),
      ],
      { $id: 'MemberSeen' },
    ),
  ),
})
export const roleChangeSchema = Type.Object({ role: RoleSchema }, closed)
export const linkSchema = Type.Object({ url: Type.String(), expires_at: Instant })
export const passwordResetSchema = Type.Object({ token: TokenSchema, password: PasswordSchema }, closed)

const invitation = {
  id: Id,
  tenant_id: Id,
  email: Type.String(),
  role: RoleSchema,
  created_at: Instant,
  expires_at: Instant,
}
export const invitationListSchema = Type.Object({
  data: Type.Array(Type.Object(invitation, { title: 'Invitation' })),
})
export const madeInvitationSchema = Type.Object({
  ...invitation,
  url: Type.String({ description: 'Shown this once. Pass it on.' }),
})
export const newInvitationSchema = Type.Object(
  {
    email: EmailSchema,
    role: RoleSchema,
    tenant_id: Type.Optional(
      Type.String({ format: 'uuid', description: 'The tenant acted for, or one below it' }),
    ),
  },
  closed,
)
export const lookSchema = Type.Object({ token: TokenSchema }, closed)
export const seenInvitationSchema = Type.Object({
  email: Type.String(),
  role: RoleSchema,
  tenant: Type.String({ description: 'Its name' }),
  language: LanguageSchema,
  known: Type.Boolean({ description: 'Whether the address has an account already' }),
})
export const acceptSchema = Type.Object(
  {
    token: TokenSchema,
    name: Type.Optional(NameSchema),
    password: PasswordSchema,
    code: Type.Optional(CodeSchema),
    language: Type.Optional(OwnLanguageSchema),
  },
  closed,
)
