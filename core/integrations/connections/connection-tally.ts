import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { ConnectionRef } from './connection.ts'
import { addTally, findTally, type Tally } from './tally-repository.ts'

export interface ConnectionTallyParts {
  database: Database
  clock: Clock
  log: Logger
  /** Milliseconds between a call and its being written down; default 30 s. */
  writeAfter?: number
}

const WRITE_AFTER = 30_000
const DAY = 86_400_000

/** Counts calls to providers in memory and writes the numbers down now and then: no call waits for it. */
export class ConnectionTally {
  readonly #parts: ConnectionTallyParts
  #counted = new Map<string, { ref: ConnectionRef; tally: Tally }>()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: ConnectionTallyParts) {
    this.#parts = parts
  }

  note(ref: ConnectionRef, wentWell: boolean): void {
    const known = this.#counted.get(ref.connectionId)?.tally ?? NONE
    const tally = {
      calls: known.calls + 1,
      failures: known.failures + Number(!wentWell),
      lastSuccessAt: wentWell ? this.#parts.clock.now() : known.lastSuccessAt,
    }
    this.#counted.set(ref.connectionId, { ref, tally })
    this.#timer ??= setTimeout(() => void this.flush(), this.#parts.writeAfter ?? WRITE_AFTER).unref()
  }

  /** Of today and the days before it; what other processes counted in the last seconds may be missing. */
  async over(ref: ConnectionRef, days: number): Promise<Tally> {
    const { database, clock } = this.#parts
    const since = clock.now() - (days - 1) * DAY
    const stored = await database.inTenant(ref.tenantId, (tx) => findTally(tx, ref, since))
    return sumOf(stored, this.#counted.get(ref.connectionId)?.tally ?? NONE)
  }

  /** Never rejects: what cannot be written now is counted on. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { database, clock, log } = this.#parts
    const counted = this.#counted
    this.#counted = new Map()
    for (const { ref, tally } of counted.values()) {
      try {
        await database.inTenant(ref.tenantId, (tx) => addTally(tx, ref, { tally, at: clock.now() }))
      } catch (err) {
        const since = this.#counted.get(ref.connectionId)?.tally ?? NONE
        this.#counted.set(ref.connectionId, { ref, tally: sumOf(tally, since) })
        log.warn({ err, connection: ref.connectionId }, 'calls to a provider could not be counted yet')
      }
    }
  }
}

const NONE: Tally = { calls: 0, failures: 0, lastSuccessAt: null }

const sumOf = (a: Tally, b: Tally): Tally => ({
  calls: a.calls + b.calls,
  failures: a.failures + b.failures,
  lastSuccessAt: Math.max(a.lastSuccessAt ?? 0, b.lastSuccessAt ?? 0) || null,
})
