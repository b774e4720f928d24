import type { CalendarInfo } from '@askpro/plugin-sdk'

/** The part of Cal.com's event type that the hub reads. */
export interface EventType {
  id: number
  title: string
  lengthInMinutes: number
  lengthInMinutesOptions?: number[]
}

export function asCalendar(
  { id, title, lengthInMinutes, lengthInMinutesOptions = [] }: EventType,
  owner: string | null | undefined,
): CalendarInfo {
  const minutes = [...new Set([lengthInMinutes, ...lengthInMinutesOptions])]
  return { id: String(id), name: title, writable: true, minutes, ...(owner ? { owner } : {}) }
}
