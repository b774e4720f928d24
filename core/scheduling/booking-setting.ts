import { type BookingLimits, closedHolidays, type Location } from '../tenants/index.ts'
import type {
  AvailabilityRequest,
  BookableResource,
  BusyTime,
  OpenLocation,
  Withholding,
} from './availability-request.ts'
import { blocks } from './blocking.ts'
import {
  type Booked,
  type BookedStart,
  countedRange,
  fullPeriods,
  hasLimits,
  NOTHING_BOOKED,
} from './booking-limits.ts'
import type { WhenStale } from './calendar-link.ts'
import type { CatalogService } from './catalog-service.ts'
import { ALWAYS, type Interval } from './interval.ts'
import type { Occupancy } from './occupancy.ts'
import { serviceMinutes } from './service.ts'
import { zoneOffsets } from './zone-offsets.ts'

/** What a service at a location is offered with: everything but what is taken. */
export interface BookingSetting {
  /** At the length asked for. */
  readonly service: CatalogService
  /** That length, where one was asked for. */
  readonly durationMinutes?: number | undefined
  readonly location: SettingLocation
  /** Able to provide the service at that location. */
  readonly resources: readonly SettingResource[]
  readonly calendars: readonly ReadCalendar[]
  readonly customerLimits: BookingLimits
  /** Minutes from this location, by the other one. */
  readonly travel: ReadonlyMap<string, number>
  /** Who may be offered for whom: a booking has to lock both. */
  readonly standIns: ReadonlyArray<{ readonly resourceId: string; readonly standInId: string }>
}

/** Which of its region's public holidays there are depends on the dates asked about: `requestOf` puts them in. */
export type SettingLocation = Omit<OpenLocation, 'holidays'> &
  Pick<Location, 'holidayRegion' | 'holidaysOpen'>

export type SettingResource = Pick<
  BookableResource,
  'id' | 'kind' | 'seats' | 'weight' | 'priority' | 'hours' | 'overrides' | 'breaks'
> & {
  readonly limits: BookingLimits
}

/** An outside calendar whose entries make a resource busy. */
export interface ReadCalendar {
  readonly resourceId: string
  readonly connectionId: string
  readonly calendar: string
  /** Epoch milliseconds; null while it has never been read. */
  readonly syncedAt: number | null
  readonly staleAfterMinutes: number
  readonly whenStale: WhenStale
}

/** What is taken, by resource. */
export interface Taken {
  readonly busy: ReadonlyMap<string, BusyTime[]>
  readonly occupied: ReadonlyMap<string, Occupancy[]>
}

/** What a service's policy has to know of the past. */
export interface Choice {
  /** How many appointments and classes of the service each resource got in the last 30 days; whoever is left out got none. */
  readonly given: ReadonlyMap<string, number>
  /** Who served the customer last. */
  readonly servedLast: ReadonlySet<string>
  /** When time alone changes that (epoch milliseconds); null: never. */
  readonly changesAt: number | null
}

export const NO_CHOICE: Choice = { given: new Map(), servedLast: new Set(), changesAt: null }

export type Asked = Pick<
  AvailabilityRequest,
  'from' | 'to' | 'limit' | 'resourceId' | 'onlyResourceIds' | 'ignoreAppointmentId' | 'ownHoldIds'
>

const NOTHING_TAKEN: Taken = { busy: new Map(), occupied: new Map() }

/** What is known of the moment: epoch milliseconds, what is taken, who was chosen lately, what counts against limits. */
interface Known {
  readonly now: number
  readonly taken?: Taken
  readonly choice?: Choice
  readonly booked?: Booked
}

