import type { BusyTime } from '@askpro/plugin-sdk'

/** Epoch milliseconds, half-open. */
interface Span {
  start: number
  end: number
}

/**
 * What is left of the busy times of connected calendars once our own bookings are cut out of them. Those stand there
 * too, and where two times touch the calendar's answer has them as one, so comparing whole times would not find them.
 */
export function withoutOwn(busy: readonly BusyTime[], own: readonly Span[]): BusyTime[] {
  return busy.flatMap((time) => {
    const whole = { start: Date.parse(time.start), end: Date.parse(time.end) }
    return own.reduce(cut, [whole]).map((part) => ({
      externalId: `${time.externalId}:${part.start}`,
      start: new Date(part.start).toISOString(),
      end: new Date(part.end).toISOString(),
    }))
  })
}

function cut(parts: Span[], { start, end }: Span): Span[] {
  return parts.flatMap((part) => {
    if (end <= part.start || start >= part.end) return [part]
    const around = [
      { start: part.start, end: start },
      { start: end, end: part.end },
    ]
    return around.filter((rest) => rest.start < rest.end)
  })
}
