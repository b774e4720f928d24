import { type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { DAY_NAMES } from './clock-hours.ts'

/** What the schemas of this slice are made of. */

export const Id = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' })
export const LocalDateText = Type.String({ format: 'date', description: 'YYYY-MM-DD in the location’s zone' })
export const Name = Type.String({ minLength: 1, maxLength: 200 })
export const Notes = Type.String({ maxLength: 10_000 })
export const Version = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'Refuses (412) when it was changed in between; `If-Match` says the same',
})
export const Zone = Type.String({ minLength: 1, maxLength: 64, description: 'IANA time zone' })
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const closed = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

const ClockTime = Type.String({
  pattern: '^[0-4][0-9]:[0-5][0-9]$',
  examples: ['09:00', '17:30'],
  description: '09:00; 26:00 is 2 a.m. of the next date',
})
export const ranges = Type.Array(closed({ start: ClockTime, end: ClockTime }), { maxItems: 24 })
const week = (description: string) =>
  Type.Partial(
    closed(
      Object.fromEntries(DAY_NAMES.map((day) => [day, ranges])) as Record<
        (typeof DAY_NAMES)[number],
        typeof ranges
      >,
    ),
    { additionalProperties: false, description },
  )
export const weekly = week('A day that is left out is closed')
export const breaks = week(
  'Taken out of `weekly`; starts go on in the rhythm of the day’s opening. A date with an override has none',
)
export const override = closed({
  date: LocalDateText,
  ranges: Type.Array(closed({ start: ClockTime, end: ClockTime }), {
    maxItems: 24,
    description: 'Empty: closed',
  }),
  note: Type.Optional(Type.String({ maxLength: 200 })),
})

export const Kind = Type.Union([Type.Literal('staff'), Type.Literal('room'), Type.Literal('equipment')])
export const Duration = Type.Integer({ minimum: 1, maximum: 1440, description: 'Minutes' })
export const askedDuration = Type.Integer({
  minimum: 1,
  maximum: 1440,
  description: 'One of the lengths that the service is offered in; its own where left out',
})
export const preferredResource = Type.String({
  format: 'uuid',
  description: 'A wish: this one where it is free, else somebody else; `resource_id` is a condition',
})
export const segments = Type.Array(
  closed({
    minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
    needs: Type.Array(Kind, { maxItems: 3, description: 'Empty: waiting, during which nobody is occupied' }),
  }),
  { minItems: 1, maxItems: 20 },
)
export const Buffer = Type.Integer({ minimum: 0, maximum: 1440, description: 'Minutes' })
/** How a service is scheduled; the same for a stored one and for a preview. */
export const schedulingRules = {
  buffer_before: Buffer,
  buffer_after: Buffer,
  buffer_policy: Type.Union([Type.Literal('max'), Type.Literal('additive')]),
  grid: closed({
    policy: Type.Union([
      Type.Literal('window'),
      Type.Literal('free_start'),
      Type.Literal('free_start_clock'),
    ]),
    minutes: Type.Integer({ minimum: 1, maximum: 1440 }),
  }),
  notice_minutes: Type.Integer({ minimum: 0, maximum: 525_600, description: 'Inclusive' }),
  horizon_days: Type.Integer({ minimum: 1, maximum: 1000 }),
}

export const slotSchema = Type.Object(
  {
    start: Instant,
    end: Instant,
    service_id: Type.String(),
    location_id: Type.String(),
    resource_ids: Type.Array(Type.String()),
    instead_of: Type.Optional(
      Type.String({ description: 'The resource that was asked for and is away: another one stands in' }),
    ),
    chosen_because: Type.Union(
      ['wished', 'priority', 'fewest_gaps', 'least_busy', 'round_robin', 'same_as_last_time'].map((because) =>
        Type.Literal(because),
      ),
      { description: 'Why it is that one among those that are free: of the staff, where any are needed' },
    ),
    places_left: Type.Optional(
      Type.Integer({ description: 'Of a service with a capacity: how many more customers it takes' }),
    ),
    offer_token: Type.Optional(Type.String({ description: 'Books exactly this, for an hour' })),
  },
  { title: 'Slot' },
)