/** The question to the engine. `now` in epoch milliseconds; without `taken` and `choice`, as if nothing were booked. */
export function requestOf(
  setting: BookingSetting,
  asked: Asked,
  { now, taken = NOTHING_TAKEN, choice = NO_CHOICE, booked = NOTHING_BOOKED }: Known,
): AvailabilityRequest {
  const minute = now / 60_000
  const full = limitsReached(setting, booked, { ...asked, now: minute })
  const refused = new Set(
    staleCalendars(setting, now)
      .filter(isRefused)
      .map(({ resourceId }) => resourceId),
  )
  const resources = setting.resources.map((resource) => ({
    ...resource,
    given: choice.given.get(resource.id),
    servedLast: choice.servedLast.has(resource.id),
    busy: withKnownStandIns(resource.id, taken.busy.get(resource.id) ?? [], { ...asked, ...setting }),
    occupied: taken.occupied.get(resource.id) ?? [],
    withheld: [
      ...(refused.has(resource.id) ? [{ ...ALWAYS, code: 'calendar_stale' as const }] : []),
      ...full(resource),
    ],
  }))
  const { service } = setting
  const location = locationDuring(setting, asked)
  const choiceChangesAt = choice.changesAt === null ? null : choice.changesAt / 60_000
  return { ...asked, service, location, resources, choiceChangesAt, now: minute }
}

type Asking = Pick<AvailabilityRequest, 'now' | 'ignoreAppointmentId' | 'ownHoldIds'>

/** When somebody, or the customer, may not be booked again. Own holds do not count: they would be replaced. */
function limitsReached(
  { location, customerLimits }: BookingSetting,
  { ofResources, ofCustomer }: Booked,
  asking: Asking,
): (resource: SettingResource) => Withholding[] {
  const clock = zoneOffsets(location.zone)
  const counting = (all: readonly BookedStart[]) => all.filter((each) => blocks(each, asking))
  const customers = fullPeriods({ of: 'customer', limits: customerLimits }, counting(ofCustomer), clock)
  return ({ id, limits }) => [
    ...fullPeriods({ of: 'resource', limits }, counting(ofResources.get(id) ?? []), clock),
    ...customers,
  ]
}

/** What limits make it necessary to count, if there are any. `customerId`: null where nobody is known yet. */
export function countedFor(
  { location, customerLimits, resources }: BookingSetting,
  { from, to, customerId }: Pick<Asked, 'from' | 'to'> & { customerId: string | null },
): { resourceIds: string[]; customerId: string | null; range: Interval } | undefined {
  const limited = resources.filter(({ limits }) => hasLimits(limits))
  const counted = hasLimits(customerLimits) ? customerId : null
  if (limited.length === 0 && counted === null) return undefined
  const limits = [...limited.map((each) => each.limits), ...(counted === null ? [] : [customerLimits])]
  const range = countedRange(limits, { start: from, end: to }, zoneOffsets(location.zone))
  return { resourceIds: limited.map(({ id }) => id), customerId: counted, range }
}

/**
 * One of whom the setting did not know yet is not locked, and what is taken of them was not read. Nobody stands in where
 * nobody is named, so the many entries need not be looked at then.
 */
function withKnownStandIns(
  resourceId: string,
  busy: readonly BusyTime[],
  { standIns, onlyResourceIds = [] }: Pick<BookingSetting, 'standIns'> & Pick<Asked, 'onlyResourceIds'>,
): readonly BusyTime[] {
  if (onlyResourceIds.length === 0) return busy
  const known = standIns.filter((each) => each.resourceId === resourceId).map(({ standInId }) => standInId)
  const isKnown = ({ absence }: BusyTime) => absence?.standInId == null || known.includes(absence.standInId)
  return busy.map((each) => (isKnown(each) ? each : { ...each, absence: { standInId: null } }))
}

/** With a few days around, since hours may run into the next dates. */
const AROUND = 4 * 1440

function locationDuring({ service, location }: BookingSetting, { from, to }: Asked): OpenLocation {
  const { holidayRegion, holidaysOpen, ...place } = location
  if (holidayRegion === null) return place
  const yearOf = (minute: number) => new Date(minute * 60_000).getUTCFullYear()
  const years = { first: yearOf(from - AROUND), last: yearOf(to + serviceMinutes(service) + AROUND) }
  const holidays = closedHolidays({ holidayRegion, holidaysOpen }, years).map(({ date }) => date)
  return { ...place, holidays }
}

/** Those that were read too long ago, or never. */
export function staleCalendars({ calendars }: BookingSetting, now: number): ReadCalendar[] {
  return calendars.filter(
    ({ syncedAt, staleAfterMinutes }) => syncedAt === null || now - syncedAt > staleAfterMinutes * 60_000,
  )
}

const isRefused = ({ whenStale }: ReadCalendar): boolean => whenStale === 'refuse'
