import type { Interval } from './interval.ts'
import type { ZoneOffsets } from './zone-offsets.ts'

/** Local dates as days since 1970-01-01, both included. */
export interface Days {
  readonly first: number
  readonly last: number
}

/** What hours consist of: told apart by which objects they are, whatever is in them. */
interface Parts {
  readonly weekly: object | null
  readonly overrides?: object | undefined
  readonly holidays?: object | undefined
  readonly breaks?: object | undefined
}

type WorkOut<H> = (hours: H, clock: ZoneOffsets, days: Days) => readonly Interval[]

interface Kept {
  readonly hours: Parts
  readonly clock: ZoneOffsets
  readonly days: Days
  readonly windows: readonly Interval[]
}

/** Of the same hours, for other dates or with other exceptions. */
const MOST = 4

/**
 * What hours came to on certain dates. Offers, explanations and questions from memory put the same hours to the engine
 * again and again, and working them out is up to a quarter of what it does. Hours are never changed in place: the same
 * objects mean the same hours, and are forgotten with them.
 */
export class HoursMemo<H extends Parts> {
  readonly #workOut: WorkOut<H>
  readonly #kept = new WeakMap<object, Kept[]>()

  constructor(workOut: WorkOut<H>) {
    this.#workOut = workOut
  }

  windows(hours: H, clock: ZoneOffsets, days: Days): readonly Interval[] {
    const key = hours.breaks ?? hours.overrides ?? hours.weekly
    if (!key) return this.#workOut(hours, clock, days)
    const some = this.#kept.get(key) ?? []
    const known = some.find(
      (each) => isSame(each, hours) && each.clock === clock && isSameSpan(each.days, days),
    )
    if (known) return known.windows
    const windows = this.#workOut(hours, clock, days)
    some.push({ hours, clock, days, windows })
    if (some.length > MOST) some.shift()
    this.#kept.set(key, some)
    return windows
  }
}

const isSame = ({ hours: known }: Kept, { weekly, overrides, holidays, breaks }: Parts): boolean =>
  known.weekly === weekly &&
  known.overrides === overrides &&
  known.holidays === holidays &&
  known.breaks === breaks

const isSameSpan = (a: Days, b: Days): boolean => a.first === b.first && a.last === b.last
