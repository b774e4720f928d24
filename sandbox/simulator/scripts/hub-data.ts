import { type HubAnswer, record, text } from '../hub-answer.ts'

/** A time the hub has offered: RFC 3339 with offset, and the token that books exactly it. */
export type Offer = { start: string; offerToken: string; resourceIds: string[] }

export type BookedAppointment = { id: string; start: string; staff: string | null }

/** What an answer offers, best first: the time that was asked for, or the alternatives to it. */
export function offersOf({ data }: HubAnswer): Offer[] {
  const asked = offerOf(data.slot, text(data.offer_token))
  const others = Array.isArray(data.slots) ? data.slots : []
  return [asked, ...others.map((slot) => offerOf(slot, ''))].filter((offer) => offer !== undefined)
}

export function appointmentOf({ data }: HubAnswer): BookedAppointment | undefined {
  return readAppointment(data.appointment)
}

export function appointmentsOf({ data }: HubAnswer): BookedAppointment[] {
  const list = Array.isArray(data.appointments) ? data.appointments : []
  return list.map(readAppointment).filter((appointment) => appointment !== undefined)
}

/** The name on record of a caller whose number is known. */
export function knownName({ data }: HubAnswer): string | undefined {
  return text(record(data.customer).name) || undefined
}

function offerOf(slot: unknown, tokenBeside: string): Offer | undefined {
  const { start, offer_token: token, resource_ids: ids } = record(slot)
  const offerToken = text(token) || tokenBeside
  if (offerToken === '') return undefined
  return { start: text(start), offerToken, resourceIds: (Array.isArray(ids) ? ids : []).map(String) }
}

function readAppointment(value: unknown): BookedAppointment | undefined {
  const { id, start, staff } = record(value)
  if (text(id) === '') return undefined
  return { id: text(id), start: text(start), staff: text(staff) || null }
}
