import type { FunctionCall } from '@askpro/plugin-sdk'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { Logger } from '../platform/log/logger.ts'
import { functionEvent } from './call-events.ts'
import { keepTurns, takeTurn } from './call-repository.ts'
import type { CallSession } from './call-session.ts'
import { meantBy } from './function-aliases.ts'
import { answer, type FunctionAnswer } from './function-answer.ts'
import { readArguments } from './function-arguments.ts'
import { findRepeated, insertFunctionCall } from './function-call-repository.ts'
import { type CallFunction, callFunction, DONE, type FunctionParts } from './functions/index.ts'
import { NotDone } from './not-done.ts'
import type { Trying } from './phrases/index.ts'
import type { RefusedBookings } from './refused-bookings.ts'

export interface FunctionRunnerParts extends FunctionParts {
  database: Database
  refused: RefusedBookings
  events: EventSink
  clock: Clock
  log: Logger
}

/** One question of the agent. */
export interface Turn {
  session: CallSession
  call: FunctionCall
  /** `performance.now()` when it was asked. */
  begun: number
}

/**
 * Milliseconds within which the very same request is a repetition, and within which it is one if its id is the same:
 * an id that is read from a transcript may lag behind.
 */
const REPEATED_WITHIN = 15_000
const REPEATED_BY_ID_WITHIN = 60_000

/** Runs a function and stores what was asked and answered: one transaction, so that what is said is what is stored. */
export class FunctionRunner {
  readonly #parts: FunctionRunnerParts

  constructor(parts: FunctionRunnerParts) {
    this.#parts = parts
  }

  /** Never throws. */
  async run(turn: Turn): Promise<FunctionAnswer> {
    try {
      return await this.#attempt(turn).catch((error) => this.#again(turn, error))
    } catch (error) {
      const result = error instanceof NotDone ? error.answer : this.#failed(turn, error)
      await this.note(turn, result)
      return result
    }
  }

  /** Stores an answer that changed nothing. Never throws: the caller hears it all the same. */
  async note({ session, call, begun }: Turn, result: FunctionAnswer): Promise<void> {
    const { database, log } = this.#parts
    try {
      await database.inTenant(session.tenantId, (tx) => this.#store(tx, { session, call, begun }, { result }))
    } catch (error) {
      log.error({ err: error, call: session.callId }, 'an answer could not be stored with its call')
    }
  }

  #attempt(turn: Turn): Promise<FunctionAnswer> {
    return this.#parts.database.inTenant(turn.session.tenantId, async (tx) => {
      const found = callFunction(meantBy(turn.call).name)
      if (found?.done) return this.#change(tx, found, turn)
      const asked = found ? await this.#ask(found, turn) : this.#unknown(turn)
      const result = await this.#parts.refused.tell(tx, turn.session, asked)
      await this.#store(tx, turn, { result })
      return result
    })
  }

  /** One at a time in a call, and once for the same request. */
  async #change(tx: Tx, found: CallFunction, turn: Turn): Promise<FunctionAnswer> {
    const { tenantId, callId } = turn.session
    await takeTurn(tx, tenantId, callId)
    const repeated = await this.#repeated(tx, turn)
    const asked = repeated ?? (await this.#ask(found, turn))
    if (asked.status !== found.done) throw new NotDone(asked)
    const result = repeated ?? (await this.#parts.refused.tell(tx, turn.session, asked))
    await this.#store(tx, turn, repeated ? { result, status: 'repeated' } : { result })
    return result
  }

  #ask({ answer: run }: CallFunction, { session, call }: Turn): Promise<FunctionAnswer> {
    return run(session, readArguments(meantBy(call).args), this.#parts)
  }

  #repeated(tx: Tx, { session, call }: Turn): Promise<FunctionAnswer | undefined> {
    return findRepeated(tx, session.tenantId, {
      callId: session.callId,
      name: call.name,
      toolCallId: call.toolCallId,
      args: call.args,
      done: DONE,
      since: new Date(session.now - REPEATED_WITHIN),
      sinceWithId: new Date(session.now - REPEATED_BY_ID_WITHIN),
    })
  }

  async #store(
    tx: Tx,
    { session, call, begun }: Turn,
    { result, status = result.status }: { result: FunctionAnswer; status?: string },
  ): Promise<void> {
    const { tenantId, callId } = session
    const durationMs = Math.round(performance.now() - begun)
    await insertFunctionCall(tx, tenantId, {
      callId,
      name: call.name,
      toolCallId: call.toolCallId,
      args: call.args,
      answer: result,
      status,
      startedAt: new Date(session.now),
      durationMs,
    })
    const { turns } = call.call
    if (turns && turns.length > 0) keepTurns(tx, tenantId, { id: callId, turns })
    await this.#parts.events.append(tx, [functionEvent(session, { name: call.name, status, durationMs })])
  }

  /** A deadlock ends one of the two, who may begin again. */
  #again(turn: Turn, error: unknown): Promise<FunctionAnswer> {
    const state = error instanceof HubError ? sqlState(error.cause) : undefined
    if (state === '40P01' || state === '40001') return this.#attempt(turn)
    throw error
  }

  #unknown({ session, call }: Turn): FunctionAnswer {
    this.#parts.log.error({ function: call.name }, 'the agent called a function that the hub does not know')
    return answer('unknown_function', session.phrases.unknownFunction())
  }

  #failed({ session, call }: Turn, error: unknown): FunctionAnswer {
    this.#parts.log.error({ err: error, function: call.name, call: session.callId }, 'a function call failed')
    return troubleAnswer(session, call)
  }
}

export const troubleAnswer = (
  { phrases }: Pick<CallSession, 'phrases'>,
  call: FunctionCall,
): FunctionAnswer => answer('trouble', phrases.trouble(triedBy(call)))

function triedBy(call: FunctionCall): Trying {
  const done = callFunction(meantBy(call).name)?.done
  if (done === undefined) return 'look'
  return done === 'noted' ? 'callback' : 'change'
}
