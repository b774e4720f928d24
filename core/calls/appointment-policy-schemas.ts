import { Type } from '@sinclair/typebox'
import { subjectSchema } from '../scheduling/index.ts'

const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' })
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const appointmentPolicyQuery = Type.Object(
  {
    language: Type.Optional(
      Type.Union([Type.Literal('de'), Type.Literal('en')], {
        description: 'That of the location where left out',
      }),
    ),
  },
  { additionalProperties: false },
)

const from = nullable(subjectSchema)
const quota = Type.Object({ count: Type.Integer(), per: Type.String() })
const feeRule = Type.Object({
  percent: Type.Optional(Type.Integer()),
  amount_minor: Type.Optional(Type.Integer()),
  within_minutes: Type.Integer(),
})

const change = Type.Object({
  allowed: Type.Boolean({ description: 'To the customer, now; the business itself always may' }),
  reason: nullable(
    Type.Union(
      ['cancel_too_late', 'reschedule_too_late', 'quota_reached', 'conflict'].map((code) =>
        Type.Literal(code),
      ),
      { description: '`conflict`: it is none that stands' },
    ),
  ),
  until: nullable(Type.String({ ...Instant, description: 'Inclusive; null: no notice is asked for' })),
  fee: nullable(
    Type.Object({
      due: Type.Boolean({ description: 'If it were changed now' }),
      free_until: Instant,
      amount_minor: nullable(Type.Integer({ description: 'Null: the price is not known' })),
      currency: nullable(Type.String()),
      percent: nullable(Type.Integer({ description: 'Of the service’s price' })),
    }),
  ),
  rules: Type.Object({
    notice_minutes: Type.Object({ value: nullable(Type.Integer()), from }),
    quota: Type.Object({ value: nullable(quota), from }),
    fee: Type.Object({ value: nullable(feeRule), from }),
  }),
  text: Type.String({ description: 'All of it in words, to be spoken' }),
})

export const appointmentPolicyReply = Type.Object(
  { appointment_id: Type.String(), cancel: change, reschedule: change },
  { title: 'AppointmentPolicy' },
)
