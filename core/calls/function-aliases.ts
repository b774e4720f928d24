import type { FunctionCall } from '@askpro/plugin-sdk'

type Asked = Pick<FunctionCall, 'name' | 'args'>
type Args = Readonly<Record<string, unknown>>

/**
 * Agents that a business already has call functions by the names of the system before this one. Each stands here with
 * what answers it; the names of arguments stand in `function-arguments.ts`. What is stored with a call is what the agent
 * called.
 */
const NAMES: Readonly<Record<string, string>> = {
  initialize_call: 'identify_caller',
  get_current_context: 'identify_caller',
  check_customer: 'identify_caller',
  get_available_services: 'list_services',
  get_service_info: 'list_services',
  get_opening_hours: 'opening_hours',
  get_alternatives: 'check_availability',
  find_next_available: 'check_availability',
  reserve_slot: 'hold_slot',
  release_slot_reservation: 'release_slot',
  // The first books what the caller agreed to; the second finds it booked, and says so again.
  start_booking: 'book_appointment',
  confirm_booking: 'book_appointment',
  query_appointment: 'list_appointments',
  query_appointment_by_name: 'list_appointments',
  get_customer_appointments: 'list_appointments',
  // Tickets are wishes to be called back here; those that only think about the problem are no functions any more.
  collect_issue_details: 'request_callback',
  route_ticket: 'request_callback',
  finalize_ticket: 'request_callback',
}

/** A version behind a name is that of the agent's own flow. */
const withoutVersion = (name: string): string => name.replace(/[_-]v\d+$/i, '')

/** The function and the arguments that are meant. Nothing in the arguments decides which call or whose they are. */
export function meantBy({ name: called, args }: Asked): Asked {
  const name = withoutVersion(called)
  if (name === 'collect_appointment_data') return collected(args)
  if (name === 'find_next_available') return { name: 'check_availability', args: nextAvailable(args) }
  if (name === 'reschedule_appointment') return { name, args: moved(args) }
  return { name: Object.hasOwn(NAMES, name) ? (NAMES[name] ?? name) : name, args }
}

/** One function did both: with the flag it books, and it still books only what was offered in this call. */
function collected(args: Args): Asked {
  return { name: isYes(args.bestaetigung) ? 'book_appointment' : 'check_availability', args: { ...args } }
}

/** Absent, empty, `false` and a template that nobody filled in are all no yes. */
const isYes = (flag: unknown): boolean =>
  flag === true || (typeof flag === 'string' && /^\s*(true|ja|yes|1)\s*$/i.test(flag))

/** Whoever asks for the next free time names no time, or one after which it is to be. */
function nextAvailable(args: Args): Record<string, unknown> {
  const { after, ...rest } = args
  const words = typeof after === 'string' && after.trim() !== '' ? after : 'asap'
  return { when: words, ...rest }
}

const NEW = /^(new|neue?r?s?)_/
const PLAIN = {
  date: 'old_date',
  datum: 'old_date',
  appointment_date: 'old_date',
  time: 'old_time',
  uhrzeit: 'old_time',
  appointment_time: 'old_time',
} as const

/** Beside a new date or time, one without a word before it is that of the appointment as it stands. */
function moved(args: Args): Record<string, unknown> {
  if (!Object.keys(args).some((name) => NEW.test(name))) return { ...args }
  const entries = Object.entries(args).map(([name, value]): [string, unknown] => {
    const old = Object.hasOwn(PLAIN, name) ? PLAIN[name as keyof typeof PLAIN] : name
    return [Object.hasOwn(args, old) ? name : old, value]
  })
  return Object.fromEntries(entries)
}
