const HALF_HOUR = 1_800_000
const DAY = 86_400_000

/** Days from today that availability is asked about; bookings of the load come later, so that its answers stay. */
export const ASKED_DAYS = 14
const FIRST_BOOKED_DAY = 30

export const startOfToday = (now = Date.now()): number => Math.floor(now / DAY) * DAY

/** Epoch milliseconds of the n-th half hour that the load may book with one business. */
export const slotTime = (index: number, now = Date.now()): number =>
  startOfToday(now) + FIRST_BOOKED_DAY * DAY + index * HALF_HOUR

/** How many there are before the horizon of the services. */
export const SLOTS = (990 - FIRST_BOOKED_DAY) * 48
