import { type Static, Type } from '@sinclair/typebox'
import type { BookingLimits } from './tenant.ts'

const Most = Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 }))

export const BookingLimitsSchema = Type.Object(
  { per_day: Most, per_week: Most, per_month: Most },
  {
    additionalProperties: false,
    description: 'How many appointments may start in a calendar day, week (from Monday) or month',
  },
)

export const limitsOf = (sent: Static<typeof BookingLimitsSchema>): BookingLimits => ({
  perDay: sent.per_day,
  perWeek: sent.per_week,
  perMonth: sent.per_month,
})

export const presentLimits = ({ perDay, perWeek, perMonth }: BookingLimits) => ({
  ...(perDay === undefined ? {} : { per_day: perDay }),
  ...(perWeek === undefined ? {} : { per_week: perWeek }),
  ...(perMonth === undefined ? {} : { per_month: perMonth }),
})
