import { type Static, Type } from '@sinclair/typebox'
import { closed, Instant, LocalDateText, schedulingRules, Zone } from './scheduling-schemas.ts'

const Key = Type.String({ minLength: 1, maxLength: 100 })
const Minutes = (minimum: number, description?: string) =>
  Type.Integer({ minimum, maximum: 1440, ...(description ? { description } : {}) })
const Buffer = Type.Optional(Minutes(0, 'Minutes; 0 where left out'))

const hours = {
  start: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', examples: ['09:00'] }),
  end: Type.String({
    pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
    examples: ['17:30', '24:00'],
    description: '17:00; 24:00 is the day’s end. At or before the start’s time of day it is on the next date',
  }),
}

const span = { start: Instant, end: Instant }
const busy = Type.Array(closed({ ...span, buffer_before_minutes: Buffer, buffer_after_minutes: Buffer }), {
  maxItems: 2000,
  description: 'In any order; parts of minutes count whole',
})

const service = closed({
  duration_minutes: Minutes(1),
  interval_minutes: Type.Optional(
    Minutes(1, 'From one start to the next; as long as the duration where left out'),
  ),
  buffer_before_minutes: Buffer,
  buffer_after_minutes: Buffer,
  buffer_policy: Type.Optional(
    Type.Union(schedulingRules.buffer_policy.anyOf, {
      default: 'max',
      description: 'Between neighbours: the larger of their two buffers, or (additive) the sum',
    }),
  ),
  minimum_notice_minutes: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 525_600, description: 'Inclusive; 0 where left out' }),
  ),
  grid: Type.Optional(
    Type.Union(schedulingRules.grid.properties.policy.anyOf, {
      default: 'window',
      description:
        'Starts are counted from the opening (window), from where free time begins (free_start), or from the next ' +
        'full step of the clock after that (free_start_clock)',
    }),
  ),
})

const week = (description: string) =>
  Type.Optional(
    Type.Array(
      closed({
        weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 is Monday, 7 is Sunday' }),
        ...hours,
      }),
      { maxItems: 168, description },
    ),
  )

const resource = closed({
  id: Key,
  zone: Type.Optional(Type.String({ ...Zone, description: 'Of its hours; that of the body where left out' })),
  weekly: week('A weekday that is left out is closed'),
  breaks: week(
    'Taken out of `weekly`; starts go on in the rhythm of the day’s opening. A date with an override has none',
  ),
  overrides: Type.Optional(
    Type.Array(
      closed({
        date: LocalDateText,
        intervals: Type.Array(closed(hours), {
          maxItems: 24,
          description: 'Instead of weekly; none: closed',
        }),
      }),
      { maxItems: 1000 },
    ),
  ),
  days_off: Type.Optional(
    Type.Array(LocalDateText, { maxItems: 1000, description: 'Closed, whatever else is said of the date' }),
  ),
  busy: Type.Optional(busy),
  capacity: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: 'So many busy times that overlap leave no room; 1 where left out',
    }),
  ),
})

/** All that an answer depends on, in one body. Ranges are half-open. */
export const previewSchema = closed({
  zone: Type.String({ ...Zone, description: 'Of the answer, and of hours that name no other' }),
  now: Instant,
  from: Type.String({ ...Instant, description: 'Starts from here ...' }),
  to: Type.String({ ...Instant, description: '... to before here, at most 400 days on' }),
  mode: Type.Optional(
    Type.Union([Type.Literal('any'), Type.Literal('all')], {
      default: 'any',
      description: 'any: one resource is enough. all: every resource is needed',
    }),
  ),
  service,
  resources: Type.Optional(Type.Array(resource, { minItems: 1, maxItems: 200 })),
  free_ranges: Type.Optional(
    Type.Array(closed(span), {
      minItems: 0,
      maxItems: 5000,
      description: 'Instead of resources: when it is open, in any order; those that touch are one',
    }),
  ),
  busy: Type.Optional(
    Type.Array(busy.items, { ...busy, description: 'With free_ranges: what of them is taken' }),
  ),
})

export const previewReply = Type.Object({
  slots: Type.Array(
    Type.Object({
      ...span,
      resource_ids: Type.Array(Type.String(), {
        description:
          'any: all that are free then, the one to be chosen first. all: every one. Of free_ranges: none',
      }),
    }),
  ),
})

export type PreviewBody = Static<typeof previewSchema>
export type PreviewResource = NonNullable<PreviewBody['resources']>[number]
export type PreviewBusy = Static<typeof busy>[number]
