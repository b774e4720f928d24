import type { BodyFields } from '../engine/index.ts'
import type { FunctionScript } from './fake-hub.ts'

/** How the salon answers `check_availability`. */
export type Mood = 'free' | 'busy' | 'asks_back' | 'full'

type Appointment = { id: string; start: string; service: string; staff: string; from: string }

export type FakeSalon = { appointments: Appointment[]; functions: Record<string, FunctionScript> }

const asked = '2026-11-24T14:30:00+01:00'
const others = ['2026-11-24T15:00:00+01:00', '2026-11-25T09:00:00+01:00']

/** A salon of one chair that answers as the hub does: one time is asked for, two others are offered instead. */
export function fakeSalon(mood: Mood): FakeSalon {
  const appointments: Appointment[] = []
  const isTaken = (start: string) => appointments.some((appointment) => appointment.start === start)
  const own = (call: BodyFields) => appointments.filter(({ from }) => from === call.raw('from_number'))
  const byId = (args: BodyFields) => appointments.find(({ id }) => id === args.raw('appointment_id'))
  const isWithheld = (call: BodyFields) => call.raw('from_number') === 'anonymous'
  const alternatives = () => {
    const slots = others.filter((start) => !isTaken(start)).map(slotAt)
    return { status: 'alternatives', data: { slots, reason: 'slot_taken' } }
  }

  const check: FunctionScript = (args) => {
    if (mood === 'full') return { status: 'none' }
    if (mood === 'asks_back' && args.raw('date') === undefined)
      return { status: 'ask', data: { question: 'day_part' } }
    if (mood === 'busy' || isTaken(asked)) return alternatives()
    const { offer_token, ...slot } = slotAt(asked)
    return { status: 'available', data: { slot, offer_token } }
  }

  const book: FunctionScript = (args, call) => {
    const start = startOf(args)
    if (start === '') return { status: 'needs_confirmation' }
    if (isTaken(start)) return alternatives()
    const id = `apt_${appointments.length + 1}`
    const appointment = { id, start, service: 'x', staff: 'Nadia', from: String(call.raw('from_number')) }
    appointments.push(appointment)
    return { status: 'booked', data: { appointment } }
  }

  const reschedule: FunctionScript = (args, call) => {
    if (isWithheld(call)) return { status: 'withheld' }
    const appointment = byId(args)
    if (!appointment) return { status: 'not_found' }
    if (mood === 'full') return { status: 'none' }
    if (mood === 'busy' && args.raw('offer_token') === undefined) return alternatives()
    appointment.start = startOf(args) || asked
    return { status: 'rescheduled', data: { appointment } }
  }

  const cancel: FunctionScript = (args, call) => {
    if (isWithheld(call)) return { status: 'withheld' }
    const appointment = byId(args)
    if (!appointment) return { status: 'not_found' }
    appointments.splice(appointments.indexOf(appointment), 1)
    return { status: 'cancelled' }
  }

  const functions: Record<string, FunctionScript> = {
    identify_caller: (_args, call) => ({
      status: isWithheld(call) ? 'withheld' : 'unknown',
      data: { customer: null, appointments: own(call) },
    }),
    check_availability: check,
    hold_slot: (args) => ({ status: 'held', data: { hold_id: `hold ${startOf(args)}` } }),
    book_appointment: book,
    list_appointments: (_args, call) => ({ status: isWithheld(call) ? 'withheld' : 'ok' }),
    reschedule_appointment: reschedule,
    cancel_appointment: cancel,
    request_callback: () => ({ status: 'noted' }),
  }
  return { appointments, functions }
}

function slotAt(start: string) {
  return { start, offer_token: `token ${start}`, resource_ids: ['r1'], say: start }
}

/** The start inside a token or a hold's id, empty where neither is given. */
function startOf(args: BodyFields): string {
  const given = String(args.raw('offer_token') ?? args.raw('hold_id') ?? '')
  return given.replace(/^(token|hold) /, '')
}
