import type { CalendarAppointment } from '../desk-types.ts'

/** Where an appointment is to go: wall clock of the place. Resources as dragged: from that row to this one. */
export interface Move {
  appointment: CalendarAppointment
  start: string
  minutes?: number
  fromResource?: string
  toResource?: string
}
