import { expect, test } from '@jest/globals'
import { meantBy } from './function-aliases.ts'
import { readArguments, spokenWhen, spokenWhich } from './function-arguments.ts'
import { callFunction } from './functions/index.ts'

/** Every function that agents of the system before this one call; two that only thought about a problem are gone. */
const FUNCTIONS: ReadonlyArray<[called: string, answeredBy: string]> = [
  ['initialize_call', 'identify_caller'],
  ['get_current_context', 'identify_caller'],
  ['check_customer', 'identify_caller'],
  ['list_services', 'list_services'],
  ['get_available_services', 'list_services'],
  ['get_service_info', 'list_services'],
  ['get_opening_hours', 'opening_hours'],
  ['check_availability', 'check_availability'],
  ['check_availability_v17', 'check_availability'],
  ['get_alternatives', 'check_availability'],
  ['find_next_available', 'check_availability'],
  ['reserve_slot', 'hold_slot'],
  ['release_slot_reservation', 'release_slot'],
  ['start_booking', 'book_appointment'],
  ['book_appointment', 'book_appointment'],
  ['book_appointment_v17', 'book_appointment'],
  ['confirm_booking', 'book_appointment'],
  ['collect_appointment_data', 'check_availability'],
  ['query_appointment', 'list_appointments'],
  ['query_appointment_by_name', 'list_appointments'],
  ['get_customer_appointments', 'list_appointments'],
  ['reschedule_appointment', 'reschedule_appointment'],
  ['cancel_appointment', 'cancel_appointment'],
  ['request_callback', 'request_callback'],
  ['parse_date', 'parse_date'],
  ['collect_issue_details', 'request_callback'],
  ['route_ticket', 'request_callback'],
  ['finalize_ticket', 'request_callback'],
]

test.each(FUNCTIONS)('%s is answered by %s', (called, answeredBy) => {
  const { name } = meantBy({ name: called, args: {} })
  expect(name).toBe(answeredBy)
  expect(callFunction(name)).toBeDefined()
  const bare = called.replace('_v17', '')
  expect(meantBy({ name: `${bare}-V3`, args: {} }).name).toBe(answeredBy)
})

test.each(['detect_intent', 'categorize_request', 'constructor', '__proto__', 'toString', ''])(
  '%p is no function',
  (called) => expect(callFunction(meantBy({ name: called, args: {} }).name)).toBeUndefined(),
)

test.each<[flag: unknown, answeredBy: string]>([
  [true, 'book_appointment'],
  ['true', 'book_appointment'],
  ['Ja', 'book_appointment'],
  [false, 'check_availability'],
  ['false', 'check_availability'],
  [null, 'check_availability'],
  [undefined, 'check_availability'],
  ['', 'check_availability'],
  ['{{bestaetigung}}', 'check_availability'],
  [{}, 'check_availability'],
])('collect_appointment_data with bestaetigung %p is %s', (bestaetigung, answeredBy) => {
  expect(meantBy({ name: 'collect_appointment_data', args: { bestaetigung } }).name).toBe(answeredBy)
})

