import { answer } from '../function-answer.ts'
import type { AnswerFunction } from './call-function.ts'
import { presentOwn, upcomingAppointments } from './upcoming-appointments.ts'

export const listAppointments: AnswerFunction = async (session, _args, parts) => {
  const { phrases } = session
  if (session.from === null) return answer('withheld', phrases.withheld(), { missing: ['phone'] })
  const upcoming = await upcomingAppointments(session, parts)
  const appointments = upcoming.map((each) => presentOwn(session, each))
  const say =
    appointments.length > 0
      ? phrases.appointments(appointments.map((each) => each.say))
      : phrases.noAppointments()
  return answer('ok', say, { data: { appointments } })
}
