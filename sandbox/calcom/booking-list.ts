import type { Handler, StandInRequest } from '../engine/index.ts'
import { bookingView } from './booking-view.ts'
import { refuse } from './calcom-errors.ts'
import type { Booking, CalcomState } from './calcom-state.ts'

type Filter = (booking: Booking, wanted: string, now: number) => boolean

const statuses: Record<string, (booking: Booking, now: number) => boolean> = {
  upcoming: (booking, now) => isActive(booking) && booking.end > now,
  past: (booking, now) => isActive(booking) && booking.end <= now,
  cancelled: (booking) => booking.status === 'cancelled' || booking.status === 'rejected',
  unconfirmed: (booking, now) => booking.status === 'pending' && booking.end > now,
  recurring: () => false,
}

/** Every filter the provider's document has for one user. There is none for metadata. */
const filters: Record<string, Filter> = {
  status: (booking, wanted, now) => wanted.split(',').some((name) => statuses[name]?.(booking, now) ?? false),
  attendeeEmail: ({ attendee }, wanted) => attendee.email === wanted,
  attendeeName: ({ attendee }, wanted) => attendee.name === wanted,
  bookingUid: ({ uid }, wanted) => uid === wanted,
  eventTypeId: ({ eventTypeId }, wanted) => String(eventTypeId) === wanted,
  eventTypeIds: ({ eventTypeId }, wanted) => wanted.split(',').includes(String(eventTypeId)),
  afterStart: ({ start }, wanted) => start >= Date.parse(wanted),
  beforeEnd: ({ end }, wanted) => end <= Date.parse(wanted),
  afterCreatedAt: ({ createdAt }, wanted) => createdAt >= Date.parse(wanted),
  beforeCreatedAt: ({ createdAt }, wanted) => createdAt <= Date.parse(wanted),
  afterUpdatedAt: ({ updatedAt }, wanted) => updatedAt >= Date.parse(wanted),
  beforeUpdatedAt: ({ updatedAt }, wanted) => updatedAt <= Date.parse(wanted),
}

const sortKeys: Record<string, (booking: Booking) => number> = {
  sortStart: ({ start }) => start,
  sortEnd: ({ end }) => end,
  sortCreated: ({ createdAt }) => createdAt,
  sortUpdatedAt: ({ updatedAt }) => updatedAt,
}

export const listBookings: Handler<CalcomState> = (request, { state, now }) => {
  checkQuery(request)
  const { query } = request
  const found = sorted(query, state.bookings).filter((booking) =>
    Object.entries(filters).every(([name, fits]) => {
      const wanted = query.get(name)
      return wanted === null || fits(booking, wanted, now())
    }),
  )
  const take = count(request, 'take', { fallback: 100, least: 1 })
  const skip = count(request, 'skip', { fallback: 0, least: 0 })
  const page = found.slice(skip, skip + take)
  const data = page.map((booking) => bookingView(state, booking))
  const pagination = paginate({ total: found.length, take, skip, returned: page.length })
  return { status: 200, body: { status: 'success', data, pagination } }
}

/** The provider refuses unknown parameters, bad dates and unknown statuses. */
function checkQuery(request: StandInRequest): void {
  for (const [name, value] of request.query) {
    if (!(name in filters) && !(name in sortKeys) && name !== 'take' && name !== 'skip')
      refuse(request, 400, `property ${name} should not exist`)
    if (/^(after|before)/.test(name) && Number.isNaN(Date.parse(value)))
      refuse(request, 400, `${name} must be a valid ISO 8601 date string`)
    if (name === 'status' && !value.split(',').every((status) => status in statuses))
      refuse(request, 400, `Invalid status. Allowed are ${Object.keys(statuses).join(', ')}`)
  }
}

function sorted(query: URLSearchParams, bookings: readonly Booking[]): Booking[] {
  const given = Object.entries(sortKeys).find(([name]) => query.has(name))
  const [name, key] = given ?? ['', ({ id }: Booking) => id]
  const sign = query.get(name) === 'desc' ? -1 : 1
  return bookings.toSorted((one, other) => sign * (key(one) - key(other)))
}

function count(
  request: StandInRequest,
  name: string,
  { fallback, least }: { fallback: number; least: number },
): number {
  const value = Number(request.query.get(name) ?? fallback)
  if (Number.isInteger(value) && value >= least) return value
  return refuse(request, 400, `${name} must not be less than ${least}`)
}

type PageFacts = { total: number; take: number; skip: number; returned: number }

function paginate({ total, take, skip, returned }: PageFacts): object {
  return {
    totalItems: total,
    remainingItems: Math.max(0, total - (skip + take)),
    returnedItems: returned,
    itemsPerPage: take,
    currentPage: Math.floor(skip / take) + 1,
    totalPages: Math.ceil(total / take),
    hasNextPage: skip + take < total,
    hasPreviousPage: skip > 0,
  }
}

function isActive({ status }: Booking): boolean {
  return status === 'accepted' || status === 'pending'
}
