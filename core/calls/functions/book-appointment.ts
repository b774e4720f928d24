import type { Customer } from '../../customers/index.ts'
import type { CallSession } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import { spokenWhen } from '../function-arguments.ts'
import { cleanName } from '../spoken-name.ts'
import { type BookingTarget, findBookingTarget } from './booking-target.ts'
import type { AnswerFunction, FunctionParts } from './call-function.ts'
import { checkAvailability } from './check-availability.ts'
import { confirmBooking } from './confirm-booking.ts'
import { offerInstead } from './present-slot.ts'

/**
 * Books only what was held or offered in this call, under a name that can be one. Nobody hears `booked` before the
 * transaction this runs in has been committed; what was refused leaves no new customer behind.
 */
export const bookAppointment: AnswerFunction = async (session, args, parts) => {
  const said = cleanName(args.name)
  const target = await findBookingTarget(session, { args, name: said }, parts)
  if (!target) return confirmFirst(session, args, parts)
  if (target.is === 'booked') return confirmBooking(session, target.appointment, parts)
  const name = said ?? session.customer?.name ?? undefined
  if (!name) return answer('ask', session.phrases.needName(), { missing: ['name'] })
  session.progress.holding = target.is === 'hold'
  const customer = await customerOf(session, name, parts)
  const result = await parts.bookings.book(session.tenantId, {
    ...placeOf(target, args.offer),
    locationId: session.location.id,
    customerId: customer.id,
    attendeeName: name,
    callId: session.callId,
    holder: session.holder,
    source: 'voice',
    requestKey: `book:${session.callId}:${keyOf(target)}:${name.toLowerCase()}`,
    ...(args.notes ? { notes: args.notes } : {}),
  })
  if (result.is === 'refused') return offerInstead(session, result)
  await parts.calls.linkCustomer(session, customer.id)
  return confirmBooking(session, result.appointment, parts)
}

type Open = Exclude<BookingTarget, { is: 'booked' }>

const placeOf = (target: Open, token: string | undefined) =>
  target.is === 'hold'
    ? { holdId: target.appointment.id }
    : { serviceId: target.offer.serviceId, start: target.offer.start, offerToken: target.token ?? token }

const keyOf = (target: Open): string =>
  target.is === 'hold'
    ? target.appointment.id
    : `${target.offer.serviceId}:${target.offer.start}:${target.offer.resourceIds.join()}`

/** Whoever names a time without having been offered it is told first whether it is free, and asked. */
async function confirmFirst(...[session, args, parts]: Parameters<AnswerFunction>): Promise<FunctionAnswer> {
  if (!args.service || !spokenWhen(args))
    return answer('needs_confirmation', session.phrases.holdFirst(), { missing: ['when'] })
  const checked = await checkAvailability(session, args, parts)
  return checked.status === 'available' ? { ...checked, status: 'needs_confirmation' } : checked
}

/** A withheld caller is a new guest each time; a number has one customer, whoever the appointment is for. */
function customerOf(session: CallSession, name: string, { customers }: FunctionParts): Promise<Customer> {
  const { language } = session.location
  if (session.from === null) return customers.create(session.tenantId, { name, language })
  return customers.findOrCreateByPhone(session.tenantId, { phone: session.from, name, language })
}
