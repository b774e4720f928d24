import type { FunctionAnswer } from '../function-answer.ts'
import { type Arguments, spokenWhen } from '../function-arguments.ts'
import type { AnswerFunction } from './call-function.ts'
import { offerAt, offerWithin } from './find-offers.ts'
import { readWishes } from './read-wishes.ts'
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
  const wanted = {
    service,
    staff: staff.is === 'one' ? staff : undefined,
    holder: session.holder,
    customerId: session.customer?.id,
  }
  switch (meant.is) {
    case 'answer':
      return meant.answer
    case 'instant':
      return offerAt(session, { ...wanted, start: meant.start }, parts)
    case 'wishes':
      return offerWithin(session, { ...wanted, wishes: meant.wishes }, parts)
  }
}

/** Whatever is asked first, the agent should know all that is still missing. */
const alsoAsk = (asked: FunctionAnswer, args: Arguments): FunctionAnswer =>
  spokenWhen(args) ? asked : { ...asked, missing: [...asked.missing, 'when'] }
