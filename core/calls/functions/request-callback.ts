import type { CallSession } from '../call-session.ts'
import { answer } from '../function-answer.ts'
import { type Arguments, spokenWhen } from '../function-arguments.ts'
import { reachableNumber } from '../reachable-number.ts'
import { sayPhone } from '../speech/index.ts'
import { cleanName } from '../spoken-name.ts'
import type { AnswerFunction } from './call-function.ts'

/** A callback needs a number that can be reached: the one said, else the one that calls. */
export const requestCallback: AnswerFunction = async (session, args, parts) => {
  const phone = reachableAt(session, args)
  if (!phone) return answer('ask', session.phrases.needPhone(), { missing: ['phone'] })
  const id = await parts.callbacks.note(session.tenantId, {
    callId: session.callId,
    locationId: session.location.id,
    customerId: session.customer?.id ?? null,
    phone,
    name: cleanName(args.name) ?? session.customer?.name ?? null,
    wish: spokenWhen(args) ?? args.wish ?? null,
    reason: args.reason ?? args.notes ?? args.service ?? null,
  })
  return answer('noted', session.phrases.callbackNoted(sayPhone(phone)), { data: { callback_id: id } })
}

/** A number said without its country is one of the business's. "Diese Nummer" is the one that calls. */
function reachableAt({ from, ours }: CallSession, { phone }: Arguments): string | null {
  if (!phone || !/\d{3}/.test(phone.replaceAll(/[\s/()-]/g, ''))) return from
  return reachableNumber(phone, ours)
}
