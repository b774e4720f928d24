import type { SeededNumbers } from '../../../../scripts/testing/seeded-numbers.ts'
import type { ApiReply } from '../api.ts'
import { kindsOf, lengthsOf, type Offered } from './footprint.ts'
import type { Salon } from './salon.ts'

const MINUTE = 60_000
/** Starts of a day from nine to six, a quarter of an hour apart. */
const QUARTERS = 36

/** A time that somebody wants. */
export interface Wanted {
  serviceId: string
  minutes: number
  /** Epoch milliseconds. */
  start: number
  /** Only these will do; empty: anybody. */
  only: string[]
}

export type Act =
  | ({ is: 'book' } & Wanted)
  | ({ is: 'hold'; thenBook: boolean } & Wanted)
  /** Of a hold. */
  | ({ is: 'convert'; id: string } & Wanted)
  | ({ is: 'move'; id: string } & Wanted)
  | { is: 'cancel'; id: string }
  | { is: 'release'; id: string }

/** One request and what came of it; undefined where no answer came. Times in epoch milliseconds. */
export interface Told {
  act: Act
  /** Who asks: stands in what comes of it. */
  label: string
  process: number
  sent: number
  heard: number
  reply: ApiReply | undefined
}

export const isGranted = ({ reply }: Told): boolean => reply !== undefined && reply.status < 300

/**
 * Neither a yes nor a no: no answer at all, or that of a hub that waited for its database for too long and asks to be
 * asked again, as on a machine that is busy with other things. It may have been done, but only whole.
 */
export const isOpen = ({ reply }: Told): boolean =>
  reply === undefined || (reply.status === 503 && reply.headers.has('retry-after'))

/** What stands before the round, as its callers were told. */
export interface Standing extends Wanted {
  id: string
  held: boolean
}

/** `nine`: the day's opening, in epoch milliseconds. */
export interface Plan {
  salon: Salon
  nine: number
  random: SeededNumbers
}

const someStart = ({ nine, random }: Plan, minutes: number): number =>
  nine + random.upTo(QUARTERS - Math.ceil(minutes / 15)) * 15 * MINUTE

export function someTime(plan: Plan): Wanted {
  const { salon, random } = plan
  const { id: serviceId, rules } = random.pick(salon.offered)
  const minutes = random.pick(lengthsOf(rules))
  const start = someStart(plan, minutes)
  const people = [...salon.seats.staff.keys()]
  const insists = kindsOf(rules).includes('staff')
  return { serviceId, minutes, start, only: insists && random.upTo(3) === 0 ? [random.pick(people)] : [] }
}

/** Of ten requests three are for a new time, two for holds, and the others are about what stands. */
export function randomAct(plan: Plan, standing: { holds: Standing[]; appointments: Standing[] }): Act {
  const { random } = plan
  const roll = random.upTo(10)
  if (roll < 3) return { is: 'book', ...someTime(plan) }
  if (roll < 5) return { is: 'hold', thenBook: random.upTo(3) === 0, ...someTime(plan) }
  if (roll < 7) {
    const hold = random.pick(standing.holds)
    return random.upTo(3) === 0 ? { is: 'release', id: hold.id } : { ...hold, is: 'convert' }
  }
  const appointment = random.pick(standing.appointments)
  if (roll === 7) return { is: 'cancel', id: appointment.id }
  return { ...appointment, is: 'move', start: someStart(plan, appointment.minutes), only: [] }
}

/** Method, path and body of a request. */
export function requestOf(act: Act, { salon, label }: { salon: Salon; label: string }) {
  if (act.is === 'release') return { route: `DELETE /v1/holds/${act.id}`, body: undefined }
  if (act.is === 'cancel') return { route: `POST /v1/appointments/${act.id}/cancel`, body: {} }
  if (act.is === 'convert')
    return { route: 'POST /v1/appointments', body: { hold_id: act.id, attendee_name: label } }
  const start = new Date(act.start).toISOString()
  if (act.is === 'move') return { route: `POST /v1/appointments/${act.id}/reschedule`, body: { start } }
  const [resource_id] = act.only
  const body = {
    service_id: act.serviceId,
    duration_minutes: act.minutes,
    location_id: salon.locationId,
    start,
    ...(resource_id ? { resource_id } : {}),
  }
  return act.is === 'hold'
    ? { route: 'POST /v1/holds', body: { ...body, session: label } }
    : { route: 'POST /v1/appointments', body: { ...body, attendee_name: label } }
}

export const rulesOf = ({ offered }: { offered: Offered[] }, serviceId: string): Offered['rules'] => {
  const found = offered.find(({ id }) => id === serviceId)
  if (!found) throw new Error(`no service ${serviceId}`)
  return found.rules
}
