import { Type } from '@sinclair/typebox'
import type { DayPart } from './spoken-time/index.ts'

const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with the location’s offset' })
const Id = Type.String({ format: 'uuid' })

const DAY_PARTS = [
  'early_morning',
  'morning',
  'forenoon',
  'noon',
  'early_afternoon',
  'afternoon',
  'late_afternoon',
  'evening',
  'late_evening',
  'night',
] as const satisfies readonly DayPart[]

export const offersQuery = Type.Object(
  {
    service_id: Id,
    location_id: Type.Optional(Id),
    duration_minutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1440,
        description: 'One of the service’s lengths; its own where left out',
      }),
    ),
    customer_id: Type.Optional(
      Type.String({
        ...Id,
        description:
          'Who asks: whoever served them last can be chosen, and nothing is offered beyond their limit',
      }),
    ),
    resource_id: Type.Optional(Type.String({ ...Id, description: 'A condition: nobody else' })),
    preferred_resource_id: Type.Optional(
      Type.String({ ...Id, description: 'A wish: somebody else where this one is not free at all' }),
    ),
    words: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description: 'When, as somebody would say it: „Dienstagnachmittag oder Donnerstag früh“',
      }),
    ),
    day: Type.Optional(
      Type.String({ format: 'date', description: 'A date at the location; else two weeks from now' }),
    ),
    part_of_day: Type.Optional(
      Type.Union(
        DAY_PARTS.map((part) => Type.Literal(part)),
        { description: 'Of the day, of each day of the ranges, or of each of the next two weeks' },
      ),
    ),
    ranges: Type.Optional(
      Type.String({
        maxLength: 1_000,
        description:
          'ISO 8601 intervals, separated by commas: `2026-12-01T13:00+01:00/2026-12-01T17:00+01:00`',
      }),
    ),
    session: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Its own holds do not stand in the way' }),
    ),
    language: Type.Optional(
      Type.Union([Type.Literal('de'), Type.Literal('en')], {
        description: 'That of the location where left out',
      }),
    ),
  },
  { additionalProperties: false },
)

const limit = Type.Object(
  {
    of: Type.Union([Type.Literal('resource'), Type.Literal('customer')]),
    per: Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')]),
    most: Type.Integer(),
  },
  { description: 'With `limit_reached`: which' },
)

const leftOut = Type.Object({
  from: Instant,
  to: Instant,
  daily: Type.Optional(
    Type.Object({ from: Type.String(), to: Type.String() }, { description: 'Of each day only this' }),
  ),
  code: Type.Union(
    [
      'more_free',
      'slot_taken',
      'outside_hours',
      'too_soon',
      'too_far',
      'limit_reached',
      'held_until',
      'calendar_stale',
    ].map((code) => Type.Literal(code)),
  ),
  times: Type.Optional(Type.Integer({ description: 'How many more are free' })),
  earliest: Type.Optional(Instant),
  before: Type.Optional(Instant),
  until: Type.Optional(Instant),
  limit: Type.Optional(limit),
  say: Type.String(),
})

const offer = Type.Object({
  start: Instant,
  end: Instant,
  service_id: Type.String(),
  location_id: Type.String(),
  resource_ids: Type.Array(Type.String()),
  instead_of: Type.Optional(
    Type.String({ description: 'The resource that was asked for and is away: another one stands in' }),
  ),
  places_left: Type.Optional(
    Type.Integer({ description: 'Of a service with a capacity: how many more customers it takes' }),
  ),
  offer_token: Type.String({ description: 'Books exactly this, for an hour' }),
  say: Type.String({ description: 'The time in words that cannot be misunderstood at the location' }),
})

export const offersReply = Type.Object(
  {
    status: Type.Union(
      ['available', 'alternatives', 'none', 'ask'].map((status) => Type.Literal(status)),
      {
        description:
          '`available`: exactly the time asked for; `alternatives`: times to choose from; `ask`: the words can be taken in more than one way',
      },
    ),
    say: Type.String({ description: 'One answer to read aloud' }),
    offers: Type.Array(offer, { maxItems: 3 }),
    reason: Type.Union([Type.String(), Type.Null()], {
      description: 'Why nothing of what was wished for is among the offers',
    }),
    limit: Type.Optional(limit),
    left_out: Type.Array(leftOut),
    missing: Type.Array(Type.String(), { description: 'What to ask for' }),
    question: Type.Union([Type.String(), Type.Null()], { description: 'With `ask`: what is unclear' }),
  },
  { title: 'Offers' },
)
