import type { AvailabilityRequest, BookableResource } from '../../core/scheduling/availability-request.ts'
import type { Interval } from '../../core/scheduling/interval.ts'
import { dateOfDay, dayNumber, weekdayOf } from '../../core/scheduling/local-date.ts'
import type { Occupancy } from '../../core/scheduling/occupancy.ts'
import type { Service } from '../../core/scheduling/service.ts'
import type { DayWindow, Weekly } from '../../core/scheduling/working-hours.ts'
import { zoneOffsets } from '../../core/scheduling/zone-offsets.ts'
import { type SeededNumbers, seededNumbers } from '../../scripts/testing/seeded-numbers.ts'
import type { SweepTask } from './plain-sweep.ts'

export interface CaseSize {
  people: number
  /** Blocks of each of them. */
  busy: number
  days: number
  /** `none`: weekly hours and busy times, and nothing else. */
  rules: 'all' | 'none'
}

/** The same question for the engine and for the sweep. */
export interface EngineCase {
  request: AvailabilityRequest
  task: SweepTask
}

interface Block extends Interval {
  /** An appointment of our own, with its buffers; else a busy time of an outside calendar. */
  readonly isOwn: boolean
}

const DAY = 1440
const ZONE = 'Europe/Berlin'
/** A Monday; the clocks change on none of the days that follow. */
const FIRST_DAY = dayNumber('2027-06-07')
const HOLIDAY = FIRST_DAY + 3
const SPECIAL = FIRST_DAY + 8
const OPENING: DayWindow = { start: 9 * 60, end: 17 * 60 }
const SPECIAL_OPENING: DayWindow = { start: 10 * 60, end: 14 * 60 }
const LUNCH: DayWindow = { start: 12 * 60, end: 12 * 60 + 45 }
const [MINUTES, STEP, NOTICE] = [30, 15, 13 * 60]
const BUFFERS = { all: { before: 10, after: 5 }, none: { before: 0, after: 0 } }
const clock = zoneOffsets(ZONE)

export function engineCase(size: CaseSize): EngineCase {
  const random = seededNumbers(size.busy + size.people)
  const calendars = Array.from({ length: size.people }, () =>
    Array.from({ length: size.busy }, () => blockWithin(size.days, random)),
  )
  return { request: requestOf(size, calendars), task: taskOf(size, calendars) }
}

/** Around the working day, and never on the last of four days, so that something is left however many there are. */
function blockWithin(days: number, random: SeededNumbers): Block {
  const kept = Array.from({ length: days }, (_, day) => day).filter((day) => day % 4 !== 3)
  const start = midnight(FIRST_DAY + random.pick(kept)) + 7 * 60 + random.upTo(12 * 12) * 5
  return { start, end: start + 5 + random.upTo(8) * 5, isOwn: random.upTo(2) === 0 }
}

function requestOf({ days, rules }: CaseSize, calendars: readonly Block[][]): AvailabilityRequest {
  const all = rules === 'all'
  const weekdays = weekly(OPENING, [1, 2, 3, 4, 5])
  return {
    service: serviceOf({ days, rules }),
    location: {
      id: 'location',
      zone: ZONE,
      hours: all ? weekly({ start: 8 * 60, end: 20 * 60 }, [1, 2, 3, 4, 5, 6]) : weekdays,
      ...(all ? { holidays: [dateOfDay(HOLIDAY)] } : {}),
    },
    resources: calendars.map((blocks, person): BookableResource => {
      const own = all ? blocks.filter(({ isOwn }) => isOwn) : []
      return {
        id: `person ${person}`,
        kind: 'staff',
        seats: 1,
        hours: all ? weekdays : null,
        ...(all ? { breaks: weekly(LUNCH, [1, 2, 3, 4, 5]) } : {}),
        ...(all ? { overrides: [{ date: dateOfDay(SPECIAL), windows: [SPECIAL_OPENING] }] } : {}),
        busy: blocks.filter((block) => !own.includes(block)).map(({ start, end }) => ({ start, end })),
        occupied: own.flatMap((block, at) => rowsOf(block, `${person} ${at}`)),
      }
    }),
    from: midnight(FIRST_DAY),
    to: midnight(FIRST_DAY + days),
    now: midnight(FIRST_DAY) + 0.5,
  }
}

/** As many business days as the range has dates: looked up, and none of them cut off. */
function serviceOf({ days, rules }: Pick<CaseSize, 'days' | 'rules'>): Service {
  const { before, after } = BUFFERS[rules]
  return {
    id: 'service',
    segments: [{ minutes: MINUTES, needs: ['staff'] }],
    bufferBefore: before,
    bufferAfter: after,
    bufferPolicy: 'max',
    grid: { policy: 'window', minutes: STEP },
    noticeMinutes: rules === 'all' ? NOTICE : 0,
    horizonDays: 400,
    ...(rules === 'all' ? { bookingWindow: { kind: 'business_days', days } as const } : {}),
  }
}

/** As they are stored: the appointment, and a buffer on either side. */
function rowsOf({ start, end }: Interval, appointmentId: string): Occupancy[] {
  const { before, after } = BUFFERS.all
  const row = { seat: 1, appointmentId, heldUntil: null }
  return [
    { ...row, layer: 'core', start, end },
    { ...row, layer: 'buffer', start: start - before, end: start },
    { ...row, layer: 'buffer', start: end, end: end + after },
  ]
}

/** With every rule turned into windows and taken times beforehand, which costs the sweep nothing. */
function taskOf({ days, rules }: CaseSize, calendars: readonly Block[][]): SweepTask {
  const all = rules === 'all'
  const open = Array.from({ length: days }, (_, at) => FIRST_DAY + at).filter((day) => isOpen(day, rules))
  const lunches = all ? open.filter((day) => day !== SPECIAL).map((day) => onDay(LUNCH, day)) : []
  const from = midnight(FIRST_DAY)
  return {
    windows: flat(open.map((day) => onDay(all && day === SPECIAL ? SPECIAL_OPENING : OPENING, day))),
    taken: calendars.map((blocks) => flat([...lunches, ...blocks.flatMap((block) => takenBy(block, rules))])),
    minutes: MINUTES,
    step: STEP,
    from: all ? from + Math.ceil((NOTICE + 1) / STEP) * STEP : from,
    to: midnight(FIRST_DAY + days),
  }
}

const isOpen = (day: number, rules: CaseSize['rules']): boolean =>
  weekdayOf(day) <= 5 && !(rules === 'all' && day === HOLIDAY)

/** The interval that an appointment must not overlap: the larger of the two buffers, where both have one. */
function takenBy({ start, end, isOwn }: Block, rules: CaseSize['rules']): Interval[] {
  const { before, after } = BUFFERS[rules]
  const around = { start: start - after, end: end + before }
  if (!isOwn || rules === 'none') return [around]
  return [around, { start: start - before, end: start }, { start: end, end: end + after }]
}

const midnight = (day: number): number => clock.toEpoch(day * DAY)

const onDay = ({ start, end }: DayWindow, day: number): Interval => ({
  start: midnight(day) + start,
  end: midnight(day) + end,
})

const weekly = (window: DayWindow, weekdays: readonly number[]): Weekly =>
  Object.fromEntries(weekdays.map((weekday) => [weekday, [window]]))

const flat = (intervals: readonly Interval[]): Int32Array =>
  Int32Array.from(intervals.flatMap(({ start, end }) => [start, end]))
