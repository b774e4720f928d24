import { constants } from 'node:os'

/** The exit code that a shell gives a program which a signal has ended. */
export class ToldToStop extends Error {
  readonly exitCode: number

  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`)
    this.exitCode = 128 + constants.signals[signal]
  }
}

/**
 * Aborts, with a `ToldToStop` as the reason, instead of ending the process: what was started is still to be cleared
 * away. A closed output (`npm test | head`) must not end it either.
 */
export function whenToldToStop(): AbortSignal {
  const told = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => told.abort(new ToldToStop(signal)))
  }
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  return told.signal
}
