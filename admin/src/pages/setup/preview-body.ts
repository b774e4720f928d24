import { dateIn, instantOf } from '../../words/wall-time.ts'
import { buffersOf, minutesOf, type ServiceValues } from './service-values.ts'
import { DAYS, type Preview, type Resource, type Schedule } from './setup-types.ts'
import { clockOf, type Range, rangesOf, shared, withoutBreaks } from './week-hours.ts'

interface Ground {
  resources: readonly Resource[]
  schedules: readonly HoursOf[]
  zone: string
}

/** Hours as they are typed, too. */
export type HoursOf = Pick<Schedule, 'location_id' | 'resource_id' | 'weekly' | 'breaks' | 'overrides'>

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
  const buffers = buffersOf(values, 'staff')
  return {
    zone,
    // The minute, so that the same question is not asked again at each key.
    now: new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString(),
    from,
    to,
    service: {
      duration_minutes: minutes,
      interval_minutes: values.grid_minutes || 15,
      buffer_before_minutes: buffers.before || 0,
      buffer_after_minutes: buffers.after || 0,
      minimum_notice_minutes: Math.round((values.notice_hours || 0) * 60),
      grid: values.grid_policy,
    },
    resources: staff.map((each) => ({ id: each.id, ...hoursOf(each, { schedules, zone }) })),
  }
}

type Hours = Pick<NonNullable<Preview['resources']>[number], 'weekly' | 'breaks' | 'overrides'>

/** Their own hours within those of the location; without hours of their own, whenever it is open. */
function hoursOf(resource: Resource, { schedules, zone }: Omit<Ground, 'resources'>): Hours {
  const here = schedules.filter(({ location_id: at }) => at === resource.location_id)
  const opening = here.find(({ resource_id: of }) => of === null)
  const own = here.find(({ resource_id: of }) => of === resource.id) ?? opening
  if (!opening || !own) return { weekly: [] }
  const [open, works] = [rangesOf(opening.weekly), rangesOf(own.weekly)]
  const pauses = [rangesOf(opening.breaks), rangesOf(own.breaks)]
  return {
    weekly: DAYS.flatMap((day, at) => shared(open[day], works[day]).map(onWeekday(at))),
    breaks: DAYS.flatMap((day, at) => pauses.flatMap((each) => each[day]).map(onWeekday(at))),
    overrides: Array.from({ length: 7 }, (_, ahead) => dateIn(zone, ahead + 1))
      .filter((date) => [opening, own].some(({ overrides }) => overrides.some((each) => each.date === date)))
      .map((date) => ({ date, intervals: shared(onDate(opening, date), onDate(own, date)).map(asClocks) })),
  }
}

const asClocks = ({ start, end }: Range) => ({ start: clockOf(start), end: clockOf(Math.min(end, 1440)) })
const onWeekday = (at: number) => (range: Range) => ({ weekday: at + 1, ...asClocks(range) })

/** A date with hours of its own has no breaks. */
function onDate({ weekly, breaks, overrides }: HoursOf, date: string): Range[] {
  const day = DAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'monday'
  const override = overrides.find((each) => each.date === date)
  if (override) return rangesOf({ [day]: override.ranges })[day]
  return withoutBreaks(rangesOf(weekly)[day], rangesOf(breaks)[day])
}
