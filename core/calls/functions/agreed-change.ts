import type { Change, ChangeFee, ChangeRefusal } from '../../scheduling/index.ts'
import type { CallSession, Conversation } from '../call-session.ts'
import { type ChangeSpeaking, sayChangeRefusal, sayFee, sayFeeAmount } from '../change-words.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { Arguments } from '../function-arguments.ts'
import type { FunctionParts } from './call-function.ts'
import { localTime } from './local-day.ts'
import type { OwnAppointment } from './upcoming-appointments.ts'

export type Agreed =
  | { is: 'answer'; answer: FunctionAnswer }
  /** `said`: what it costs, in a sentence; empty where it costs nothing. */
  | { is: 'agreed'; said: string }

export interface WantedChange {
  change: Change
  appointment: OwnAppointment
  args: Arguments
}

/**
 * Whether the caller may change the appointment, and has agreed to what that costs: the fee is told, and agreed to by
 * handing back `accept_fee` as it was given, which no repetition of the first request does.
 */
export async function agreedChange(
  session: CallSession,
  { change, appointment, args }: WantedChange,
  { policies }: Pick<FunctionParts, 'policies'>,
): Promise<Agreed> {
  const terms = await policies.terms(appointment, { change, at: session.now })
  if (terms.changeable && terms.refusal) return { is: 'answer', answer: refuseChange(session, terms.refusal) }
  const { fee } = terms
  if (!terms.changeable || !fee?.due) return { is: 'agreed', said: '' }
  const token = feeToken(fee)
  if (args.acceptFee === token)
    return { is: 'agreed', said: ` ${session.phrases.feeDue(sayFeeAmount(fee, speakingOf(session)))}` }
  const say = session.phrases.feeFirst(sayFee(change, fee, speakingOf(session)), change)
  const data = {
    accept_fee: token,
    fee: {
      amount_minor: fee.amount?.amount ?? null,
      currency: fee.amount?.currency ?? null,
      percent: fee.percent,
    },
  }
  return { is: 'answer', answer: answer('needs_confirmation', say, { data, missing: ['accept_fee'] }) }
}

/** The plain reason, and somebody to talk to. */
export function refuseChange(session: Conversation, refusal: ChangeRefusal): FunctionAnswer {
  const { zone } = session.location
  const say = session.phrases.changeRefused(sayChangeRefusal(refusal, speakingOf(session)))
  const limit =
    'deadline' in refusal
      ? { deadline: localTime(refusal.deadline, zone) }
      : { quota: { count: refusal.quota.count, per: refusal.quota.per } }
  return answer('refused', say, { data: { reason: refusal.code, ...limit } })
}

const feeToken = ({ amount, percent }: ChangeFee): string =>
  amount ? `${amount.amount} ${amount.currency}` : `${percent} percent`

const speakingOf = ({ location, now }: Conversation): ChangeSpeaking => ({
  language: location.language,
  zone: location.zone,
  now,
})
