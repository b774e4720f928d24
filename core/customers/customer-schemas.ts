import { Type } from '@sinclair/typebox'
import { pageQuery } from '../platform/http/cursor-page.ts'

const nullable = (text: ReturnType<typeof Type.String>) => Type.Union([text, Type.Null()])
const Name = Type.String({ minLength: 1, maxLength: 200 })
const Phone = Type.String({ minLength: 3, maxLength: 40, description: 'With its country: +4930901820' })
const Email = Type.String({ format: 'email', maxLength: 254 })
const Language = Type.Union([Type.Literal('de'), Type.Literal('en')])
const Notes = Type.String({ maxLength: 10_000 })

export const customerSchema = Type.Object(
  {
    id: Type.String(),
    name: nullable(Name),
    phone: nullable(Phone),
    email: nullable(Email),
    language: Language,
    notes: Notes,
    version: Type.Integer(),
  },
  { title: 'Customer' },
)

export const newCustomerSchema = Type.Object(
  {
    name: Type.Optional(Name),
    phone: Type.Optional(Phone),
    email: Type.Optional(Email),
    language: Language,
    notes: Type.Optional(Notes),
  },
  { additionalProperties: false },
)

export const customerChangeSchema = Type.Object(
  {
    name: Type.Optional(nullable(Name)),
    phone: Type.Optional(nullable(Phone)),
    email: Type.Optional(nullable(Email)),
    language: Type.Optional(Language),
    notes: Type.Optional(Notes),
    version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2_147_483_647,
        description: 'Refuses (412) when it was changed in between',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
)

export const customerQuery = Type.Object(
  {
    ...pageQuery.properties,
    phone: Type.Optional(Phone),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'Parts of names, of the e-mail address, or of the number in any spelling. Gives the best matches in one page.',
      }),
    ),
    order: Type.Optional(Type.Union([Type.Literal('oldest'), Type.Literal('newest')], { default: 'oldest' })),
  },
  { additionalProperties: false },
)

export const communicationSchema = Type.Object(
  {
    id: Type.String(),
    channel: Type.String(),
    direction: Type.String(),
    call_id: Type.Union([Type.String(), Type.Null()]),
    appointment_id: Type.Union([Type.String(), Type.Null()]),
    summary: Type.String(),
    occurred_at: Type.String({ format: 'date-time' }),
  },
  { title: 'Communication' },
)
