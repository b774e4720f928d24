import { closedHolidays, type Location } from '../tenants/index.ts'
import type { AvailabilityRequest, BookableResource, BusyTime, OpenLocation } from './availability-request.ts'
import type { WhenStale } from './calendar-link.ts'
import type { CatalogService } from './catalog-service.ts'
import { ALWAYS } from './interval.ts'
import type { Occupancy } from './occupancy.ts'
import { serviceMinutes } from './service.ts'

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
  /** Who may be offered for whom: a booking has to lock both. */
  readonly standIns: ReadonlyArray<{ readonly resourceId: string; readonly standInId: string }>
}

/** Which of its region's public holidays there are depends on the dates asked about: `requestOf` puts them in. */
export type SettingLocation = Omit<OpenLocation, 'holidays'> &
  Pick<Location, 'holidayRegion' | 'holidaysOpen'>

export type SettingResource = Pick<
  BookableResource,
  'id' | 'kind' | 'seats' | 'weight' | 'priority' | 'hours' | 'overrides' | 'breaks'
>

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
  /** How many appointments of the service each resource got in the last 30 days; whoever is left out got none. */
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

/** The question to the engine. `now` in epoch milliseconds; without `taken` and `choice`, as if nothing were booked. */
export function requestOf(
  setting: BookingSetting,
  asked: Asked,
  { now, taken = NOTHING_TAKEN, choice = NO_CHOICE }: { now: number; taken?: Taken; choice?: Choice },
): AvailabilityRequest {
  const refused = new Set(
    staleCalendars(setting, now)
      .filter(isRefused)
      .map(({ resourceId }) => resourceId),
  )
  const resources = setting.resources.map((resource) => ({
    ...resource,
    given: choice.given.get(resource.id),
    servedLast: choice.servedLast.has(resource.id),
    busy: (taken.busy.get(resource.id) ?? []).map((each) => withKnownStandIn(resource.id, each, setting)),
    occupied: taken.occupied.get(resource.id) ?? [],
    withheld: refused.has(resource.id) ? [{ ...ALWAYS, code: 'calendar_stale' as const }] : [],
  }))
  const { service } = setting
  const location = locationDuring(setting, asked)
  const choiceChangesAt = choice.changesAt === null ? null : choice.changesAt / 60_000
  return { ...asked, service, location, resources, choiceChangesAt, now: now / 60_000 }
}

/** One of whom the setting did not know yet is not locked, and what is taken of them was not read. */
function withKnownStandIn(resourceId: string, busy: BusyTime, { standIns }: BookingSetting): BusyTime {
  const standInId = busy.absence?.standInId
  if (!standInId) return busy
  const known = standIns.some((each) => each.resourceId === resourceId && each.standInId === standInId)
  return known ? busy : { ...busy, absence: { standInId: null } }
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
