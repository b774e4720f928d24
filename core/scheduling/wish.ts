import type { Interval } from './interval.ts'
import type { ZoneOffsets } from './zone-offsets.ts'

/** When somebody would like to come; of each day in it only these minutes of the wall clock. */
export interface Wish extends Interval {
  /** Half-open; `end` may pass 1440. */
  readonly daily?: Interval | undefined
}

const DAY = 1440
const NOON = 720

/** From the first of them to the last. There has to be one. */
export const hullOf = (wishes: readonly Wish[]): { from: number; to: number } => ({
  from: Math.min(...wishes.map(({ start }) => start)),
  to: Math.max(...wishes.map(({ end }) => end)),
})

/** Epoch minutes. */
export function isWished(at: number, { daily }: Wish, clock: ZoneOffsets): boolean {
  return !daily || isWithin(minuteOf(at, clock), daily)
}

/** Whether a minute of the day lies in a part of it, which may pass midnight. */
export const isWithin = (minute: number, { start, end }: Interval): boolean =>
  (minute >= start && minute < end) || minute + DAY < end

/** What other times are looked for around: when it begins, for whole days the part of the day or noon of the first. */
export function heartOf(wish: Wish, clock: ZoneOffsets): number {
  if (!wish.daily && wish.end - wish.start < DAY / 2) return wish.start
  const midnight = dayOf(wish.start, clock) * DAY
  return Math.max(wish.start, clock.toEpoch(midnight + (wish.daily?.start ?? NOON)))
}

export const dayOf = (at: number, clock: ZoneOffsets): number => Math.floor(clock.toWall(at) / DAY)
export const minuteOf = (at: number, clock: ZoneOffsets): number => clock.toWall(at) - dayOf(at, clock) * DAY
