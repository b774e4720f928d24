import type { Database } from '../platform/db/database.ts'
import { closedHolidays, type Location, type LocationService } from '../tenants/index.ts'
import type { Absence } from './absence.ts'
import { findAbsences } from './absence-repository.ts'
import type { AppointmentStatus } from './appointment.ts'
import type { AppointmentService, NamedAppointment } from './appointment-service.ts'
import {
  type BufferTime,
  type BusyBlock,
  findBuffers,
  findBusyBlocks,
  type Span,
} from './calendar-view-repository.ts'
import type { Interval } from './interval.ts'
import type { Resource } from './resource.ts'
import type { ResourceService } from './resource-service.ts'
import type { Schedule } from './schedule.ts'
import type { ScheduleService } from './schedule-service.ts'
import { type Worker, workingTimes } from './working-times.ts'

export interface CalendarAsked extends Span {
  locationId?: string | undefined
  resourceId?: string | undefined
}

export interface CalendarResource extends Resource {
  /** Epoch milliseconds. */
  working: ReadonlyArray<{ locationId: string; start: number; end: number }>
}

export interface CalendarPage {
  resources: readonly CalendarResource[]
  appointments: ReadonlyArray<NamedAppointment & { buffers: readonly BufferTime[] }>
  /** There are more appointments than one page shows. */
  truncated: boolean
  busy: readonly BusyBlock[]
  absences: readonly Absence[]
}

/** What stands in a calendar; what was cancelled is gone from it. */
const SHOWN: readonly AppointmentStatus[] = ['held', 'pending', 'confirmed', 'completed', 'no_show']
const MOST = 2_000
const MINUTE = 60_000
const DAY = 86_400_000

export interface CalendarViewParts {
  database: Database
  appointments: AppointmentService
  resources: ResourceService
  schedules: ScheduleService
  locations: LocationService
}

/** Everything that a page of a calendar shows, as one answer. */
export class CalendarView {
  readonly #parts: CalendarViewParts

  constructor(parts: CalendarViewParts) {
    this.#parts = parts
  }

  /** Throws `not_found` for a location that the tenant does not have. */
  async read(tenantId: string, asked: CalendarAsked): Promise<CalendarPage> {
    const { from, to, locationId, resourceId } = asked
    const { database, appointments } = this.#parts
    const filter = { from, to, locationId, resourceId, status: SHOWN, limit: MOST }
    const [resources, found] = await Promise.all([
      this.#resources(tenantId, asked),
      appointments.listNamed(tenantId, filter),
    ])
    const shown = new Set(resources.map(({ id }) => id))
    const here = (each: { resourceId: string }) => shown.has(each.resourceId)
    const [busy, absences, buffers] = await database.inTenant(tenantId, (tx) =>
      Promise.all([
        findBusyBlocks(tx, tenantId, asked),
        findAbsences(tx, tenantId, { from, to }),
        findBuffers(
          tx,
          tenantId,
          found.map(({ id }) => id),
        ),
      ]),
    )
    const buffersOf = Map.groupBy(buffers, ({ appointmentId }) => appointmentId)
    return {
      resources,
      appointments: found.map((each) => ({ ...each, buffers: buffersOf.get(each.id) ?? [] })),
      truncated: found.length === MOST,
      busy: busy.filter(here),
      absences: absences.filter(here),
    }
  }

  async #resources(tenantId: string, asked: CalendarAsked): Promise<CalendarResource[]> {
    const { locations } = this.#parts
    const [resources, schedules, places] = await Promise.all([
      this.#parts.resources.list(tenantId),
      this.#parts.schedules.list(tenantId),
      asked.locationId ? [await locations.get(tenantId, asked.locationId)] : locations.list(tenantId),
    ])
    const times = places.flatMap((place) => timesAt(place, { resources, schedules }, asked))
    const timesOf = Map.groupBy(times, ({ resourceId }) => resourceId)
    return resources
      .filter(({ id, active }) => (asked.resourceId ?? id) === id && active && timesOf.has(id))
      .map((resource) => ({
        ...resource,
        working: (timesOf.get(resource.id) ?? []).flatMap(({ working }) => working),
      }))
  }
}

/** Of everybody who works there, also those who have nothing to do in that time. */
function timesAt(
  location: Location,
  { resources, schedules }: { resources: readonly Resource[]; schedules: readonly Schedule[] },
  { from, to }: Span,
) {
  const ofPlace = schedules.filter(({ locationId }) => locationId === location.id)
  const hoursOf = new Map(ofPlace.map((schedule) => [schedule.resourceId, schedule]))
  const opening = hoursOf.get(null)
  const workers = resources
    .filter(({ id, locationId }) => locationId === location.id || hoursOf.has(id))
    .map((resource) => workerOf(resource, hoursOf.get(resource.id), opening !== undefined))
  const place = {
    id: location.id,
    zone: location.zone,
    hours: opening?.weekly ?? null,
    overrides: opening?.overrides ?? [],
    breaks: opening?.breaks ?? {},
    holidays: holidaysOf(location, { from, to }),
  }
  const range = { start: Math.floor(from / MINUTE), end: Math.ceil(to / MINUTE) }
  return [...workingTimes(place, workers, range)].map(([resourceId, times]) => ({
    resourceId,
    working: times.map(({ start, end }: Interval) => ({
      locationId: location.id,
      start: start * MINUTE,
      end: end * MINUTE,
    })),
  }))
}

/** As bookings see it: without hours of its own it is there whenever the location is open, if that has any. */
function workerOf({ id, kind }: Resource, own: Schedule | undefined, opens: boolean): Worker {
  if (own) return { id, kind, hours: own.weekly, overrides: own.overrides, breaks: own.breaks }
  return { id, kind, hours: opens ? null : {} }
}

function holidaysOf({ holidayRegion, holidaysOpen }: Location, { from, to }: Span): string[] {
  if (holidayRegion === null) return []
  const yearOf = (at: number) => new Date(at).getUTCFullYear()
  const years = { first: yearOf(from - 4 * DAY), last: yearOf(to + 4 * DAY) }
  return closedHolidays({ holidayRegion, holidaysOpen }, years).map(({ date }) => date)
}
