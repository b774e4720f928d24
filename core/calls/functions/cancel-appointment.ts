import { spokenAt } from '../call-session.ts'
import { answer } from '../function-answer.ts'
import { joinWords, spokenWhen, spokenWhich } from '../function-arguments.ts'
import { agreedChange, refuseChange } from './agreed-change.ts'
import type { AnswerFunction } from './call-function.ts'
import { chooseAppointment } from './choose-appointment.ts'
import { localTime } from './local-day.ts'

/** One that was cancelled already is cancelled: said again, it is as true. */
export const cancelAppointment: AnswerFunction = async (session, args, parts) => {
  const words = joinWords(spokenWhich(args) ?? spokenWhen(args), args.service)
  const choice = { id: args.appointment, words, cancelledToo: true }
  const chosen = await chooseAppointment(session, choice, parts)
  if (chosen.is === 'answer') return chosen.answer
  const agreed = await agreedChange(
    session,
    { change: 'cancel', appointment: chosen.appointment, args },
    parts,
  )
  if (agreed.is === 'answer') return agreed.answer
  const { id, start, serviceName } = chosen.appointment
  const result = await parts.bookings.cancel(session.tenantId, {
    appointmentId: id,
    requestKey: `cancel:${session.callId}:${id}`,
    askedAt: session.now,
    ...(args.reason ? { reason: args.reason } : {}),
  })
  if (result.is === 'refused') return refuseChange(session, result.forbidden)
  const booking = { service: serviceName, time: spokenAt(session, start) }
  const say = `${session.phrases.cancelled(booking)}${agreed.said}`
  const appointment = { id, service: serviceName, start: localTime(start, session.location.zone) }
  return answer('cancelled', say, { data: { appointment } })
}
