import type { Reply } from '../../api/reply.ts'

export type CalendarReply = Reply<'/v1/calendar'>
export type CalendarAppointment = CalendarReply['appointments'][number]
export type CalendarResource = CalendarReply['resources'][number]
export type ListedAppointment = Reply<'/v1/appointments'>['data'][number]
/** Where the API shows appointments: read anew when one of them changes. */
export const APPOINTMENT_PATHS = [
  '/v1/calendar',
  '/v1/appointments',
  '/v1/appointments/{id}',
  '/v1/appointments/{id}/history',
  '/v1/appointments/{id}/policy',
] as const

export type Task = Reply<'/v1/tasks'>['data'][number]
export type ClientDay = Reply<'/v1/overview'>['data'][number]

/** A time that could be had instead, as refusals name it. */
export interface Alternative {
  start: string
  end: string
  location_id: string
  resource_ids: string[]
}

/** Whom or what it is called by. */
export const nameOf = (
  { attendee_name, customer_name }: Pick<ListedAppointment, 'attendee_name' | 'customer_name'>,
  anonymous: string,
): string => attendee_name ?? customer_name ?? anonymous
