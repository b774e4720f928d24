import { type Static, Type } from '@sinclair/typebox'
import { HubError } from '../platform/errors.ts'
import type {
  Availability,
  AvailabilityRequest,
  BookableResource,
  OpenLocation,
} from './availability-request.ts'
import { weeklyOf, windowsOf } from './clock-hours.ts'
import { instantText } from './instant-text.ts'
import { dayNumber } from './local-date.ts'
import {
  closed,
  Instant,
  Kind,
  LocalDateText,
  nullable,
  override,
  schedulingRules,
  segments,
  weekly,
  Zone,
} from './scheduling-schemas.ts'
import { type Service, serviceProblems } from './service.ts'
import { instantOf } from './time-of-request.ts'
import { resourceIdsOf } from './time-slot.ts'
import { zoneOffsets } from './zone-offsets.ts'

const Key = Type.String({ minLength: 1, maxLength: 100 })
const span = { start: Instant, end: Instant }

/** All that an answer depends on, in one body. What is left out is as for a new service. */
export const previewSchema = closed({
  now: Instant,
  from: Instant,
  to: Instant,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
  resource_id: Type.Optional(Key),
  location: closed({
    zone: Zone,
    weekly: Type.Optional(nullable(weekly)),
    overrides: Type.Optional(Type.Array(override, { maxItems: 400 })),
    holidays: Type.Optional(Type.Array(LocalDateText, { maxItems: 400 })),
  }),
  service: closed({ segments, ...Type.Partial(closed(schedulingRules)).properties }),
  resources: Type.Array(
    closed({
      id: Key,
      kind: Kind,
      seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      weekly: Type.Optional(nullable(weekly)),
      overrides: Type.Optional(Type.Array(override, { maxItems: 400 })),
      busy: Type.Optional(Type.Array(closed(span), { maxItems: 5000 })),
      occupancies: Type.Optional(
        Type.Array(
          closed({
            ...span,
            appointment_id: Type.Optional(Key),
            seat: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
            layer: Type.Optional(Type.Union([Type.Literal('core'), Type.Literal('buffer')])),
            held_until: Type.Optional(Instant),
          }),
          { maxItems: 5000 },
        ),
      ),
    }),
    { minItems: 1, maxItems: 200 },
  ),
})

export const previewReply = Type.Object({
  slots: Type.Array(Type.Object({ ...span, resource_ids: Type.Array(Type.String()) })),
  valid_until: nullable(Instant),
})

type Body = Static<typeof previewSchema>
type ResourceBody = Body['resources'][number]

const MINUTE = 60_000
const LONGEST = 400 * 86_400_000

/** The engine's question. Throws `invalid` for what no schedule can be made of. */
export function previewRequest(body: Body): AvailabilityRequest {
  const [from, to] = [instantOf(body.from), instantOf(body.to)]
  if (from >= to || to - from > LONGEST)
    throw new HubError('invalid', { detail: 'from must lie before to, by at most 400 days.' })
  return {
    service: serviceOf(body.service),
    location: locationOf(body.location),
    resources: body.resources.map(resourceOf),
    from: Math.ceil(from / MINUTE),
    to: Math.ceil(to / MINUTE),
    now: instantOf(body.now) / MINUTE,
    limit: body.limit,
    onlyResourceIds: body.resource_id === undefined ? undefined : [body.resource_id],
  }
}

export function presentPreview({ location }: AvailabilityRequest, { slots, validUntil }: Availability) {
  const text = (minute: number) => instantText(minute * MINUTE, location.zone)
  return {
    slots: slots.map((slot) => ({
      start: text(slot.start),
      end: text(slot.end),
      resource_ids: resourceIdsOf(slot),
    })),
    valid_until: validUntil === null ? null : text(validUntil),
  }
}

function serviceOf(rules: Body['service']): Service {
  const service: Service = {
    id: 'preview',
    segments: rules.segments,
    bufferBefore: rules.buffer_before ?? 0,
    bufferAfter: rules.buffer_after ?? 0,
    bufferPolicy: rules.buffer_policy ?? 'max',
    grid: rules.grid ?? { policy: 'window', minutes: 15 },
    noticeMinutes: rules.notice_minutes ?? 0,
    horizonDays: rules.horizon_days ?? 180,
  }
  const errors = serviceProblems(service)
  if (errors.length === 0) return service
  throw new HubError('invalid', { detail: 'A service like that can’t be scheduled.', extra: { errors } })
}

function locationOf({ zone, weekly: hours, overrides, holidays = [] }: Body['location']): OpenLocation {
  try {
    zoneOffsets(zone)
    holidays.forEach(dayNumber)
    return { id: 'preview', zone, ...hoursOf(hours, overrides), holidays }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new HubError('invalid', { detail: `location: ${cause.message}`, cause })
  }
}

function resourceOf({
  id,
  kind,
  seats = 1,
  busy = [],
  occupancies = [],
  ...rest
}: ResourceBody): BookableResource {
  return {
    id,
    kind,
    seats,
    ...hoursOf(rest.weekly, rest.overrides),
    busy: busy.map(minutesOf),
    occupied: occupancies.map((each, i) => ({
      ...minutesOf(each),
      layer: each.layer ?? 'core',
      seat: each.seat ?? 1,
      appointmentId: each.appointment_id ?? `occupancy ${i}`,
      heldUntil: each.held_until === undefined ? null : instantOf(each.held_until) / MINUTE,
    })),
  }
}

function hoursOf(hours: Body['location']['weekly'], overrides: Body['location']['overrides'] = []) {
  return {
    hours: hours ? weeklyOf(hours) : null,
    overrides: overrides.map(({ date, ranges }) => {
      dayNumber(date)
      return { date, windows: windowsOf(ranges) }
    }),
  }
}

/** Whole minutes, outwards: nothing may look shorter than it is. */
const minutesOf = ({ start, end }: { start: string; end: string }) => ({
  start: Math.floor(instantOf(start) / MINUTE),
  end: Math.ceil(instantOf(end) / MINUTE),
})
