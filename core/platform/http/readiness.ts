import { setTimeout as sleep } from 'node:timers/promises'
import { HubError } from '../errors.ts'
import type { Logger } from '../log/logger.ts'

export interface ReadinessCheck {
  /** `database`, `migrations`... */
  name: string
  /** Null when all is well, else what is missing, in words that are safe to show. */
  check(): Promise<string | null>
}

export interface Missing {
  name: string
  why: string
}

const DEADLINE = 2_000

/** Runs all checks side by side, 2 s each, and gives those that found something missing. */
export async function missingOf(checks: readonly ReadinessCheck[], log: Logger): Promise<Missing[]> {
  const found = await Promise.all(checks.map((one) => ask(one, log)))
  return found.filter((missing) => missing !== undefined)
}

async function ask({ name, check }: ReadinessCheck, log: Logger): Promise<Missing | undefined> {
  const timer = new AbortController()
  try {
    const late = sleep(DEADLINE, `no answer within ${DEADLINE / 1_000} s`, { signal: timer.signal })
    const why = await Promise.race([check(), late])
    return why === null ? undefined : { name, why }
  } catch (error) {
    log.warn({ err: error, check: name }, 'a readiness check failed')
    const safe = error instanceof HubError ? error.detail : undefined
    return { name, why: safe ?? 'the check itself failed: see the log' }
  } finally {
    timer.abort()
  }
}
