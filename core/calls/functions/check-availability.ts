import type { FunctionAnswer } from '../function-answer.ts'
import { type Arguments, spokenWhen } from '../function-arguments.ts'
import type { AnswerFunction } from './call-function.ts'
import { offerAt, offerWithin } from './find-offers.ts'
import { minutesWith, readWishes } from './read-wishes.ts'
import { resolveLength } from './resolve-length.ts'
import { resolveService } from './resolve-service.ts'
import { resolveStaff } from './resolve-staff.ts'
import { askTime } from './resolve-wish.ts'

/** Exact: a near miss is an alternative, never "free". Nothing is held or booked by asking. */
export const checkAvailability: AnswerFunction = async (session, args, parts) => {
  const resolved = await resolveService(session, args, parts)
  if (resolved.is === 'answer') return alsoAsk(resolved.answer, args)
  const { service } = resolved
  const staff = await resolveStaff(session, { args, serviceId: service.id }, parts)
  if (staff.is === 'answer') return alsoAsk(staff.answer, args)
  const text = spokenWhen(args)
  if (!text) return askTime(session, 'missing')
  const meant = await readWishes(session, text, parts.availability)
  if (meant.is === 'answer') return meant.answer
  const length = resolveLength(session, { args, service, withTime: minutesWith(meant) })
  if (length.is === 'answer') return length.answer
  const wanted = {
    service,
    durationMinutes: length.is === 'one' ? length.minutes : undefined,
    staff: staff.is === 'one' ? staff : undefined,
    holder: session.holder,
    customerId: session.customer?.id,
  }
  return meant.is === 'instant'
    ? offerAt(session, { ...wanted, start: meant.start }, parts)
    : offerWithin(session, { ...wanted, wishes: meant.wishes }, parts)
}

/** Whatever is asked first, the agent should know all that is still missing. */
const alsoAsk = (asked: FunctionAnswer, args: Arguments): FunctionAnswer =>
  spokenWhen(args) ? asked : { ...asked, missing: [...asked.missing, 'when'] }
