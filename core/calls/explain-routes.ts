import type { Static } from '@sinclair/typebox'
import type { CustomerService } from '../customers/index.ts'
import type { Clock } from '../platform/clock.ts'
import { HubError } from '../platform/errors.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { AvailabilityService, ExplainedStart, ResourceService } from '../scheduling/index.ts'
import type { LocationService } from '../tenants/index.ts'
import { explainQuery, explainReply } from './explain-schemas.ts'
import {
  type Speaking,
  sayFreshness,
  sayMissing,
  sayOutcome,
  sayReach,
  sayReason,
  sayUnable,
} from './explain-words.ts'
import { localTime } from './functions/local-day.ts'

export interface ExplainRouteParts {
  availability: AvailabilityService
  customers: Pick<CustomerService, 'get'>
  resources: ResourceService
  locations: LocationService
  clock: Clock
}

const MINUTE = 60_000

/** Here and not with availability, because it speaks. */
export function explainRoutes(parts: ExplainRouteParts): Route[] {
  const { availability, customers, resources, locations, clock } = parts
  const explain = defineRoute({
    method: 'GET',
    path: '/v1/availability/explain',
    tag: 'availability',
    summary: 'Why is this time offered, or why not?',
    description:
      'All reasons, for each resource, in data and in words. Nothing tells whose an appointment or an entry is.',
    permission: 'availability:read',
    rate: 'read',
    query: explainQuery,
    replies: { 200: { description: 'The reasons', schema: explainReply } },
    async handler({ tenantId, query }) {
      const { service_id: serviceId, location_id: locationId, resource_id: resourceId } = query
      const { duration_minutes: durationMinutes } = query
      const start = fullMinute(query.start)
      const location = await locations.get(tenantId, locationId)
      const customer = query.customer_id && (await customers.get(tenantId, query.customer_id))
      const customerId = customer ? customer.id : undefined
      const asked = { serviceId, locationId, durationMinutes, resourceId, customerId, start }
      const explained = await availability.explain(tenantId, asked)
      const names = new Map((await resources.list(tenantId)).map(({ id, name }) => [id, name]))
      const language = query.language ?? location.language
      const holiday = explained.holiday?.name[language]
      const speaking = { zone: location.zone, language, now: clock.now(), start, holiday }
      return { status: 200, body: presentExplained(explained, names, speaking) }
    },
  })
  return [explain]
}

function fullMinute(text: string): number {
  const at = Date.parse(text)
  if (at % MINUTE === 0) return at
  throw new HubError('invalid', {
    detail: 'The query field /start must be a full minute.',
    extra: { errors: [{ path: '/start', message: 'must be a full minute' }] },
  })
}

type Reply = Static<typeof explainReply>

function presentExplained(
  explained: ExplainedStart,
  names: ReadonlyMap<string, string>,
  speaking: Speaking,
): Reply {
  const nameOf = (id: string) => names.get(id) ?? id
  const resources = explained.resources.map(({ resourceId: id, kind, reasons }) => {
    return { id, name: nameOf(id), kind, free: reasons.length === 0 }
  })
  const able = Map.groupBy(
    resources.filter((each) => each.free),
    ({ kind }) => kind,
  )
  const free = [...able.values()].map((some) => some.map(({ name }) => name))
  const reasons = [
    ...generalReasons(explained, nameOf, speaking),
    ...resourceReasons(explained, nameOf, speaking),
  ]
  const calendars = explained.calendars.map(({ resourceId, syncedAt, connectionId, calendar, stale }) => ({
    resource_id: resourceId,
    connection_id: connectionId,
    calendar,
    synced_at: syncedAt === null ? null : localTime(syncedAt, speaking.zone),
    stale,
    text: sayFreshness(syncedAt, nameOf(resourceId), speaking),
  }))
  // Where it is offered, what keeps others from it is data enough.
  const why = explained.offered ? [] : reasons.map(({ text }) => text)
  const age = calendars.map(({ text }) => text)
  return {
    start: localTime(speaking.start, speaking.zone),
    offered: explained.offered,
    text: [...new Set([sayOutcome(explained.offered, free, speaking), ...why, ...age])].join(' '),
    reasons,
    holiday: speaking.holiday ?? null,
    resources,
    calendars,
  }
}

function generalReasons(
  { reach, missing, unable }: ExplainedStart,
  nameOf: (id: string) => string,
  speaking: Speaking,
): Reply['reasons'] {
  const lacking = [
    ...missing.map((kind) => sayMissing(kind, speaking)),
    ...(unable === undefined ? [] : [sayUnable(nameOf(unable), speaking)]),
  ]
  const nobody = lacking.map((text) => ({ code: 'nobody_able', resource_id: null, text }))
  if (!reach) return nobody
  const at = (minute: number) => localTime(minute * MINUTE, speaking.zone)
  const limit = reach.code === 'too_soon' ? { earliest: at(reach.earliest) } : { before: at(reach.before) }
  return [{ code: reach.code, resource_id: null, text: sayReach(reach, speaking), ...limit }, ...nobody]
}

function resourceReasons(
  { resources }: ExplainedStart,
  nameOf: (id: string) => string,
  speaking: Speaking,
): Reply['reasons'] {
  const at = (minute: number) => localTime(Math.floor(minute * MINUTE), speaking.zone)
  return resources.flatMap(({ resourceId, reasons }) =>
    reasons.map((reason) => ({
      code: reason.code,
      resource_id: resourceId,
      text: sayReason(reason, nameOf(resourceId), speaking),
      ...('start' in reason ? { start: at(reason.start), end: at(reason.end), near: reason.near } : {}),
      ...('limit' in reason && reason.limit ? { limit: reason.limit } : {}),
      ...(reason.code === 'hold' ? { until: at(reason.until) } : {}),
    })),
  )
}
