import type { CalendarInfo } from '@askpro/plugin-sdk'

/** The part of Cal.com's event type that the hub reads. */
export interface EventType {
  id: number
  title: string
  lengthInMinutes: number
  lengthInMinutesOptions?: number[]
}

export function asCalendar(type: EventType, owner: string | null | undefined): CalendarInfo {
  const { id, title: name } = type
  return { id: String(id), name, writable: true, minutes: lengthsOf(type), ...(owner ? { owner } : {}) }
}

/** Its usual length first. */
export const lengthsOf = ({ lengthInMinutes, lengthInMinutesOptions = [] }: EventType): number[] => [
  ...new Set([lengthInMinutes, ...lengthInMinutesOptions]),
]
