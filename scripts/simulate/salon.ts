import type { BookableResource } from '../../core/scheduling/availability-request.ts'
import type { Service } from '../../core/scheduling/service.ts'
import type { Weekly } from '../../core/scheduling/working-hours.ts'

export const ZONE = 'Europe/Berlin'

const day = [{ start: 9 * 60, end: 18 * 60 }]
const saturday = [{ start: 9 * 60, end: 14 * 60 }]
export const HOURS: Weekly = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: saturday }

/** Lengths in minutes, and how often each is asked for. */
export const SERVICES: ReadonlyArray<readonly [minutes: number, weight: number]> = [
  [30, 45],
  [45, 25],
  [60, 20],
  [90, 10],
]

export const SHORTEST = 30

export function serviceOf(minutes: number): Service {
  return {
    id: `${minutes}`,
    segments: [{ minutes, needs: ['staff'] }],
    bufferBefore: 0,
    bufferAfter: 0,
    bufferPolicy: 'max',
    grid: { policy: 'window', minutes: 15 },
    noticeMinutes: 60,
    horizonDays: 60,
  }
}

export const staffNames = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `staff-${i + 1}`)

export const idle = (id: string): BookableResource => ({
  id,
  kind: 'staff',
  seats: 1,
  hours: HOURS,
  busy: [],
  occupied: [],
})
