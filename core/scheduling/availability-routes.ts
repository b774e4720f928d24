import { hash } from 'node:crypto'
import { type Static, Type } from '@sinclair/typebox'
import type { CustomerService } from '../customers/index.ts'
import type { Clock } from '../platform/clock.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { LocationService } from '../tenants/index.ts'
import type { AvailabilityCache, FinishedAnswer } from './availability-cache.ts'
import { preview } from './availability-preview.ts'
import type { AvailabilityService } from './availability-service.ts'
import { instantText } from './instant-text.ts'
import { previewReply, previewSchema } from './preview-schema.ts'
import {
  askedDuration,
  closed,
  Id,
  Instant,
  nullable,
  preferredResource,
  slotSchema,
} from './scheduling-schemas.ts'
import { presentSlot } from './slot-presenter.ts'
import { instantOf, locationOf } from './time-of-request.ts'

const MINUTE = 60_000
const TWO_WEEKS = 14 * 86_400_000
const JSON_TYPE = 'application/json; charset=utf-8'

const question = closed({
  service_id: Id,
  location_id: Type.Optional(Id),
  duration_minutes: Type.Optional(askedDuration),
  resource_id: Type.Optional(Id),
  preferred_resource_id: Type.Optional(preferredResource),
  customer_id: Type.Optional(
    Type.String({
      ...Id,
      description:
        'Who asks: whoever served them last can be chosen, and nothing is offered beyond their limit',
    }),
  ),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
})

const answer = Type.Object({
  slots: Type.Array(slotSchema),
  valid_until: nullable(Instant),
  calendars: Type.Array(
    Type.Object({ connection_id: Type.String(), calendar: Type.String(), synced_at: nullable(Instant) }),
  ),
  stale: Type.Boolean({
    description: 'What is booked now is provisional: a calendar has not been read lately',
  }),
})

export interface AvailabilityRouteParts {
  customers: Pick<CustomerService, 'get'>
  availability: AvailabilityService
  cache: AvailabilityCache
  locations: LocationService
  clock: Clock
}

export function availabilityRoutes(parts: AvailabilityRouteParts): Route[] {
  const { cache, clock } = parts
  const search = defineRoute({
    method: 'GET',
    path: '/v1/availability',
    tag: 'availability',
    summary: 'Free times for a service, two weeks from now unless said otherwise',
    description: 'Answered from what the hub knows; `calendars` says how old that is.',
    permission: 'availability:read',
    rate: 'read',
    query: question,
    replies: {
      200: { description: 'In order of start, with `ETag` and `Cache-Control`', schema: answer },
      304: { description: 'The same as `If-None-Match` names' },
    },
    async handler({ tenantId, query }) {
      const from = query.from ? instantOf(query.from) : startOfNextMinute(clock)
      const to = query.to ? instantOf(query.to) : from + TWO_WEEKS
      const wanted = { ...query, from, to, limit: query.limit ?? 200 }
      const find = () => finishedAnswer(parts, tenantId, wanted)
      const { value, counts } = await cache.answers.recall(tenantId, keyOf(wanted), find)
      const { bytes, etag, validUntil } = value
      const lasting = isLasting(validUntil, clock)
      const asksTheSame = () => query.from !== undefined || from === startOfNextMinute(clock)
      return {
        status: 200,
        type: JSON_TYPE,
        body: bytes,
        headers: cacheHeaders(etag, lasting),
        keptWhile: () => counts() && asksTheSame() && lasting === isLasting(validUntil, clock),
      }
    },
  })
  const previewing = defineRoute({
    method: 'POST',
    path: '/v1/availability/preview',
    tag: 'availability',
    summary: 'What would be offered?',
    description:
      'Everything stands in the body and nothing is stored. A slot lies within open time; its buffers need not. What ' +
      'the resources’ own zones say is not changed by the zone of the body.',
    permission: 'availability:read',
    rate: 'expensive',
    idempotent: false,
    body: previewSchema,
    bodyBytes: 2 * 1_024 * 1_024,
    replies: { 200: { description: 'In order of start', schema: previewReply } },
    async handler({ body }) {
      return { status: 200, body: preview(body) }
    },
  })
  return [search, previewing]
}

/** All that an answer depends on. */
const keyOf = (wanted: Wanted): string =>
  [
    wanted.service_id,
    wanted.location_id,
    wanted.duration_minutes,
    wanted.resource_id,
    wanted.preferred_resource_id,
    wanted.customer_id,
    wanted.from,
    wanted.to,
    wanted.limit,
  ].join()

interface Wanted extends Omit<Static<typeof question>, 'from' | 'to'> {
  from: number
  to: number
}

async function finishedAnswer(
  { availability, locations, customers }: AvailabilityRouteParts,
  tenantId: string,
  wanted: Wanted,
): Promise<FinishedAnswer> {
  const { service_id: serviceId, resource_id: resourceId, from, to, limit } = wanted
  const { duration_minutes: durationMinutes, preferred_resource_id: preferredResourceId } = wanted
  const customer = wanted.customer_id && (await customers.get(tenantId, wanted.customer_id))
  const locationId = await locationOf(locations, tenantId, wanted.location_id)
  const zone = await locations.zoneOf(tenantId, locationId)
  const found = await availability.search(tenantId, {
    serviceId,
    locationId,
    durationMinutes,
    resourceId,
    preferredResourceId,
    customerId: customer ? customer.id : undefined,
    from,
    to,
    limit,
  })
  const { validUntil, stale } = found
  const text = (at: number | null) => (at === null ? null : instantText(at, zone))
  const calendars = found.calendars.map((each) => ({ ...each, synced_at: text(each.synced_at) }))
  const slots = found.slots.map((slot) => presentSlot(slot, zone))
  const body = { slots, valid_until: text(validUntil), calendars, stale }
  const bytes = Buffer.from(JSON.stringify(body))
  return { bytes, etag: `"${hash('sha256', bytes, 'base64url')}"`, validUntil }
}

/** Seconds that a cache on the way may answer by itself: no longer than the processes here do. */
const EDGE_SECONDS = 1

const isLasting = (validUntil: number | null, clock: Clock): boolean =>
  validUntil === null || validUntil - clock.now() >= EDGE_SECONDS * 1_000

/**
 * A cache in front may keep it for each key and tenant apart, and ask with `If-None-Match` after that. A start that is
 * offered a second too long does no harm: the database decides.
 */
function cacheHeaders(etag: string, lasting: boolean): Record<string, string> {
  return {
    ETag: etag,
    'Cache-Control': `public, max-age=${lasting ? EDGE_SECONDS : 0}, must-revalidate`,
    Vary: 'Authorization, X-Tenant-Id',
  }
}

/** Slots start at whole minutes: whoever asks from now on within one minute asks the same. */
const startOfNextMinute = (clock: Clock): number => Math.ceil(clock.now() / MINUTE) * MINUTE
