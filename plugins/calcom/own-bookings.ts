import { type CalcomBooking, ENTRY_KEY } from './booking-mapping.ts'

/**
 * The bookings that the hub wrote, by their key. Cal.com makes a new booking at every move; one that does not carry the
 * metadata on is known by the booking it came from.
 */
export function entryIdsOf(bookings: readonly CalcomBooking[]): Map<CalcomBooking, string> {
  const byUid = new Map(bookings.map((booking) => [booking.uid, booking]))
  const found = new Map<CalcomBooking, string>()
  for (const booking of bookings) {
    const key = keyOf(booking, byUid)
    if (key !== undefined) found.set(booking, key)
  }
  return found
}

function keyOf(booking: CalcomBooking, byUid: ReadonlyMap<string, CalcomBooking>): string | undefined {
  const seen = new Set<CalcomBooking>()
  let at: CalcomBooking | undefined = booking
  while (at && !seen.has(at)) {
    const key = at.metadata?.[ENTRY_KEY]
    if (key !== undefined) return key
    seen.add(at)
    at = at.rescheduledFromUid === undefined ? undefined : byUid.get(at.rescheduledFromUid)
  }
  return undefined
}
