import type { CalendarAppointment } from '../desk-types.ts'

/** Where an appointment is to go. `start`: RFC 3339. Resources as dragged: from that row to this one. */
export interface Move {
  appointment: CalendarAppointment
  start: string
  minutes?: number
  fromResource?: string
  toResource?: string
}
