import type { CallRouting, FunctionCall, InboundCall } from '@askpro/plugin-sdk'
import { parsePhone } from '../customers/index.ts'
import type { CallDesk, ConnectionRef } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Logger } from '../platform/log/logger.ts'
import type { LocationService } from '../tenants/index.ts'
import { partiesOf } from './call.ts'
import type { CallNumbers } from './call-numbers.ts'
import { type TurnProgress, todayIn } from './call-session.ts'
import type { CallSessions } from './call-sessions.ts'
import { type Briefing, type BriefingSources, brief, type Ringing } from './caller-briefing.ts'
import { answer, type FunctionAnswer, type Today } from './function-answer.ts'
import { type FunctionRunner, troubleAnswer } from './function-runner.ts'
import { inTime } from './in-time.ts'
import { routingVariables } from './inbound-routing.ts'
import type { KnownLocations } from './known-locations.ts'
import { type Phrases, phrasesIn } from './phrases/index.ts'

export interface CallProcessorParts extends BriefingSources {
  database: Database
  numbers: CallNumbers
  sessions: CallSessions
  runner: FunctionRunner
  known: KnownLocations
  locations: LocationService
  clock: Clock
  log: Logger
}

/** Milliseconds after which a caller hears something, whatever is going on; the way in and out has the rest of 2.5 s. */
const HARD_STOP = 2_000
/** Milliseconds for what is good to know of a caller; the rest of the time is for what has to be known. */
const BRIEFING_STOP = 1_000

interface Question {
  connection: ConnectionRef
  call: FunctionCall
  /** The business's number. */
  ours: string
  /** Epoch milliseconds. */
  now: number
  /** `performance.now()`. */
  begun: number
  progress: TurnProgress
}

/**
 * Answers the voice agent while a caller waits. Every answer is speakable and true, comes in time, and is stored
 * with the call; faults are logged and become a sentence.
 */
export class CallProcessor implements CallDesk {
  readonly #parts: CallProcessorParts

  constructor(parts: CallProcessorParts) {
    this.#parts = parts
  }

  /** Never throws: an agent that is told nothing still picks up. */
  inbound(connection: ConnectionRef, call: InboundCall): Promise<CallRouting> {
    return inTime(this.#route(connection, call), HARD_STOP, () => this.#routeAsRemembered(connection, call))
  }

  /** Never throws. */
  async functionCall(
    connection: ConnectionRef,
    call: FunctionCall,
  ): Promise<FunctionAnswer & { today: Today | null }> {
    const [now, begun] = [this.#parts.clock.now(), performance.now()]
    const { ours } = partiesOf(call.call)
    const progress: TurnProgress = { location: this.#parts.known.find(connection, ours) }
    const question = { connection, call, ours, now, begun, progress }
    const result = await inTime(this.#answer(question), HARD_STOP, () => this.#late(question))
    const { location } = progress
    return { ...result, today: location ? todayIn(location, now) : null }
  }

  async #answer(question: Question): Promise<FunctionAnswer> {
    const { connection, call, ours, now, begun, progress } = question
    const { numbers, sessions, runner, known, log } = this.#parts
    try {
      const place = await numbers.placeOf(connection, ours)
      if (!place) return this.#unknownNumber(question)
      const session = await sessions.open({ place, report: call.call, now, progress })
      known.remember(connection, ours, session.location)
      return await runner.run({ session, call, begun })
    } catch (error) {
      log.error({ err: error, function: call.name }, 'a function call failed')
      return troubleAnswer({ phrases: phrasesFor(question) }, call)
    }
  }

  #unknownNumber({ connection, ours, progress }: Question): FunctionAnswer {
    const { connectionId } = connection
    this.#parts.log.error(
      { connection: connectionId },
      'a function call came for a number that leads nowhere',
    )
    progress.location = undefined
    return answer('unknown_number', phrasesIn(languageOf(ours)).unknownNumber())
  }

  /** The work goes on; the agent is told to ask again, and then hears what came of it. */
  #late(question: Question): FunctionAnswer {
    const { call, begun, progress } = question
    const { runner, log } = this.#parts
    log.error({ function: call.name, call: progress.session?.callId }, 'a function call took too long')
    const { session } = progress
    if (!session) return troubleAnswer({ phrases: phrasesFor(question) }, call)
    const result = answer('pending', session.phrases.slow(progress.holding === true))
    void runner.note({ session, call, begun }, result)
    return result
  }

  async #route(connection: ConnectionRef, call: InboundCall): Promise<CallRouting> {
    const { numbers, locations, known, clock, log } = this.#parts
    try {
      const place = await numbers.placeOf(connection, call.to)
      if (!place) {
        log.error({ connection: connection.connectionId }, 'a call came for a number that leads nowhere')
        return NOTHING_KNOWN
      }
      const location = await locations.get(place.tenantId, place.locationId)
      known.remember(connection, call.to, location)
      const from = call.from === null ? null : parsePhone(call.from)
      const ringing = { tenantId: place.tenantId, location, from, now: clock.now() }
      return asRouting({ ...ringing, briefing: await this.#brief(ringing) })
    } catch (error) {
      log.error({ err: error, connection: connection.connectionId }, 'an inbound call could not be looked up')
      return this.#routeAsRemembered(connection, call)
    }
  }

  /** All of it in one transaction, or what of it came in time. */
  #brief(ringing: Ringing): Promise<Briefing> {
    const { database, log } = this.#parts
    const found: Briefing = {}
    const work = database
      .inTenant(ringing.tenantId, () => brief(ringing, found, this.#parts))
      .catch((err) => log.error({ err, location: ringing.location.id }, 'a caller could not be looked up'))
    return inTime(
      work.then(() => found),
      BRIEFING_STOP,
      () => ({ ...found }),
    )
  }

  /** Date and language at least, without which an agent makes up its own. */
  #routeAsRemembered(connection: ConnectionRef, { to, from }: InboundCall): CallRouting {
    const { known, clock } = this.#parts
    const location = known.find(connection, to)
    const { tenantId } = connection
    const ringing = { tenantId, from, now: clock.now(), briefing: {} }
    return location ? asRouting({ ...ringing, location }) : NOTHING_KNOWN
  }
}

const NOTHING_KNOWN: CallRouting = { variables: {}, metadata: {} }

const asRouting = (known: Parameters<typeof routingVariables>[0]): CallRouting => ({
  variables: routingVariables(known),
  metadata: { location_id: known.location.id },
})

const phrasesFor = ({ progress, ours }: Question): Phrases =>
  phrasesIn(progress.location?.language ?? languageOf(ours))

/** Where nothing is known of a number but the number: German in Germany, Austria and Switzerland. */
const languageOf = (number: string): 'de' | 'en' =>
  /^\+4[139]/.test(number) || !number.startsWith('+') ? 'de' : 'en'
