import type { Change, HoldLimit, ReachedLimit } from '../../scheduling/index.ts'

/** Why a time cannot be booked, as the caller hears it. `nothing_then`: for a whole day or week. */
export type RefusalReason =
  | 'slot_taken'
  | 'outside_hours'
  | 'too_soon'
  | 'too_far'
  | 'limit_reached'
  | 'held_until'
  | 'calendar_stale'
  | 'nothing_then'

export interface SpokenRefusal {
  reason: RefusalReason
  /** With `too_far`: the last day that can be booked, accusative. */
  lastDay?: string
  /** With `limit_reached`: which. */
  limit?: ReachedLimit | undefined
}

/** Why the caller is asked about the time. */
export type TimeQuestion =
  | 'which_day'
  | 'which_week'
  | 'which_time'
  | 'day_contradicts'
  | 'time_contradicts'
  | 'unclear_time'
  | 'no_such_date'
  | 'past'
  | 'missing'

/** What did not work out. Who could not note down a callback must not offer one. */
export type Trying = 'look' | 'change' | 'callback'

export interface SpokenService {
  name: string
  duration: string
}

export interface SpokenBooking {
  service: string
  /** With the price, where there is one to tell; only of a service that has several lengths. */
  length?: string | undefined
  /** Weekday, date and time, dative. */
  time: string
  staff?: string | undefined
}

/**
 * Everything that is said. Times and dates come in the dative ("am Dienstag, dem 24. November, um 14 Uhr 30"), rendered
 * from the same data that goes along with the answer. No sentence promises what the hub cannot do, and only `booked`
 * says booked.
 */
export interface Phrases {
  greet(name: string | undefined): string
  services(services: readonly SpokenService[]): string
  noServices(): string
  askService(names: readonly string[]): string
  whichService(names: readonly string[]): string
  /** "90 minutes for 80 euros". */
  lengthAt(duration: string, price: string | undefined): string
  /** A choice of lengths without their prices. */
  anyLength(durations: readonly string[]): string
  /** `lengths`: those there are. `heard`: whether the one that was said could be understood. */
  askLength(service: string, lengths: readonly string[], heard: boolean): string
  unknownService(names: readonly string[]): string
  openingHours(days: readonly string[]): string
  /** `first` is dative, `last` accusative. */
  dayRange(first: string, last: string): string
  /** `day` is nominative, or a range of days. */
  openDay(day: string, ranges: readonly string[]): string
  closedDay(day: string): string
  holiday(day: string, name: string): string
  range(from: string, to: string): string
  free(booking: SpokenBooking): string
  away(name: string): string
  offers(refusal: SpokenRefusal | undefined, times: readonly string[]): string
  nothingFree(refusal: SpokenRefusal | undefined): string
  /** What of a wish was not offered: why nothing, or how many times more are free. */
  leftOut(refusal: SpokenRefusal | undefined, times: number): string
  askTime(question: TimeQuestion, candidates: readonly string[]): string
  unknownStaff(names: readonly string[]): string
  whichStaff(names: readonly string[]): string
  nobodyAble(): string
  held(booking: SpokenBooking, name: string | undefined): string
  tooManyHolds(limit: HoldLimit): string
  holdFirst(): string
  released(): string
  /** What was said for a time, asked back. */
  understood(time: string): string
  needName(): string
  booked(booking: SpokenBooking): string
  appointments(list: readonly string[]): string
  noAppointments(): string
  /** `found`: whether what was said fits the ones listed; if not, they are all there are. */
  whichAppointment(list: readonly string[], found: boolean): string
  appointment(booking: SpokenBooking): string
  rescheduled(booking: SpokenBooking): string
  cancelled(booking: SpokenBooking): string
  /** An appointment that was booked stands on no calendar: other times follow. */
  notInCalendar(time: string): string
  /** `why` is a whole sentence. */
  changeRefused(why: string): string
  /** `costs` is a whole sentence. */
  feeFirst(costs: string, change: Change): string
  /** `fee` is an amount, or a share of the price. */
  feeDue(fee: string): string
  withheld(): string
  needPhone(): string
  callbackNoted(phone: string): string
  unknownNumber(): string
  /** True also where nobody knows what became of it: a commit whose answer was lost may have counted. */
  trouble(tried: Trying): string
  slow(held: boolean): string
  unknownFunction(): string
}
