import { spokenAt } from '../call-session.ts'
import { answer } from '../function-answer.ts'
import { joinWords, spokenWhen, spokenWhich } from '../function-arguments.ts'
import type { AnswerFunction } from './call-function.ts'
import { chooseAppointment } from './choose-appointment.ts'
import { localTime } from './local-day.ts'

/** One that was cancelled already is cancelled: said again, it is as true. */
export const cancelAppointment: AnswerFunction = async (session, args, parts) => {
  const words = joinWords(spokenWhich(args) ?? spokenWhen(args), args.service)
  const choice = { id: args.appointment, words, cancelledToo: true }
  const chosen = await chooseAppointment(session, choice, parts)
  if (chosen.is === 'answer') return chosen.answer
  const { id, start, serviceName } = chosen.appointment
  await parts.bookings.cancel(session.tenantId, {
    appointmentId: id,
    requestKey: `cancel:${session.callId}:${id}`,
    ...(args.reason ? { reason: args.reason } : {}),
  })
  const say = session.phrases.cancelled({ service: serviceName, time: spokenAt(session, start) })
  const appointment = { id, service: serviceName, start: localTime(start, session.location.zone) }
  return answer('cancelled', say, { data: { appointment } })
}
