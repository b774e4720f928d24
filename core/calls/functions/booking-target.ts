import { type Appointment, type CatalogService, type Offer, serviceMinutes } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'
import { fitsSpoken } from '../fits-spoken.ts'
import { type Arguments, spokenWhen } from '../function-arguments.ts'
import type { SpokenTime } from '../spoken-time/index.ts'
import { isBooked, ofThisCall } from './call-appointments.ts'
import type { FunctionParts } from './call-function.ts'
import { readOffer } from './read-offer.ts'
import { readSpoken } from './read-spoken.ts'
import { resolveLength } from './resolve-length.ts'
import { meantBy } from './resolve-service.ts'
import { resolveStaff } from './resolve-staff.ts'

const MINUTE = 60_000

export type BookingTarget =
  | { is: 'hold'; appointment: Appointment }
  | { is: 'offer'; offer: Offer; token: string }
  /** The same was booked before: providers and models repeat themselves. */
  | { is: 'booked'; appointment: Appointment }

interface Wanted {
  args: Arguments
  /** As said this time, if it can be a name. */
  name: string | undefined
}

/**
 * What is to be booked, among what this call holds, was offered or has booked: by the id or the token, else by the
 * words, else because there is only one. Undefined where none of that is certain.
 */
export async function findBookingTarget(
  session: CallSession,
  wanted: Wanted,
  parts: FunctionParts,
): Promise<BookingTarget | undefined> {
  const mine = await ofThisCall(session, parts.appointments)
  const named = mine.find(({ id }) => id === wanted.args.hold)
  if (named && (await keepsLength(session, { target: asTarget(named), args: wanted.args }, parts)))
    return asTarget(named)
  const offer = readOffer(session, wanted.args, parts.offers)
  const target = offer
    ? ofOffer(offer, { ...wanted, mine })
    : await byWords(session, { ...wanted, mine }, parts)
  if (!target || !(await keepsStaff(session, { target, args: wanted.args }, parts))) return undefined
  return (await keepsLength(session, { target, args: wanted.args }, parts)) ? target : undefined
}

const asTarget = (appointment: Appointment): BookingTarget =>
  isBooked(appointment) ? { is: 'booked', appointment } : { is: 'hold', appointment }

function ofOffer(offer: Offer, { args, name, mine }: Wanted & { mine: Appointment[] }): BookingTarget {
  const same = mine.find(
    (each) =>
      isBooked(each) && each.serviceId === offer.serviceId && each.start === offer.start && isFor(each, name),
  )
  return same ? { is: 'booked', appointment: same } : { is: 'offer', offer, token: args.offer ?? '' }
}

async function byWords(
  session: CallSession,
  { args, name, mine }: Wanted & { mine: Appointment[] },
  parts: FunctionParts,
): Promise<BookingTarget | undefined> {
  // A token that can't be read stood for a time that nobody can name any more.
  if (args.offer && args.offer.length > 20) return undefined
  const fits = await wordsOf(session, args, parts)
  const meant = mine.filter(fits)
  const hold = onlyOne(meant.filter((each) => !isBooked(each)))
  if (hold) return { is: 'hold', appointment: hold }
  const offered = spokenWhen(args) ? await offerMade(session, { args, fits }, parts) : undefined
  if (offered) return ofOffer(offered.offer, { args: { ...args, offer: offered.token }, name, mine })
  const booked = onlyOne(meant.filter((each) => isBooked(each) && isFor(each, name)))
  return booked && { is: 'booked', appointment: booked }
}

type Timed = Pick<Appointment, 'serviceId' | 'start'>

/** Whether service and time are those that were said, as far as any were. */
async function wordsOf(
  session: CallSession,
  args: Arguments,
  parts: FunctionParts,
): Promise<(each: Timed) => boolean> {
  const services = args.service ? await meantBy(session, args.service, parts) : undefined
  const text = spokenWhen(args)
  const spoken: SpokenTime = text ? await readSpoken(session, text, parts.availability) : { kind: 'nothing' }
  return ({ serviceId, start }) =>
    (services?.has(serviceId) ?? true) &&
    (spoken.kind === 'nothing' || fitsSpoken(spoken, start, session.location.zone))
}

/** The times offered in this call, each start and length of a service once: an agent may have lost the token. */
async function offersMade(
  session: CallSession,
  { calls, offers }: FunctionParts,
): Promise<Array<Timed & { offer: Offer; token: string }>> {
  const tokens = await calls.offerTokens(session)
  const made = tokens.flatMap((token) => {
    const offer = readOffer(session, { offer: token }, offers)
    return offer ? [{ serviceId: offer.serviceId, start: offer.start, offer, token }] : []
  })
  return [...new Map(made.map((each) => [nameOf(each), each])).values()]
}

/** The only one that fits the words, and the length among them. */
async function offerMade(
  session: CallSession,
  { args, fits }: { args: Arguments; fits: (each: Timed) => boolean },
  parts: FunctionParts,
): Promise<{ offer: Offer; token: string } | undefined> {
  const fitting: Array<{ offer: Offer; token: string }> = []
  for (const each of (await offersMade(session, parts)).filter(fits)) {
    const target = { is: 'offer', ...each } as const
    if (await keepsLength(session, { target, args }, parts)) fitting.push(each)
  }
  return onlyOne(fitting)
}

const nameOf = ({ offer: { serviceId, start, durationMinutes } }: { offer: Offer }): string =>
  `${serviceId} ${start} ${durationMinutes ?? ''}`

/** A length that is said with the booking must be the one that was held or offered. */
async function keepsLength(
  session: CallSession,
  { target, args }: { target: BookingTarget; args: Arguments },
  { catalog }: FunctionParts,
): Promise<boolean> {
  if (!args.duration && !args.service) return true
  const { serviceId } = target.is === 'offer' ? target.offer : target.appointment
  const service = await catalog.get(session.tenantId, serviceId)
  const said = resolveLength(session, { args, service })
  return said.is === 'own' || (said.is === 'one' && said.minutes === minutesOf(target, service))
}

const minutesOf = (target: BookingTarget, service: CatalogService): number =>
  target.is === 'offer'
    ? (target.offer.durationMinutes ?? serviceMinutes(service))
    : (target.appointment.end - target.appointment.start) / MINUTE

/** A staff member named with the booking must be the one who was held or offered, or be away and stood in for. */
async function keepsStaff(
  session: CallSession,
  { target, args }: { target: BookingTarget; args: Arguments },
  parts: FunctionParts,
): Promise<boolean> {
  const { serviceId, start } = target.is === 'offer' ? target.offer : target.appointment
  const staff = await resolveStaff(session, { args, serviceId }, parts)
  if (staff.is === 'anybody') return true
  if (staff.is !== 'one') return false
  const among = resourceIdsOf(target)
  if (among.includes(staff.id)) return true
  return parts.absences.standsIn(session.tenantId, { absentId: staff.id, among, at: start })
}

const resourceIdsOf = (target: BookingTarget): readonly string[] =>
  target.is === 'offer'
    ? target.offer.resourceIds
    : target.appointment.occupancies.map(({ resourceId }) => resourceId)

const isFor = ({ attendeeName }: Appointment, name: string | undefined): boolean =>
  name === undefined || attendeeName?.toLowerCase() === name.toLowerCase()

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined
}
