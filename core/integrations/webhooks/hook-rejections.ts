import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { addRejections, findRejections, type Rejections } from './rejection-repository.ts'

export interface HookRejectionsParts {
  database: Database
  clock: Clock
  log: Logger
  /** Milliseconds between a rejection and its being written down; default 5 s. */
  writeAfter?: number
}

const WRITE_AFTER = 5_000
/** Characters of a reason. Plugins say a handful each; should one quote the sender, it becomes `OTHER`. */
const LONGEST = 200
const REASONS = 10
const OTHER = 'another reason'
/** Connections and hooks counted at once; whoever attacks more of them is still limited by rate. */
const MOST = 1_000

interface Counted {
  ref: ConnectionRef
  rejections: Rejections
}

/**
 * Counts deliveries whose signature did not match, in memory, and writes the numbers down now and then: however many
 * come, it is one statement for each hook and reason in five seconds, and nothing of what was sent is kept.
 */
export class HookRejections {
  readonly #parts: HookRejectionsParts
  readonly #reasons = new Map<string, Set<string>>()
  #counted = new Map<string, Counted>()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: HookRejectionsParts) {
    this.#parts = parts
  }

  note(ref: ConnectionRef, hook: string, why: string): void {
    const at = this.#parts.clock.now()
    const reason = this.#bounded(`${ref.connectionId} ${hook}`, why)
    const key = `${ref.connectionId} ${hook} ${reason}`
    const known = this.#counted.get(key)
    if (!known && this.#counted.size >= MOST) return
    const { count = 0, firstAt = at } = known?.rejections ?? {}
    const rejections = { hook, why: reason, count: count + 1, firstAt, lastAt: at }
    this.#counted.set(key, { ref, rejections })
    this.#timer ??= setTimeout(() => void this.flush(), this.#parts.writeAfter ?? WRITE_AFTER).unref()
  }

  /** Latest first, at most 100; those of the last seconds may be missing. */
  list(ref: ConnectionRef): Promise<Rejections[]> {
    return this.#parts.database.inTenant(ref.tenantId, (tx) => findRejections(tx, ref))
  }

  /** Never rejects: what cannot be written is lost, since it is a count of what was refused. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const counted = this.#counted
    this.#counted = new Map()
    this.#reasons.clear()
    for (const { ref, rejections } of counted.values()) {
      try {
        await this.#parts.database.inTenant(ref.tenantId, (tx) => addRejections(tx, ref, rejections))
      } catch (err) {
        this.#parts.log.warn({ err, connection: ref.connectionId }, 'refused deliveries could not be counted')
      }
    }
  }

  #bounded(hook: string, why: string): string {
    const reasons = this.#reasons.get(hook) ?? new Set()
    const reason = why.slice(0, LONGEST).replaceAll('\u0000', '').toWellFormed()
    if (!reasons.has(reason) && reasons.size >= REASONS) return OTHER
    this.#reasons.set(hook, reasons.add(reason))
    return reason
  }
}
