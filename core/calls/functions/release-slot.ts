import { answer } from '../function-answer.ts'
import type { AnswerFunction } from './call-function.ts'

/** Lets go of what this call holds, for a caller who thought again. Where it holds nothing, that is as well. */
export const releaseSlot: AnswerFunction = async ({ tenantId, holder, phrases }, _args, { bookings }) => {
  await bookings.releaseHolds(tenantId, holder)
  return answer('released', phrases.released())
}
