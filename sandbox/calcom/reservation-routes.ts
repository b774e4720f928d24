import { randomUUID } from 'node:crypto'
import {
  BodyFields,
  type Handler,
  type Route,
  type StandInContext,
  type StandInRequest,
} from '../engine/index.ts'
import { activeReservations, overlaps } from './availability.ts'
import { refuse } from './calcom-errors.ts'
import type { CalcomState, Reservation } from './calcom-state.ts'
import { parseUtc } from './calcom-time.ts'
import { findEventType, findLength } from './find-event-type.ts'

type Context = StandInContext<CalcomState>

const minute = 60_000

const reserve: Handler<CalcomState> = (request, context) => {
  const reservation = readReservation(request, context, randomUUID())
  context.state.reservations.push(reservation)
  return { status: 201, body: { status: 'success', data: reservationView(reservation) } }
}

const readOne: Handler<CalcomState> = (request, context) => {
  const found = find(request, context)
  return { status: 200, body: { status: 'success', data: found ? reservationView(found) : null } }
}

const change: Handler<CalcomState> = (request, context) => {
  const { uid } = find(request, context) ?? refuseUnknown(request)
  const changed = readReservation(request, context, uid)
  context.state.reservations = context.state.reservations.map((one) => (one.uid === uid ? changed : one))
  return { status: 200, body: { status: 'success', data: reservationView(changed) } }
}

const release: Handler<CalcomState> = (request, { state }) => {
  state.reservations = state.reservations.filter(({ uid }) => uid !== request.params.uid)
  return { status: 200, body: { status: 'success' } }
}

function readReservation(request: StandInRequest, { state, now }: Context, uid: string): Reservation {
  const fields = new BodyFields(request.body)
  const eventTypeId = fields.number('eventTypeId')
  const start = parseUtc(fields.text('slotStart'))
  const minutes = fields.optionalNumber('reservationDuration') ?? 5
  const wanted = fields.optionalNumber('slotDuration')
  if (start === undefined) fields.problems.push('slotStart must be a valid ISO 8601 date string in UTC')
  if (fields.problems.length > 0 || start === undefined)
    return refuse(request, 400, fields.problems.join(', '))
  const eventType = findEventType(state, request, { id: eventTypeId })
  const end = start + findLength(request, eventType, wanted) * minute
  refuseWhenTaken(request, { state, now: now(), slot: { uid, start, end } })
  return { uid, eventTypeId, start, end, minutes, until: now() + minutes * minute }
}

type Wanted = { state: CalcomState; now: number; slot: { uid: string; start: number; end: number } }

function refuseWhenTaken(request: StandInRequest, { state, now, slot }: Wanted): void {
  const active = new Set(['accepted', 'pending'])
  if (state.bookings.some((booking) => active.has(booking.status) && overlaps(booking, slot)))
    refuse(request, 422, "Can't reserve a slot if the event is already booked.")
  const others = state.reservations.filter(({ uid }) => uid !== slot.uid)
  if (activeReservations({ ...state, reservations: others }, now).some((other) => overlaps(other, slot)))
    refuse(
      request,
      422,
      'This time slot is already reserved by another user. Please choose a different time.',
    )
}

function find(request: StandInRequest, { state, now }: Context): Reservation | undefined {
  return state.reservations.find(({ uid, until }) => uid === request.params.uid && until > now())
}

function refuseUnknown(request: StandInRequest): never {
  return refuse(request, 404, `Slot with uid=${request.params.uid} not found`)
}

function reservationView({ uid, eventTypeId, start, end, minutes, until }: Reservation): object {
  return {
    eventTypeId,
    slotStart: new Date(start).toISOString(),
    slotEnd: new Date(end).toISOString(),
    slotDuration: (end - start) / minute,
    reservationUid: uid,
    reservationDuration: minutes,
    reservationUntil: new Date(until).toISOString(),
  }
}

const one = '/v2/slots/reservations/:uid'

export const reservationRoutes: readonly Route<CalcomState>[] = [
  { method: 'POST', path: '/v2/slots/reservations', handle: reserve },
  { method: 'GET', path: one, handle: readOne },
  { method: 'PATCH', path: one, handle: change },
  { method: 'DELETE', path: one, handle: release },
]
