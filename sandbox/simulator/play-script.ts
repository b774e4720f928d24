import { salonNumbers } from '../retell/salon-numbers.ts'
import { callers } from './callers.ts'
import { type PlayCall, playCall } from './play-call.ts'
import type { PlayedCall } from './played-call.ts'
import type { Script } from './script.ts'

/** `from` and `to` replace the first caller's number (null: withheld) and the salon's. */
export type PlayScript = Pick<PlayCall, 'retell' | 'hub' | 'startAt' | 'pace'> & {
  script: Script
  from?: string | null | undefined
  to?: string | undefined
  /** The provider's id of the first call. */
  firstCallId?: string | undefined
}

/** Plays all calls of a script; they are returned in the order in which they were dialled. */
export async function playScript({
  script,
  from,
  to,
  firstCallId,
  ...shared
}: PlayScript): Promise<PlayedCall[]> {
  const line = to ?? salonNumbers[script.line]
  const calls: Promise<PlayedCall>[] = []
  await script.play({
    caller: from === undefined ? script.caller : from,
    secondCaller: callers.jonas.number,
    line,
    call: ({ from: caller, summary }, talk) => {
      const callId = calls.length === 0 ? firstCallId : undefined
      const call = playCall({ ...shared, callId, from: caller, to: line, script: talk, summary })
      calls.push(call)
      return call
    },
  })
  return Promise.all(calls)
}
