import { storableText } from './storable-text.ts'

/**
 * Arguments come from a language model: the same meaning under several names, templates that nobody filled in,
 * numbers as words. Each meaning lists its names; anything else is ignored. The call's own id and numbers are not
 * among them: those come from the signed envelope.
 */
const NAMES = {
  service: ['service', 'service_name', 'dienstleistung'],
  when: ['when', 'datetime', 'appointment_datetime', 'zeitpunkt', 'new_when', 'new_datetime'],
  date: [
    'date',
    'datum',
    'date_string',
    'appointment_date',
    'preferred_date',
    'new_date',
    'new_datum',
    'neues_datum',
  ],
  time: ['time', 'uhrzeit', 'appointment_time', 'preferred_time', 'new_time', 'new_uhrzeit', 'neue_uhrzeit'],
  duration: [
    'duration_minutes',
    'duration',
    'minutes',
    'length',
    'dauer',
    'dauer_minuten',
    'minuten',
    'laenge',
  ],
  staff: ['staff', 'staff_name', 'preferred_staff', 'mitarbeiter', 'mitarbeiter_wunsch'],
  staffId: ['staff_id', 'preferred_staff_id', 'resource_id'],
  name: ['name', 'customer_name', 'attendee_name', 'kundenname'],
  phone: ['phone', 'phone_number', 'customer_phone', 'telefon', 'telefonnummer'],
  notes: ['notes', 'note', 'notiz', 'kundenpraeferenzen'],
  reason: ['reason', 'grund', 'problem_description', 'detail'],
  wish: ['preferred_time_window', 'zeitfenster'],
  which: ['which', 'old_when', 'old_datetime', 'appointment'],
  oldDate: ['old_date', 'old_datum', 'altes_datum'],
  oldTime: ['old_time', 'old_uhrzeit', 'alte_uhrzeit'],
  offer: ['offer_token', 'offer'],
  acceptFee: ['accept_fee', 'fee_accepted'],
  hold: ['hold_id', 'reservation_id'],
  appointment: ['appointment_id'],
  start: ['start'],
} as const

export type ArgumentName = keyof typeof NAMES
export type Arguments = { readonly [K in ArgumentName]?: string }

const LONGEST = 500
/** Words models send for "nothing". */
const NOTHING =
  /^(null|none|undefined|unknown|not (given|provided|specified)|n\/a|unbekannt|string|keine?r?|-+|\?+|\.+)?$/i
/** A template that was never filled in. */
const TEMPLATE = /\{\{.*\}\}|^<[^>]*>$|^\[[^\]]*\]$|^\$\{?\w+\}?$/s

export function readArguments(args: Readonly<Record<string, unknown>>): Arguments {
  const entries = Object.entries(NAMES).flatMap(([meaning, names]): Array<[string, string]> => {
    const value = names.map((name) => asText(args[name])).find((text) => text !== undefined)
    return value === undefined ? [] : [[meaning, value]]
  })
  return Object.fromEntries(entries)
}

/** The caller's words for a time, whichever way the agent passed them on. */
export function spokenWhen({ when, date, time, start }: Arguments): string | undefined {
  return when ?? joined(date, time) ?? start
}

/** The caller's words for which appointment is to be moved. */
export function spokenWhich({ which, oldDate, oldTime }: Arguments): string | undefined {
  return which ?? joined(oldDate, oldTime)
}

/** What was said, as far as anything was. */
export const joinWords = (...parts: Array<string | undefined>): string | undefined =>
  parts.filter((part) => part !== undefined).join(' ') || undefined

function joined(date: string | undefined, time: string | undefined): string | undefined {
  // A model may send 15 for "um 15 Uhr"; alone that would be no clock time.
  return joinWords(date, time && /^\d{1,2}$/.test(time) ? `${time}:00` : time)
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  const text = storableText(value)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
  return NOTHING.test(text) || TEMPLATE.test(text) ? undefined : text
}