/** Every argument of theirs, one at a time, and what it means to the hub. Ids and numbers of the call mean nothing. */
test.each<[called: string, args: Record<string, unknown>, meaning: object]>([
  ['check_availability', { name: 'Anna Vogel' }, { name: 'Anna Vogel' }],
  ['check_availability', { datum: 'morgen' }, { date: 'morgen' }],
  ['check_availability', { uhrzeit: '14 Uhr' }, { time: '14 Uhr' }],
  ['check_availability', { dienstleistung: 'Färben' }, { service: 'Färben' }],
  ['check_availability', { mitarbeiter: 'Lina' }, { staff: 'Lina' }],
  ['check_availability', { preferred_staff_id: 'r1' }, { staffId: 'r1' }],
  ['check_availability', { bestaetigung: 'true' }, {}],
  ['get_alternatives', { service_name: 'Färben' }, { service: 'Färben' }],
  ['get_alternatives', { preferred_date: 'Freitag' }, { date: 'Freitag' }],
  ['get_alternatives', { preferred_time: 'halb drei' }, { time: 'halb drei' }],
  ['get_alternatives', { max: 3 }, {}],
  ['find_next_available', { service: 'Färben' }, { service: 'Färben', when: 'asap' }],
  ['find_next_available', { after: '2026-12-01' }, { when: '2026-12-01' }],
  ['find_next_available', { search_days: 14 }, { when: 'asap' }],
  ['reserve_slot', { datetime: 'morgen um 9' }, { when: 'morgen um 9' }],
  ['release_slot_reservation', { reservation_id: 'h1' }, { hold: 'h1' }],
  ['start_booking', { customer_name: 'Anna Vogel' }, { name: 'Anna Vogel' }],
  ['start_booking', { service_name: 'Färben' }, { service: 'Färben' }],
  ['start_booking', { datetime: 'morgen um 9' }, { when: 'morgen um 9' }],
  ['book_appointment', { date: 'morgen', time: '9' }, { date: 'morgen', time: '9' }],
  ['book_appointment', { appointment_date: 'morgen', appointment_time: 9 }, { date: 'morgen', time: '9' }],
  ['confirm_booking', { customer_phone: '0171 3920020' }, { phone: '0171 3920020' }],
  ['confirm_booking', { customer_email: 'a@example.com' }, {}],
  ['collect_appointment_data', { mitarbeiter_wunsch: 'Lina' }, { staff: 'Lina' }],
  ['collect_appointment_data', { kundenpraeferenzen: 'leise' }, { notes: 'leise' }],
  ['collect_appointment_data', { email: 'a@example.com' }, {}],
  ['query_appointment', { appointment_date: 'Freitag' }, { date: 'Freitag' }],
  ['reschedule_appointment', { old_date: 'Freitag' }, { oldDate: 'Freitag' }],
  ['reschedule_appointment', { old_datum: 'Freitag' }, { oldDate: 'Freitag' }],
  ['reschedule_appointment', { old_uhrzeit: '15 Uhr' }, { oldTime: '15 Uhr' }],
  ['reschedule_appointment', { appointment_id: 'a1' }, { appointment: 'a1' }],
  ['reschedule_appointment', { new_date: 'Montag', new_time: '9 Uhr' }, { date: 'Montag', time: '9 Uhr' }],
  ['reschedule_appointment', { new_datum: 'Montag', new_uhrzeit: '9' }, { date: 'Montag', time: '9' }],
  ['reschedule_appointment', { reason: 'krank' }, { reason: 'krank' }],
  ['cancel_appointment', { datum: 'Freitag', uhrzeit: '15 Uhr' }, { date: 'Freitag', time: '15 Uhr' }],
  ['cancel_appointment', { appointment_id: 'a1', reason: 'krank' }, { appointment: 'a1', reason: 'krank' }],
  ['request_callback', { phone_number: '0171 3920020' }, { phone: '0171 3920020' }],
  ['request_callback', { preferred_time_window: 'abends' }, { wish: 'abends' }],
  ['request_callback', { priority: 'urgent' }, {}],
  ['parse_date', { date_string: 'Dienstag in einer Woche' }, { date: 'Dienstag in einer Woche' }],
  ['finalize_ticket', { problem_description: 'Drucker' }, { reason: 'Drucker' }],
  ['finalize_ticket', { detail: 'Papierstau' }, { reason: 'Papierstau' }],
  ['finalize_ticket', { customer_name: 'Anna Vogel' }, { name: 'Anna Vogel' }],
  ['list_services', { call_id: 'call_001' }, {}],
  ['check_customer', { call_id: '12345', phone_number: '{{caller}}' }, {}],
])('%s %j', (called, args, meaning) => {
  expect(readArguments(meantBy({ name: called, args }).args)).toEqual(meaning)
})

test.each([
  [{ appointment_date: 'Freitag', new_date: 'Montag', new_time: '9 Uhr' }, 'Freitag', 'Montag 9 Uhr'],
  [{ datum: 'Freitag', uhrzeit: '15 Uhr', neue_uhrzeit: '16 Uhr' }, 'Freitag 15 Uhr', '16 Uhr'],
  [{ old_date: 'Freitag', date: 'Montag', new_time: '9 Uhr' }, 'Freitag', 'Montag 9 Uhr'],
  [{ date: 'Montag', time: '9 Uhr' }, undefined, 'Montag 9 Uhr'],
])('what is moved and where to are told apart: %j', (args, which, when) => {
  const read = readArguments(meantBy({ name: 'reschedule_appointment', args }).args)
  expect([spokenWhich(read), spokenWhen(read)]).toEqual([which, when])
})
