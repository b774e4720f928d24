import { type CallSession, spokenAt } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import { type Arguments, joinWords, spokenWhen, spokenWhich } from '../function-arguments.ts'
import { type Agreed, agreedChange } from './agreed-change.ts'
import type { AnswerFunction, FunctionParts } from './call-function.ts'
import { chooseAppointment } from './choose-appointment.ts'
import { staffOf } from './confirm-booking.ts'
import { localTime } from './local-day.ts'
import { newStart } from './new-start.ts'
import { offerInstead } from './present-slot.ts'
import { readOffer } from './read-offer.ts'
import { resolveStaff } from './resolve-staff.ts'
import { splitMove } from './split-move.ts'
import type { OwnAppointment } from './upcoming-appointments.ts'

/** Moves one of the caller's own appointments through the same engine as a booking; it may overlap itself. */
export const rescheduleAppointment: AnswerFunction = async (session, args, parts) => {
  const { which, when } = splitMove({ which: spokenWhich(args), when: spokenWhen(args) })
  const choice = { id: args.appointment, words: joinWords(which, args.service) }
  const chosen = await chooseAppointment(session, choice, parts)
  if (chosen.is === 'answer') return chosen.answer
  const { appointment } = chosen
  const { id, serviceId } = appointment
  const staff = await resolveStaff(session, { args, serviceId }, parts)
  if (staff.is === 'answer') return staff.answer
  const resourceId = staff.is === 'one' ? staff.id : undefined
  const start =
    readOffer(session, args, parts.offers)?.start ??
    (await newStart(session, { appointment, when, resourceId }, parts))
  if (typeof start !== 'number') return start
  const agreed = await agreedMove(session, { appointment, args, start, resourceId }, parts)
  if (agreed.is === 'answer') return agreed.answer
  const result = await parts.bookings.reschedule(session.tenantId, {
    appointmentId: id,
    start,
    requestKey: `move:${session.callId}:${id}:${appointment.start}:${start}:${resourceId ?? ''}`,
    askedAt: session.now,
    ...(resourceId ? { resourceId } : {}),
  })
  if (result.is === 'refused') return offerInstead(session, result)
  const moved = await confirmMove(session, { ...appointment, ...result.appointment }, parts)
  return { ...moved, say: `${moved.say}${agreed.said}` }
}

interface Move {
  appointment: OwnAppointment
  args: Arguments
  start: number
  resourceId: string | undefined
}

/** What changes nothing is allowed and costs nothing. */
async function agreedMove(
  session: CallSession,
  { appointment, args, start, resourceId }: Move,
  parts: FunctionParts,
): Promise<Agreed> {
  if (start === appointment.start && !resourceId) return { is: 'agreed', said: '' }
  return agreedChange(session, { change: 'reschedule', appointment, args }, parts)
}

async function confirmMove(
  session: CallSession,
  appointment: OwnAppointment,
  parts: FunctionParts,
): Promise<FunctionAnswer> {
  const { id, serviceName, start, end } = appointment
  const { zone } = session.location
  const staff = staffOf(appointment, await parts.resources.list(session.tenantId))
  const say = session.phrases.rescheduled({ service: serviceName, time: spokenAt(session, start), staff })
  const moved = {
    id,
    start: localTime(start, zone),
    end: localTime(end, zone),
    service: serviceName,
    staff: staff ?? null,
  }
  return answer('rescheduled', say, { data: { appointment: moved } })
}
