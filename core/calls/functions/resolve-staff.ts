import type { Resource } from '../../scheduling/index.ts'
import type { CallSession } from '../call-session.ts'
import { answer, type FunctionAnswer } from '../function-answer.ts'
import type { Arguments } from '../function-arguments.ts'
import type { FunctionParts } from './call-function.ts'
import { resourcesHere } from './offered-here.ts'

export type ResolvedStaff =
  | { is: 'anybody' }
  | { is: 'one'; id: string; name: string }
  | { is: 'answer'; answer: FunctionAnswer }

const ANYBODY =
  /\b(egal|beliebig\w*|irgendwer|irgendjemand\w*|niemand bestimmt\w*|wer auch immer|keine präferenz|kein wunsch|any(one|body)|no preference|whoever|does(n'?t| not) matter)\b/i

/** A wish for somebody is honoured or refused aloud, never dropped. */
export async function resolveStaff(
  session: CallSession,
  wish: { args: Arguments; serviceId: string },
  parts: FunctionParts,
): Promise<ResolvedStaff> {
  const { staff, staffId } = wish.args
  const wanted = staff ?? staffId
  if (!wanted || ANYBODY.test(wanted)) return { is: 'anybody' }
  const { phrases } = session
  const able = (await resourcesHere(session, parts)).filter(
    ({ kind, serviceIds }) => kind === 'staff' && serviceIds.includes(wish.serviceId),
  )
  const meant = able.filter(({ id, name }) => id === staffId || sounds(name, wanted))
  const [one, ...others] = meant
  if (one && others.length === 0) return { is: 'one', id: one.id, name: one.name }
  if (one) return ask('ask', phrases.whichStaff(namesOf(meant)), meant)
  const say = able.length > 0 ? phrases.unknownStaff(namesOf(able)) : phrases.nobodyAble()
  return ask('staff_not_available', say, able)
}

const namesOf = (staff: readonly Resource[]): string[] => staff.map(({ name }) => name)

const ask = (status: string, say: string, staff: readonly Resource[]): ResolvedStaff => ({
  is: 'answer',
  answer: answer(status, say, { data: { staff: namesOf(staff) }, missing: ['staff'] }),
})

/** The first name said alone is enough, and so is the name inside a sentence. */
function sounds(name: string, said: string): boolean {
  const heard = words(said)
  return words(name).some((part) => part.length > 1 && heard.includes(part))
}

/** Umlauts are one to speech recognition, two letters to some keyboards, and plain to others. */
const words = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/([aou])e/g, '$1')
    .split(/[^a-z]+/)
