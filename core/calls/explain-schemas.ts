import { Type } from '@sinclair/typebox'

const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' })
const Id = Type.String({ format: 'uuid' })
const nullable = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])

export const explainQuery = Type.Object({
  service_id: Id,
  location_id: Id,
  resource_id: Type.Optional(Id),
  duration_minutes: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1440, description: 'The service’s own where left out' }),
  ),
  customer_id: Type.Optional(Type.String({ ...Id, description: 'Who asks: whose limits count as well' })),
  start: Type.String({ ...Instant, description: 'RFC 3339 with offset; a full minute' }),
  language: Type.Optional(
    Type.Union([Type.Literal('de'), Type.Literal('en')], {
      description: 'That of the location where left out',
    }),
  ),
})

const reason = Type.Object({
  code: Type.Union(
    [
      'too_soon',
      'too_far',
      'nobody_able',
      'location_closed',
      'break',
      'not_working',
      'limit_reached',
      'calendar_stale',
      'appointment',
      'calendar_entry',
      'absence',
      'hold',
      'off_grid',
    ].map((code) => Type.Literal(code)),
  ),
  resource_id: Type.Union([Type.String(), Type.Null()], { description: 'Null: it keeps everybody from it' }),
  text: Type.String({ description: 'One sentence' }),
  start: Type.Optional(Type.String({ ...Instant, description: 'Of what takes the time' })),
  end: Type.Optional(Instant),
  near: Type.Optional(Type.Boolean({ description: 'Not at that time: only the buffers leave too little' })),
  until: Type.Optional(Type.String({ ...Instant, description: 'When the hold ends, if it is not renewed' })),
  limit: Type.Optional(
    Type.Object(
      {
        of: Type.Union([Type.Literal('resource'), Type.Literal('customer')]),
        per: Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')]),
        most: Type.Integer(),
      },
      { description: 'Which limit is reached' },
    ),
  ),
  earliest: Type.Optional(Instant),
  before: Type.Optional(Type.String({ ...Instant, description: 'A start must lie before this' })),
})

export const explainReply = Type.Object(
  {
    start: Instant,
    offered: Type.Boolean(),
    text: Type.String({ description: 'All of it in words' }),
    reasons: Type.Array(reason),
    holiday: Type.Union([Type.String(), Type.Null()], {
      description: 'The public holiday for which the location is closed on that date',
    }),
    resources: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        kind: Type.String(),
        free: Type.Boolean({ description: 'No reason stands against it' }),
      }),
    ),
    calendars: Type.Array(
      Type.Object({
        resource_id: Type.String(),
        connection_id: Type.String(),
        calendar: Type.String(),
        synced_at: nullable(Instant),
        stale: Type.Boolean(),
        text: Type.String({ description: 'How old it is' }),
      }),
    ),
  },
  { title: 'Explanation' },
)
