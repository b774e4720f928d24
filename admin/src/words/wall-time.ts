/** The wall clock of an RFC 3339 text with the offset of its place: `2026-12-01 10:30:00`. */
export const wallOf = (at: string): string => at.slice(0, 19).replace('T', ' ')

/** The wall clock of an instant in a zone. */
export function wallIn(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone: zone }).formatToParts(at)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')}`
}

const DAY = 86_400_000

/** RFC 3339 of a wall clock: of one that comes twice the first, and one that is skipped is moved on by what is skipped. */
export function instantOf(wall: string, zone: string): string {
  const asUtc = utcOf(wall)
  const [before, after] = [offsetAt(asUtc - DAY, zone), offsetAt(asUtc + DAY, zone)]
  const [earlier, later] = [asUtc - before, asUtc - after]
  const isLater = offsetAt(earlier, zone) !== before && offsetAt(later, zone) === after
  return new Date(isLater ? later : earlier).toISOString()
}

/** The date in a zone, some days from now. */
export const dateIn = (zone: string, days = 0): string => addDays(wallIn(Date.now(), zone).slice(0, 10), days)

/** Minutes that go by from one RFC 3339 text to another. */
export const minutesFrom = (start: string, end: string): number =>
  (Date.parse(end) - Date.parse(start)) / 60_000

/** Where a stretch of time is drawn. One that ends in an hour that comes twice, and not after its start, keeps its length. */
export function wallsOf({ start, end }: { start: string; end: string }): { start: string; end: string } {
  const walls = { start: wallOf(start), end: wallOf(end) }
  return walls.end > walls.start ? walls : { ...walls, end: addMinutes(walls.start, minutesFrom(start, end)) }
}

/** Minutes from one wall clock to another. */
export const minutesBetween = (from: string, to: string): number => (utcOf(to) - utcOf(from)) / 60_000

export const addMinutes = (wall: string, minutes: number): string =>
  new Date(utcOf(wall) + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ')

/** `2026-12-01`, and some days on. */
export const addDays = (date: string, days: number): string =>
  addMinutes(`${date} 00:00:00`, days * 1440).slice(0, 10)

/** The Monday of its week. */
export function mondayOf(date: string): string {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(date, -weekday)
}

const FIELDS = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const

const utcOf = (wall: string): number => Date.parse(`${wall.replace(' ', 'T')}Z`)

const offsetAt = (at: number, zone: string): number =>
  utcOf(wallIn(at, zone)) - Math.floor(at / 1_000) * 1_000
