import { bookAppointment } from './book-appointment.ts'
import type { CallFunction } from './call-function.ts'
import { cancelAppointment } from './cancel-appointment.ts'
import { checkAvailability } from './check-availability.ts'
import { holdSlot } from './hold-slot.ts'
import { identifyCaller } from './identify-caller.ts'
import { listAppointments } from './list-appointments.ts'
import { listServices } from './list-services.ts'
import { openingHours } from './opening-hours.ts'
import { parseDate } from './parse-date.ts'
import { releaseSlot } from './release-slot.ts'
import { requestCallback } from './request-callback.ts'
import { rescheduleAppointment } from './reschedule-appointment.ts'

export type { CallFunction, FunctionParts } from './call-function.ts'

const FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['identify_caller', { answer: identifyCaller }],
  ['list_services', { answer: listServices }],
  ['opening_hours', { answer: openingHours }],
  ['check_availability', { answer: checkAvailability }],
  ['hold_slot', { answer: holdSlot, done: 'held' }],
  ['book_appointment', { answer: bookAppointment, done: 'booked' }],
  ['list_appointments', { answer: listAppointments }],
  ['reschedule_appointment', { answer: rescheduleAppointment, done: 'rescheduled' }],
  ['cancel_appointment', { answer: cancelAppointment, done: 'cancelled' }],
  ['release_slot', { answer: releaseSlot, done: 'released' }],
  ['parse_date', { answer: parseDate }],
  ['request_callback', { answer: requestCallback, done: 'noted' }],
])

/** By the hub's own name of it. */
export const callFunction = (name: string): CallFunction | undefined => FUNCTIONS.get(name)

/** The statuses that say that something was changed. */
export const DONE: readonly string[] = [...FUNCTIONS.values()].flatMap(({ done }) => done ?? [])
