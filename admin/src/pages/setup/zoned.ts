/** `2026-12-01` and `10:00` on the wall of a zone, as RFC 3339 with the offset that holds there then. */
export function instantIn(date: string, clock: string, zone: string): string {
  const wall = Date.parse(`${date}T${clock}:00Z`)
  // Once more with what was found: the first guess may lie on the other side of a change of clocks.
  const first = wall - offsetAt(wall, zone)
  return new Date(wall - offsetAt(first, zone)).toISOString()
}

/** The date in a zone, some days from now. */
export const dateIn = (zone: string, days = 0): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() + days * 86_400_000)

/** Milliseconds that the wall of a zone is ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(at / 1000) * 1000
}
