import { Type } from '@sinclair/typebox'
import { HubError } from '../platform/errors.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { LocationService } from '../tenants/index.ts'
import { listedAppointmentSchema } from './appointment-schemas.ts'
import type { CalendarPage, CalendarView } from './calendar-view.ts'
import { instantText } from './instant-text.ts'
import { closed, Id, Instant, Kind, nullable } from './scheduling-schemas.ts'
import { presentListed } from './slot-presenter.ts'
import { instantOf, zonesOf } from './time-of-request.ts'

export interface CalendarViewRouteParts {
  calendar: CalendarView
  locations: LocationService
  clock: { now(): number }
}

const span = { start: Instant, end: Instant }

const calendarSchema = Type.Object(
  {
    resources: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        kind: Kind,
        location_id: Type.String(),
        seats: Type.Integer(),
        service_ids: Type.Array(Type.String()),
        working: Type.Array(Type.Object({ location_id: Type.String(), ...span }), {
          description: 'Its hours at the locations shown, breaks left out',
        }),
      }),
    ),
    appointments: Type.Array(
      Type.Composite(
        [
          listedAppointmentSchema,
          Type.Object({
            buffers: Type.Array(Type.Object({ resource_id: Type.String(), seat: Type.Integer(), ...span }), {
              description: 'Kept free before and after',
            }),
          }),
        ],
        { title: 'CalendarAppointment' },
      ),
      { description: 'Holds too; what was cancelled is not shown' },
    ),
    truncated: Type.Boolean({ description: 'There are more appointments: ask for less time' }),
    busy: Type.Array(
      Type.Object({
        resource_id: Type.String(),
        connection_id: Type.String(),
        calendar: Type.String(),
        ...span,
        synced_at: nullable(Instant),
        stale: Type.Boolean({ description: 'Read longer ago than its link allows' }),
      }),
      { description: 'What outside calendars say' },
    ),
    absences: Type.Array(Type.Object({ id: Type.String(), resource_id: Type.String(), ...span })),
  },
  { title: 'Calendar' },
)

const LONGEST = 32 * 86_400_000

export function calendarViewRoutes({ calendar, locations, clock }: CalendarViewRouteParts): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/calendar',
      tag: 'appointments',
      summary: 'A page of the calendar: who works when, and what stands there',
      description:
        'Active appointments and live holds with what they occupy and keep free, busy times of outside calendars with their age, absences, and the hours of each resource. At most 32 days.',
      permission: 'appointments:read',
      rate: 'read',
      query: closed({
        from: Instant,
        to: Instant,
        location_id: Type.Optional(Id),
        resource_id: Type.Optional(Id),
      }),
      replies: { 200: { description: 'The page', schema: calendarSchema } },
      async handler({ tenantId, query }) {
        const [from, to] = [instantOf(query.from), instantOf(query.to)]
        if (from >= to || to - from > LONGEST)
          throw new HubError('invalid', { detail: 'to must lie after from, 32 days at most.' })
        const asked = { from, to, locationId: query.location_id, resourceId: query.resource_id }
        const [page, zoneOf] = await Promise.all([
          calendar.read(tenantId, asked),
          zonesOf(locations, tenantId),
        ])
        return { status: 200, body: presentCalendar(page, { zoneOf, now: clock.now() }) }
      },
    }),
  ]
}

function presentCalendar(
  page: CalendarPage,
  { zoneOf, now }: { zoneOf: (locationId: string) => string; now: number },
) {
  const zones = new Map(page.resources.map(({ id, locationId }) => [id, zoneOf(locationId)]))
  const at = ({ start, end }: { start: number; end: number }, zone = 'UTC') => ({
    start: instantText(start, zone),
    end: instantText(end, zone),
  })
  return {
    resources: page.resources.map((each) => ({
      id: each.id,
      name: each.name,
      kind: each.kind,
      location_id: each.locationId,
      seats: each.seats,
      service_ids: each.serviceIds,
      working: each.working.map(({ locationId, ...times }) => ({
        location_id: locationId,
        ...at(times, zoneOf(locationId)),
      })),
    })),
    appointments: page.appointments
      // A hold that ran out stands in nobody's way, and is put away a moment later.
      .filter(({ status, holdExpiresAt }) => status !== 'held' || (holdExpiresAt ?? 0) > now)
      .map((each) => {
        const zone = zoneOf(each.locationId)
        const buffers = each.buffers.map(({ resourceId, seat, ...times }) => ({
          resource_id: resourceId,
          seat,
          ...at(times, zone),
        }))
        return { ...presentListed(each, zone), buffers }
      }),
    truncated: page.truncated,
    busy: page.busy.map((each) => ({
      resource_id: each.resourceId,
      connection_id: each.connectionId,
      calendar: each.calendar,
      ...at(each, zones.get(each.resourceId)),
      synced_at: each.syncedAt === null ? null : new Date(each.syncedAt).toISOString(),
      stale: each.syncedAt === null || now - each.syncedAt > each.staleAfterMinutes * 60_000,
    })),
    absences: page.absences.map(({ id, resourceId, ...times }) => ({
      id,
      resource_id: resourceId,
      ...at(times, zones.get(resourceId)),
    })),
  }
}
