import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc'

/** Made by dayjs itself: what their UTC fields say is the wall clock. */
const own = new WeakSet<Date>()

/** Of somebody else's date, the present one included, the browser's wall clock. */
function wallClockOf(date: unknown): unknown {
  if (date !== undefined && !(date instanceof Date)) return date
  const at = date ?? new Date()
  if (own.has(at)) return at
  return Date.UTC(
    at.getFullYear(),
    at.getMonth(),
    at.getDate(),
    at.getHours(),
    at.getMinutes(),
    at.getSeconds(),
  )
}

interface Parsed {
  $d: Date
  parse(this: Parsed, config: { date: unknown }): void
  toDate(this: Parsed, type?: string): Date
}

/**
 * Calendars and date fields are given wall clocks of a place, as text, and reckon with them by dayjs. That takes them
 * for times of the browser's zone, which has another clock, and on some nights skips an hour or has one twice. From
 * here on a wall clock is just that: every day has 24 hours.
 */
export function reckonInWallClocks(): void {
  dayjs.extend(utc)
  dayjs.extend((_, { prototype }) => {
    const proto = prototype as unknown as Parsed
    const { parse, toDate } = proto
    proto.parse = function (config) {
      parse.call(this, { ...config, date: wallClockOf(config.date), utc: true } as { date: unknown })
      own.add(this.$d)
    }
    proto.toDate = function (type) {
      const date = toDate.call(this, type)
      own.add(date)
      return date
    }
  })
}
