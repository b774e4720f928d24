import { type Static, Type } from '@sinclair/typebox'
import type { PricedService, SpokenByLanguage } from './catalog-service.ts'
import {
  Buffer,
  closed,
  Duration,
  Kind,
  LocalDateText,
  Name,
  nullable,
  schedulingRules,
  segments,
  Version,
} from './scheduling-schemas.ts'
import { type BookingWindow, serviceMinutes } from './service.ts'
import { wrongField } from './wrong-field.ts'

const Days = Type.Integer({ minimum: 1, maximum: 1000 })
const bookingWindow = Type.Union(
  [
    closed({ kind: Type.Literal('rolling_days'), days: Days }),
    closed({ kind: Type.Literal('fixed'), from: LocalDateText, to: LocalDateText }),
    closed({ kind: Type.Literal('business_days'), days: Type.Integer({ minimum: 1, maximum: 250 }) }),
  ],
  {
    description:
      'Which starts may be booked: before the same time of day so many days on (`horizon_days` is short for that); on ' +
      'dates from the one to the other; today and up to the end of so many dates after it on which the location opens',
  },
)
const buffers = Type.Array(closed({ kind: Kind, before: Buffer, after: Buffer }), {
  maxItems: 3,
  description:
    'Instead of buffer_before and buffer_after, for the kinds that are named: preparation on the room, say',
})
const spokenIn = Type.Array(Name, { maxItems: 50 })
const ActiveDate = (description: string) => nullable(Type.String({ ...LocalDateText, description }))
const PriceMinor = nullable(
  Type.Integer({
    minimum: 0,
    maximum: 2_147_483_647,
    description: 'In minor units of the client’s currency',
  }),
)

/** What a client says of a service, besides whether it is on offer at all. */
const fields = {
  name: Name,
  spoken_names: Type.Array(Name, { maxItems: 50, description: 'What callers say for it, in any language' }),
  spoken: Type.Partial(closed({ de: spokenIn, en: spokenIn }), {
    additionalProperties: false,
    description: 'What they say for it in each language; the first is what they hear it called',
  }),
  description: Type.String({ maxLength: 2000 }),
  segments,
  durations: Type.Array(closed({ minutes: Duration, price_minor: Type.Optional(PriceMinor) }), {
    maxItems: 20,
    description:
      'Further lengths, for a service of one segment, whose own length is the one where nothing is said',
  }),
  ...schedulingRules,
  buffers,
  capacity: Type.Integer({
    minimum: 1,
    maximum: 1000,
    description:
      'How many customers may share one time of the same resources, each with an appointment of their own: above 1, a class',
  }),
  choose: Type.Union(
    [
      Type.Literal('fewest_gaps'),
      Type.Literal('least_busy'),
      Type.Literal('round_robin'),
      Type.Literal('same_as_last_time'),
    ],
    {
      description:
        'Who is chosen among those that are free, after a wish and their priority: where it leaves the fewest gaps; who has ' +
        'least to do then; who got the fewest appointments of the last 30 days by weight; who served the customer last, ' +
        'else who has least to do',
    },
  ),
  booking_window: bookingWindow,
  active_from: ActiveDate('First date of a start, in the location’s zone'),
  active_until: ActiveDate('Last date of a start'),
  price_minor: PriceMinor,
}

export const serviceSchema = Type.Object(
  {
    id: Type.String(),
    ...fields,
    minutes: Type.Integer({ description: 'From start to end, without buffers' }),
    currency: Type.String({ description: 'The client’s, ISO 4217' }),
    active: Type.Boolean({ description: 'False: offered no more' }),
    version: Type.Integer(),
  },
  { title: 'Service' },
)

const optional = Type.Partial(closed(fields))
export const newService = closed({ ...optional.properties, name: Name, segments })
export const serviceChange = Type.Partial(closed({ ...fields, active: Type.Boolean(), version: Version }), {
  additionalProperties: false,
  minProperties: 1,
})

/** Only what was sent, under the names of the code. */
export function fieldsOf(body: Static<typeof optional>) {
  const said = {
    name: body.name,
    spokenNames: body.spoken_names,
    spoken: body.spoken as SpokenByLanguage | undefined,
    description: body.description,
    segments: body.segments,
    durations: body.durations?.map(({ minutes, price_minor: priceMinor = null }) => ({
      minutes,
      priceMinor,
    })),
    bufferBefore: body.buffer_before,
    bufferAfter: body.buffer_after,
    buffers: body.buffers,
    bufferPolicy: body.buffer_policy,
    grid: body.grid,
    capacity: body.capacity,
    choose: body.choose,
    noticeMinutes: body.notice_minutes,
    ...windowOf(body),
    activeFrom: body.active_from,
    activeUntil: body.active_until,
    priceMinor: body.price_minor,
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof said]?: Exclude<(typeof said)[K], undefined>
  }
}

/** `horizon_days` alone means rolling days; beside another `booking_window` it is only kept. */
function windowOf({ booking_window: window, horizon_days: horizonDays }: Static<typeof optional>) {
  if (!window) return { horizonDays, bookingWindow: horizonDays === undefined ? undefined : null }
  if (window.kind !== 'rolling_days') return { horizonDays, bookingWindow: window }
  if (horizonDays === undefined || horizonDays === window.days)
    return { horizonDays: window.days, bookingWindow: null }
  throw wrongField('/horizon_days', 'differs from the days of booking_window')
}

export const presentService = (service: PricedService): Static<typeof serviceSchema> => ({
  id: service.id,
  name: service.name,
  spoken_names: [...service.spokenNames],
  spoken: spokenOf(service),
  description: service.description,
  minutes: serviceMinutes(service),
  segments: service.segments.map(({ minutes, needs }) => ({ minutes, needs: [...needs] })),
  durations: (service.durations ?? []).map(({ minutes, priceMinor }) => ({
    minutes,
    price_minor: priceMinor,
  })),
  buffer_before: service.bufferBefore,
  buffer_after: service.bufferAfter,
  buffers: [...(service.buffers ?? [])],
  buffer_policy: service.bufferPolicy,
  grid: service.grid,
  capacity: service.capacity ?? 1,
  choose: service.choose ?? 'fewest_gaps',
  notice_minutes: service.noticeMinutes,
  horizon_days: service.horizonDays,
  booking_window: presentWindow(service),
  active_from: service.activeFrom ?? null,
  active_until: service.activeUntil ?? null,
  price_minor: service.priceMinor,
  currency: service.currency,
  active: service.active,
  version: service.version,
})

const presentWindow = ({ bookingWindow: window, horizonDays }: PricedService): BookingWindow =>
  window ?? { kind: 'rolling_days', days: horizonDays }

const spokenOf = ({ spoken }: PricedService) =>
  Object.fromEntries(Object.entries(spoken).map(([language, names]) => [language, [...names]]))
