import type { CalendarAppointment } from '../desk-types.ts'

/** Where an appointment is to go. `start`: RFC 3339. Resources as dragged: from that row to this one. */
export interface Move {
  appointment: CalendarAppointment
  start: string
  minutes?: number
  fromResource?: string
  toResource?: string
}

/** Busy in one stretch: of several, which one should become longer? */
export const isOneStretch = ({ occupancies }: CalendarAppointment, resourceId: string | undefined): boolean =>
  occupancies.filter(({ resource_id }) => resource_id === resourceId).length === 1
