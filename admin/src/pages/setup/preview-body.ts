import { dateIn, instantOf } from '../../words/wall-time.ts'
import type { ServiceValues } from './service-values.ts'
import { minutesOf } from './service-values.ts'
import { DAYS, type Preview, type Resource, type Schedule } from './setup-types.ts'
import { clockOf, rangesOf, shared } from './week-hours.ts'

interface Ground {
  resources: readonly Resource[]
  schedules: readonly Schedule[]
  zone: string
}

/** What would be offered in the seven days from tomorrow, by the hours of whoever is able. Undefined: nobody is. */
export function previewOf(
  values: ServiceValues,
  { resources, schedules, zone }: Ground,
): Preview | undefined {
  const staff = resources.filter(
    ({ id, kind, active }) => active && kind === 'staff' && values.resources.includes(id),
  )
  const minutes = minutesOf(values.segments)
  if (staff.length === 0 || minutes < 1 || minutes > 1440) return undefined
  const from = instantOf(`${dateIn(zone, 1)} 00:00`, zone)
  const to = instantOf(`${dateIn(zone, 8)} 00:00`, zone)
  return {
    zone,
    // The minute, so that the same question is not asked again at each key.
    now: new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString(),
    from,
    to,
    service: {
      duration_minutes: minutes,
      interval_minutes: values.grid_minutes || 15,
      buffer_before_minutes: values.buffer_before || 0,
      buffer_after_minutes: values.buffer_after || 0,
      minimum_notice_minutes: Math.round((values.notice_hours || 0) * 60),
    },
    resources: staff.map((each) => ({ id: each.id, weekly: weeklyOf(each, schedules) })),
  }
}

type Weekly = NonNullable<NonNullable<Preview['resources']>[number]['weekly']>

/** Their own hours within those of the location; without hours of their own, whenever it is open. */
function weeklyOf(resource: Resource, schedules: readonly Schedule[]): Weekly {
  const here = schedules.filter(({ location_id: at }) => at === resource.location_id)
  const opening = here.find(({ resource_id: of }) => of === null)
  const own = here.find(({ resource_id: of }) => of === resource.id)
  const [open, works] = [opening, own ?? opening].map((each) => rangesOf(each?.weekly ?? {}))
  if (!open || !works) return []
  return DAYS.flatMap((day, at) =>
    shared(open[day], works[day]).map(({ start, end }) => ({
      weekday: at + 1,
      start: clockOf(start),
      end: clockOf(Math.min(end, 1440)),
    })),
  )
}
