/** Minutes since 1970-01-01T00:00Z. */
export type EpochMinute = number
/** A reading of the wall clock, as minutes since 1970-01-01T00:00 on that same wall. */
export type WallMinute = number

const DAY = 1440
// Far more than any horizon; only keeps a body full of odd dates from filling the memory.
const MOST_DAYS = 20_000
const MOST_ZONES = 1_000
// One for each half year that is asked about, mostly.
const MOST_SPANS = 32

/** Whole UTC days, one after the other, without a clock change. */
interface SteadySpan {
  readonly start: EpochMinute
  readonly end: EpochMinute
  readonly offset: number
}

/**
 * The clock of one IANA zone over integers. Offsets are asked of Intl once per UTC day and kept, because one
 * such look-up costs more than the interval algebra of a whole day. Whole minutes, which holds for every zone
 * since 1972; at most one clock change per UTC day.
 */
export class ZoneOffsets {
  readonly zone: string
  readonly #format: Intl.DateTimeFormat
  readonly #midnights = new Map<number, number>()
  readonly #changes = new Map<number, EpochMinute>()
  #spans: readonly SteadySpan[] = []
  /** The one asked about last: the next question is mostly about it as well. */
  #span: SteadySpan = { start: 0, end: 0, offset: 0 }

  /** Throws RangeError where `zone` is no IANA name. */
  constructor(zone: string) {
    this.zone = zone
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  }

  /** Minutes east of UTC. */
  offsetAt(minute: EpochMinute): number {
    const { start, end, offset } = this.#span
    return start <= minute && minute < end ? offset : this.#lookUp(minute)
  }

  toWall(minute: EpochMinute): WallMinute {
    return minute + this.offsetAt(minute)
  }

  /**
   * RFC 5545 and Temporal's "compatible": a repeated reading means its first time, a skipped one is moved on
   * by the length of the gap.
   */
  toEpoch(wall: WallMinute): EpochMinute {
    if (this.#isSteadyAround(wall)) return wall - this.#span.offset
    // Read as UTC, a day earlier lies before any change that could matter here and a day later behind it.
    const before = this.offsetAt(wall - DAY)
    const after = this.offsetAt(wall + DAY)
    if (before === after || this.offsetAt(wall - before) === before) return wall - before
    return this.offsetAt(wall - after) === after ? wall - after : wall - before
  }

  /** Every moment with this reading, a repeated one's both; for a skipped one the moment `toEpoch` gives. */
  momentsOf(wall: WallMinute): EpochMinute[] {
    const first = this.toEpoch(wall)
    const second = wall - this.offsetAt(wall + DAY)
    return second > first && this.toWall(second) === wall ? [first, second] : [first]
  }

  /** False for a date the zone left out, as Samoa did with 2011-12-30. `day` counts from 1970-01-01. */
  hasDay(day: number): boolean {
    if (this.#isSteadyAround(day * DAY)) return true
    return Math.floor(this.toWall(this.toEpoch(day * DAY)) / DAY) === day
  }

  /** The first clock change after `from` and before `to`. */
  nextChange(from: EpochMinute, to: EpochMinute): EpochMinute | undefined {
    for (let day = Math.floor(from / DAY); day * DAY < to; day++) {
      if (this.#atMidnight(day) === this.#atMidnight(day + 1)) continue
      const change = this.#changeOn(day)
      if (change > from && change < to) return change
    }
    return undefined
  }

  /** Mostly it is: no change can matter for that reading. */
  #isSteadyAround(wall: WallMinute): boolean {
    return this.#span.start <= wall - DAY && wall + DAY < this.#span.end
  }

  #lookUp(minute: EpochMinute): number {
    const known = this.#spans.find(({ start, end }) => start <= minute && minute < end)
    if (known) this.#span = known
    if (known) return known.offset
    const day = Math.floor(minute / DAY)
    const before = this.#atMidnight(day)
    const after = this.#atMidnight(day + 1)
    if (before !== after) return minute < this.#changeOn(day) ? before : after
    this.#span = this.#spanWith(day, before)
    return before
  }

  /** The span that this day belongs to from now on: with it, two others may have become one. */
  #spanWith(day: number, offset: number): SteadySpan {
    const [start, end] = [day * DAY, (day + 1) * DAY]
    const beside = this.#spans.filter(
      (span) => span.offset === offset && (span.end === start || span.start === end),
    )
    const others = this.#spans.filter((span) => !beside.includes(span))
    const whole = {
      start: Math.min(start, ...beside.map((span) => span.start)),
      end: Math.max(end, ...beside.map((span) => span.end)),
      offset,
    }
    this.#spans = others.length < MOST_SPANS ? [...others, whole] : [whole]
    return whole
  }

  #atMidnight(day: number): number {
    const known = this.#midnights.get(day)
    if (known !== undefined) return known
    if (this.#midnights.size >= MOST_DAYS) this.#midnights.clear()
    const offset = this.#ask(day * DAY)
    this.#midnights.set(day, offset)
    return offset
  }

  #changeOn(day: number): EpochMinute {
    const known = this.#changes.get(day)
    if (known !== undefined) return known
    const before = this.#atMidnight(day)
    let early = day * DAY
    let late = early + DAY
    while (late - early > 1) {
      const middle = Math.floor((early + late) / 2)
      if (this.#ask(middle) === before) early = middle
      else late = middle
    }
    this.#changes.set(day, late)
    return late
  }

  #ask(minute: EpochMinute): number {
    const text = this.#format.format(minute * 60_000)
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? []
    const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
    return sign === '-' ? -size : size
  }
}

const clocks = new Map<string, ZoneOffsets>()

/** The shared clock of a zone, so that its cache is warm for every request. Throws RangeError for an unknown zone. */
export function zoneOffsets(zone: string): ZoneOffsets {
  const known = clocks.get(zone)
  if (known) return known
  if (clocks.size >= MOST_ZONES) clocks.clear()
  const fresh = new ZoneOffsets(zone)
  clocks.set(zone, fresh)
  return fresh
}
