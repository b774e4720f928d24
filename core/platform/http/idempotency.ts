import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import { sqlState } from '../db/database-problem.ts'
import type { Tx } from '../db/tx.ts'
import { HubError } from '../errors.ts'
import type { SentReply } from './sent-reply.ts'
import { repeatedReply, type StoredReply, storedForm } from './stored-reply.ts'

export interface KeyedRequest {
  tenantId: string
  key: string
  /** Says whether it is the same request; see `fingerprint`. */
  fingerprint: string
}

interface KeyRow {
  fingerprint: string
  status: number
  body: StoredReply
}

/** Answers that another try may change: they are never kept, and what the handler wrote is undone with them. */
const PASSING = new Set([401, 403, 409, 429])

const LOCK_TIMEOUT = '55P03'

/** Method, path with query, and the exact bytes. */
export function fingerprint(method: string, url: string, body: Buffer): string {
  return createHash('sha256').update(`${method} ${url}\n`).update(body).digest('base64url')
}

export interface IdempotencyOptions {
  database: Pick<Database, 'inTenant'>
  /** How long a repeat waits for the first to finish, in milliseconds; Postgres waits for 5 s at most. */
  patience?: number
}

/**
 * Runs a request with a key at most once per tenant. The key's row, whatever the handler writes and the reply are
 * one transaction: after a crash in the middle nothing has happened, and a repeat runs again.
 */
export class Idempotency {
  readonly #database: Pick<Database, 'inTenant'>
  readonly #patience: number
  /** Runs of this process. Repeats wait here, so that a storm of them does not hold the whole connection pool. */
  readonly #running = new Map<string, { fingerprint: string; reply: Promise<SentReply> }>()

  constructor({ database, patience = 5_000 }: IdempotencyOptions) {
    this.#database = database
    this.#patience = patience
  }

  /** The reply of `work`, or of the earlier request with the same key. Errors are thrown on, and forgotten. */
  async once(request: KeyedRequest, work: () => Promise<SentReply>): Promise<SentReply> {
    const id = `${request.tenantId} ${request.key}`
    const deadline = Date.now() + this.#patience
    // No await may stand between the last look and `set`, or a storm of repeats passes through the gap.
    for (let other = this.#running.get(id); other; other = this.#running.get(id)) {
      const reply = await settled(other.reply, deadline)
      if (reply && other.fingerprint === request.fingerprint)
        return repeatedReply(reply.status, storedForm(reply))
    }
    const reply = this.#claimAndRun(request, work)
    this.#running.set(id, { fingerprint: request.fingerprint, reply })
    try {
      return await reply
    } catch (error) {
      if (error instanceof PassingReply) return error.reply
      throw error
    } finally {
      this.#running.delete(id)
    }
  }

  #claimAndRun(request: KeyedRequest, work: () => Promise<SentReply>): Promise<SentReply> {
    return this.#database.inTenant(request.tenantId, async (tx) => {
      if (!(await claim(tx, request))) return replay(tx, request)
      const reply = await work()
      if (PASSING.has(reply.status) || reply.status >= 500) throw new PassingReply(reply)
      keep(tx, request, reply)
      return reply
    })
  }
}

/** The reply once it is there, undefined when there will be none; throws past the deadline (epoch milliseconds). */
async function settled(reply: Promise<SentReply>, deadline: number): Promise<SentReply | undefined> {
  const left = deadline - Date.now()
  if (left <= 0) throw stillRunning()
  const timer = new AbortController()
  const timeout = sleep(left, undefined, { signal: timer.signal }).catch(() => {})
  const found = await Promise.race([reply.catch(() => undefined), timeout])
  timer.abort()
  return found ?? undefined
}

/** Carries a reply out of a transaction that must roll back. */
class PassingReply extends Error {
  readonly reply: SentReply

  constructor(reply: SentReply) {
    super('rolled back')
    this.reply = reply
  }
}

/** False when the key is taken. Waits while another transaction that has claimed it is open. */
async function claim(tx: Tx, { tenantId, key, fingerprint }: KeyedRequest): Promise<boolean> {
  try {
    const inserted = await tx.run({
      name: 'claim-idempotency-key',
      text: `insert into idempotency_keys (tenant_id, key, fingerprint) values ($1, $2, $3)
             on conflict (tenant_id, key) do nothing`,
      values: [tenantId, key, fingerprint],
    })
    return inserted === 1
  } catch (error) {
    throw sqlState(error) === LOCK_TIMEOUT ? stillRunning(error) : error
  }
}

async function replay(tx: Tx, { tenantId, key, fingerprint }: KeyedRequest): Promise<SentReply> {
  const row = await tx.first<KeyRow>({
    name: 'read-idempotency-key',
    text: 'select fingerprint, status, body from idempotency_keys where tenant_id = $1 and key = $2',
    values: [tenantId, key],
  })
  if (!row) throw stillRunning()
  if (row.fingerprint !== fingerprint) {
    throw new HubError('idempotency_mismatch', { detail: 'Use a new Idempotency-Key for a new request.' })
  }
  return repeatedReply(row.status, row.body)
}

function keep(tx: Tx, { tenantId, key }: KeyedRequest, reply: SentReply): void {
  tx.runAtCommit({
    name: 'keep-idempotent-reply',
    text: 'update idempotency_keys set status = $3, body = $4 where tenant_id = $1 and key = $2',
    values: [tenantId, key, reply.status, JSON.stringify(storedForm(reply))],
  })
}

function stillRunning(cause?: unknown): HubError {
  return new HubError('conflict', {
    detail: 'A request with this Idempotency-Key is still running. Send it again in a second.',
    retryAfterSeconds: 1,
    cause,
  })
}
