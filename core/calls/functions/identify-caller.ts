import { answer } from '../function-answer.ts'
import type { AnswerFunction } from './call-function.ts'
import { presentOwn, upcomingAppointments } from './upcoming-appointments.ts'

/** Who calls, by number alone: a name never identifies anybody. */
export const identifyCaller: AnswerFunction = async (session, _args, parts) => {
  const { customer, phrases, from } = session
  if (!customer) {
    const status = from === null ? 'withheld' : 'unknown'
    return answer(status, phrases.greet(undefined), {
      data: { customer: null, appointments: [] },
      missing: ['name'],
    })
  }
  const upcoming = await upcomingAppointments(session, parts)
  const appointments = upcoming.map((each) => presentOwn(session, each))
  return answer('known', phrases.greet(customer.name ?? undefined), {
    data: { customer: { id: customer.id, name: customer.name }, appointments },
    missing: customer.name ? [] : ['name'],
  })
}
