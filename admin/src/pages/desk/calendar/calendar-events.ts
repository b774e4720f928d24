import type { ScheduleEventData } from '@mantine/schedule'
import { addMinutes, wallsOf } from '../../../words/wall-time.ts'
import { type CalendarAppointment, type CalendarReply, type CalendarResource, nameOf } from '../desk-types.ts'

/** What is drawn: one part of an appointment for each stretch that a resource is busy, and what lies behind. */
export type Drawn =
  | { kind: 'part'; appointment: CalendarAppointment; partStart: string }
  | { kind: 'buffer' | 'closed' | 'absence' }
  | { kind: 'busy'; connectionId: string; syncedAt: string | null; stale: boolean }

export type CalendarEvent = ScheduleEventData<Drawn>

/** A move that the hub has not answered yet: drawn where it was put. */
export interface Pending {
  minutes: number
  from: string
  to: string
  /** Further minutes at its end. */
  longer: number
}

export interface DrawOptions {
  resources: readonly CalendarResource[]
  pending: ReadonlyMap<string, Pending>
  anonymous: string
  /** All in one column: closed is then when nobody works. */
  together: boolean
}

const COLORS = ['blue', 'teal', 'grape', 'orange', 'indigo', 'pink', 'cyan', 'lime'] as const

/** The same colour for the same service, everywhere. */
export function colorOf(serviceId: string): string {
  let sum = 0
  for (const char of serviceId) sum = (sum * 31 + char.charCodeAt(0)) % 997
  return COLORS[sum % COLORS.length] ?? 'blue'
}

export function partsOf(page: CalendarReply, options: DrawOptions): CalendarEvent[] {
  const shown = new Set(options.resources.map(({ id }) => id))
  return page.appointments.flatMap((appointment) =>
    appointment.occupancies
      .map((part) => shifted(part, options.pending.get(appointment.id)))
      .filter(({ resource_id }) => shown.has(resource_id))
      .map(({ resource_id, start, end }, at) => ({
        id: `${appointment.id} ${resource_id} ${at}`,
        title: `${nameOf(appointment, options.anonymous)} · ${appointment.service_name}`,
        start,
        end,
        color: appointment.status === 'held' ? 'gray' : colorOf(appointment.service_id),
        resourceId: resource_id,
        payload: { kind: 'part' as const, appointment, partStart: start },
      })),
  )
}

function shifted(
  part: { resource_id: string; start: string; end: string },
  pending: Pending | undefined,
): { resource_id: string; start: string; end: string } {
  const { start, end } = wallsOf(part)
  if (!pending) return { ...part, start, end }
  return {
    resource_id: part.resource_id === pending.from ? pending.to : part.resource_id,
    start: addMinutes(start, pending.minutes),
    end: addMinutes(end, pending.minutes + pending.longer),
  }
}

/** Closed times, buffers, absences and what outside calendars say, behind the appointments. */
export function backgroundOf(
  page: CalendarReply,
  { resources, pending, together }: DrawOptions,
  days: readonly string[],
): CalendarEvent[] {
  const columns = together ? inOne(resources) : resources
  const shown = new Set(resources.map(({ id }) => id))
  const behind = (id: string, resourceId: string, times: Times, payload: Drawn): CalendarEvent[] =>
    shown.has(resourceId)
      ? inDays(times).map((span, at) => ({
          id: `${id} ${at}`,
          title: '',
          color: 'gray',
          display: 'background' as const,
          resourceId,
          payload,
          ...span,
        }))
      : []
  return [
    ...columns.flatMap((resource) =>
      closedTimes(resource, days).flatMap((times, at) =>
        behind(`closed ${resource.id} ${at}`, resource.id, times, { kind: 'closed' }),
      ),
    ),
    ...page.busy.flatMap((busy, at) =>
      behind(`busy ${at}`, busy.resource_id, wallsOf(busy), {
        kind: 'busy',
        connectionId: busy.connection_id,
        syncedAt: busy.synced_at,
        stale: busy.stale,
      }),
    ),
    ...page.absences.flatMap((absence) =>
      behind(`absence ${absence.id}`, absence.resource_id, wallsOf(absence), { kind: 'absence' }),
    ),
    ...page.appointments.flatMap(({ id, buffers }) =>
      pending.has(id)
        ? []
        : buffers.flatMap((buffer, at) =>
            behind(`buffer ${id} ${at}`, buffer.resource_id, wallsOf(buffer), { kind: 'buffer' }),
          ),
    ),
  ]
}

/** Whoever works makes it open. */
const inOne = ([first, ...others]: readonly CalendarResource[]): CalendarResource[] =>
  first ? [{ ...first, working: [first, ...others].flatMap(({ working }) => working) }] : []

/** Wall clocks. */
interface Times {
  start: string
  end: string
}

/** One stretch for each day: what runs over midnight would be taken for a whole day. */
function inDays({ start, end }: Times): Times[] {
  const stretches: Times[] = []
  for (let from = start; from < end; ) {
    const midnight = `${addMinutes(`${from.slice(0, 10)} 00:00:00`, 1440)}`
    const until = end < midnight ? end : addMinutes(midnight, -1)
    if (from < until) stretches.push({ start: from, end: until })
    from = midnight
  }
  return stretches
}

function closedTimes({ working }: CalendarResource, days: readonly string[]): Times[] {
  return days.flatMap((day) => {
    const [start, end] = [`${day} 00:00:00`, addMinutes(`${day} 00:00:00`, 1440)]
    const open = working
      .map(wallsOf)
      .filter((times) => times.end > start && times.start < end)
      .toSorted((a, b) => (a.start < b.start ? -1 : 1))
    const closed: Times[] = []
    let reached = start
    for (const times of open) {
      if (times.start > reached) closed.push({ start: reached, end: times.start })
      if (times.end > reached) reached = times.end
    }
    return reached < end ? [...closed, { start: reached, end }] : closed
  })
}

/** The hours to draw, as `HH:00:00`: all that is worked or stands there. */
export function hoursToDraw(
  page: CalendarReply,
  days: readonly string[],
): { startTime: string; endTime: string } {
  const times = [...page.resources.flatMap(({ working }) => working), ...page.appointments].map(wallsOf)
  const ofDays = times.filter(({ start }) => days.includes(start.slice(0, 10)))
  const hour = (wall: string) => Number(wall.slice(11, 13))
  const lastOf = ({ start, end }: Times) =>
    end.slice(0, 10) > start.slice(0, 10) ? 24 : hour(end) + (end.slice(14, 16) === '00' ? 0 : 1)
  const first = Math.min(9, ...ofDays.map(({ start }) => hour(start)))
  const last = Math.max(17, ...ofDays.map(lastOf))
  const text = (value: number) => `${String(value).padStart(2, '0')}:00:00`
  return { startTime: text(first), endTime: last >= 24 ? '23:59:59' : text(last) }
}
