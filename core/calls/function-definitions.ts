import type { AgentFunction } from '@askpro/plugin-sdk'
import type { Language } from '../tenants/index.ts'

const text = (description: string) => ({ type: 'string', description })

/** Arguments are passed on as the caller said them: the hub reads dates and names, a model guesses at them. */
const SERVICE = text('The service in the words of the caller.')
const WHEN = text(
  'The wish for day and time exactly as the caller said it, for instance "morgen um halb drei" or "next Tuesday morning". Never work out a date yourself.',
)
const STAFF = text('The name of the person whom the caller asked for. Leave it out when anybody will do.')
const NAME = text('First and last name of the person the appointment is for.')
const OFFER = text('The offer_token of the time that the caller chose, unchanged from the last answer.')
const WHICH = text('Which of their appointments is meant, as the caller said it.')
const APPOINTMENT = text('The id of the appointment from an earlier answer, unchanged.')
const FEE = text(
  'The accept_fee of the last answer, unchanged, once the caller has heard the fee and agreed to it.',
)

interface Definition {
  description: string
  properties: Record<string, object>
  required?: string[]
  /** Whether it may take long enough for the caller to wonder. */
  isSlow?: boolean
}

const DEFINITIONS: Record<string, Definition> = {
  identify_caller: {
    description: 'Tells who is calling, by the number. Call it when a name is needed that you do not know.',
    properties: {},
  },
  list_services: {
    description: 'Names the services, how long they take and what they cost.',
    properties: {},
  },
  opening_hours: {
    description: 'Tells when the business is open, on the days asked about or in the coming week.',
    properties: { when: WHEN },
  },
  check_availability: {
    description:
      'Says whether a time is free, or offers free ones. Call it before you say anything about a time, and again for each new wish.',
    properties: { service: SERVICE, when: WHEN, staff: STAFF },
    required: ['service', 'when'],
    isSlow: true,
  },
  hold_slot: {
    description: 'Keeps a time for this caller for a few minutes, while they think or spell their name.',
    properties: { offer_token: OFFER, name: NAME },
    required: ['offer_token'],
    isSlow: true,
  },
  book_appointment: {
    description:
      'Books a time that was offered or held in this call, once the caller has said yes to it. Only its answer "booked" means that it is booked.',
    properties: { offer_token: OFFER, name: NAME, notes: text('What the business should know beforehand.') },
    required: ['offer_token', 'name'],
    isSlow: true,
  },
  list_appointments: { description: "Lists the caller's own coming appointments.", properties: {} },
  reschedule_appointment: {
    description: "Moves one of the caller's own appointments.",
    properties: {
      which: WHICH,
      appointment_id: APPOINTMENT,
      new_when: WHEN,
      staff: STAFF,
      offer_token: OFFER,
      accept_fee: FEE,
    },
    isSlow: true,
  },
  cancel_appointment: {
    description:
      "Cancels one of the caller's own appointments, once they have confirmed that they want that.",
    properties: {
      which: WHICH,
      appointment_id: APPOINTMENT,
      reason: text('Why, in the words of the caller.'),
      accept_fee: FEE,
    },
    isSlow: true,
  },
  request_callback: {
    description: 'Notes that the caller wants to be called back. Offer it when you cannot help.',
    properties: {
      phone: text('The number to call, as the caller said it. Leave it out for the one they call from.'),
      name: NAME,
      when: WHEN,
      reason: text('What it is about.'),
    },
  },
}

const MEANWHILE: Record<Language, string> = {
  de: 'Einen Moment, ich schaue nach.',
  en: 'One moment, let me check.',
}

/** The functions that the hub answers, as a voice agent is told of them. */
export function functionDefinitions(language: Language): AgentFunction[] {
  return Object.entries(DEFINITIONS).map(([name, { description, properties, required, isSlow }]) => ({
    name,
    description,
    parameters: { type: 'object', properties, ...(required ? { required } : {}) },
    ...(isSlow ? { sayMeanwhile: MEANWHILE[language] } : {}),
  }))
}
