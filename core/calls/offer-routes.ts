import type { Static } from '@sinclair/typebox'
import { Temporal } from 'temporal-polyfill'
import type { CustomerService } from '../customers/index.ts'
import type { Clock } from '../platform/clock.ts'
import { HubError } from '../platform/errors.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import {
  type AvailabilityService,
  locationOf,
  type ResourceService,
  type ServiceCatalog,
  type Wish,
} from '../scheduling/index.ts'
import type { LocationService } from '../tenants/index.ts'
import type { Conversation } from './call-session.ts'
import type { FunctionAnswer } from './function-answer.ts'
import { offerAt, offerWithin, type Wanted } from './functions/find-offers.ts'
import { localDay } from './functions/local-day.ts'
import { readWishes, type Wishes } from './functions/read-wishes.ts'
import { offersQuery, offersReply } from './offer-schemas.ts'
import { phrasesIn } from './phrases/index.ts'
import { searchedMinutes } from './spoken-time/index.ts'

export interface OfferRouteParts {
  availability: AvailabilityService
  catalog: ServiceCatalog
  customers: Pick<CustomerService, 'get'>
  resources: ResourceService
  locations: LocationService
  clock: Clock
}

const TWO_WEEKS = 14 * 86_400_000
/** The end of what is asked for has a year of four digits wherever it is told. */
const LAST = Date.parse('9999-12-31T00:00:00Z')

type Query = Static<typeof offersQuery>

/** Here and not with availability, because it speaks and understands speech. */
export function offerRoutes(parts: OfferRouteParts): Route[] {
  const offers = defineRoute({
    method: 'GET',
    path: '/v1/offers',
    tag: 'availability',
    summary: 'At most three times to choose from, as an agent would say them',
    description:
      'The wish is given in words, or as a day, a part of the day, ISO ranges. The offers lie well apart; what was left ' +
      'out is told with the reason. The agent’s `check_availability` answers the same.',
    permission: 'availability:read',
    rate: 'read',
    query: offersQuery,
    replies: { 200: { description: 'Offers in order of start', schema: offersReply } },
    async handler({ tenantId, query }) {
      const conversation = await conversationAbout(parts, tenantId, query)
      const wanted = await wantedBy(parts, tenantId, query)
      const meant = await wishesOf(conversation, query, parts)
      return { status: 200, body: presented(await find(conversation, { ...wanted, meant }, parts)) }
    },
  })
  return [offers]
}

async function conversationAbout(
  { locations, clock }: OfferRouteParts,
  tenantId: string,
  query: Query,
): Promise<Conversation> {
  const location = await locations.get(tenantId, await locationOf(locations, tenantId, query.location_id))
  const language = query.language ?? location.language
  const now = clock.now()
  return { tenantId, location: { ...location, language }, now, phrases: phrasesIn(language) }
}

async function wantedBy(
  { catalog, resources, customers }: OfferRouteParts,
  tenantId: string,
  query: Query,
): Promise<Wanted> {
  const { service_id, resource_id, customer_id, session } = query
  return {
    service: await catalog.get(tenantId, service_id),
    durationMinutes: query.duration_minutes,
    staff: resource_id ? await resources.get(tenantId, resource_id) : undefined,
    preferredId: query.preferred_resource_id,
    customerId: customer_id ? (await customers.get(tenantId, customer_id)).id : undefined,
    holder: session === undefined ? undefined : `session:${session}`,
  }
}

function find(
  conversation: Conversation,
  { meant, ...wanted }: Wanted & { meant: Wishes },
  parts: OfferRouteParts,
): Promise<FunctionAnswer> {
  switch (meant.is) {
    case 'answer':
      return Promise.resolve(meant.answer)
    case 'instant':
      return offerAt(conversation, { ...wanted, start: meant.start }, parts)
    case 'wishes':
      return offerWithin(conversation, { ...wanted, wishes: meant.wishes }, parts)
  }
}

function wishesOf(conversation: Conversation, query: Query, parts: OfferRouteParts): Promise<Wishes> {
  const { words, day, part_of_day: part, ranges } = query
  if (words === undefined) return Promise.resolve({ is: 'wishes', wishes: wishesIn(conversation, query) })
  if (day ?? part ?? ranges)
    throw wrong('words', 'cannot be combined with day, part_of_day and ranges: say it all in words')
  return readWishes(conversation, words, parts.availability)
}

function wishesIn({ location, now }: Conversation, { day, part_of_day, ranges }: Query): Wish[] {
  if (day && ranges) throw wrong('day', 'cannot be combined with ranges')
  const daily = part_of_day ? searchedMinutes(part_of_day) : undefined
  const spans = ranges ? ranges.split(',').map(rangeOf) : [day ? dayOf(day, location.zone) : fortnight(now)]
  const field = ranges ? 'ranges' : 'day'
  if (spans.some(({ end }) => end > LAST)) throw wrong(field, 'is too far ahead')
  const ahead = spans.filter(({ end }) => end > now)
  if (ahead.length === 0) throw wrong(field, 'is over already')
  return ahead.map((span) => ({ ...span, daily }))
}

const fortnight = (now: number) => ({ start: now, end: now + TWO_WEEKS })

function dayOf(date: string, zone: string) {
  const { from, to } = localDay(date, zone)
  return { start: from, end: to }
}

function rangeOf(text: string) {
  const [from, to, more] = text.trim().split('/')
  const [start, end] = [instantIn(from), instantIn(to)]
  if (more !== undefined || start === undefined || end === undefined || start >= end)
    throw wrong('ranges', `${text} is no interval like 2026-12-01T13:00+01:00/2026-12-01T17:00+01:00`)
  return { start, end }
}

function instantIn(text: string | undefined): number | undefined {
  try {
    return text ? Temporal.Instant.from(text).epochMilliseconds : undefined
  } catch {
    return undefined
  }
}

const wrong = (field: string, message: string): HubError =>
  new HubError('invalid', {
    detail: `The query field /${field} ${message}.`,
    extra: { errors: [{ path: `/${field}`, message }] },
  })

/** A function's answer in the form of this route. */
function presented({ status, say, data, missing }: FunctionAnswer): Static<typeof offersReply> {
  const { slot, slots = slot ? [slot] : [], left_out = [], reason = null, question = null, limit } = data
  const more = { reason, ...(limit ? { limit } : {}), left_out, missing, question }
  return { status, say, offers: slots, ...more } as Static<typeof offersReply>
}
