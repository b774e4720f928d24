import { pino } from 'pino'
import { currentContext } from '../telemetry/request-context.ts'
import { traceIdOf } from '../telemetry/trace-parent.ts'
import { safeLine } from './log-line.ts'
import type { Logger } from './logger.ts'
import { prettyLine } from './pretty-line.ts'
import { redact } from './redact.ts'

export interface LoggerOptions {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Where the lines go; standard output when left out. */
  destination?: { write(text: string): unknown }
  /** For a person at a terminal instead of JSON. */
  pretty?: boolean
}

export interface RootLogger extends Logger {
  /** Writes what is still buffered; the last thing before the process ends. */
  flush(): Promise<void>
}

const LONGEST_MESSAGE = 2_000

/**
 * One JSON object a line, with the request's id, tenant and trace where there is one. Objects are redacted by key
 * names at any depth, free text by telling forms; see `redact.ts` and `log-line.ts`.
 */
export function createLogger({ level, destination, pretty = false }: LoggerOptions): RootLogger {
  const out = destination ?? standardOutput()
  const write = (line: string) => {
    const safe = safeLine(line)
    out.write(pretty ? prettyLine(safe) : safe)
  }
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: contextFields,
      formatters: { level: (label) => ({ level: label }), log: redact },
      // `redact` has made errors plain already; pino's own serializer would take them for something else.
      serializers: { err: (error) => error },
    },
    { write },
  )
  return {
    debug: (fields, message) => log.debug(fields, message.slice(0, LONGEST_MESSAGE)),
    info: (fields, message) => log.info(fields, message.slice(0, LONGEST_MESSAGE)),
    warn: (fields, message) => log.warn(fields, message.slice(0, LONGEST_MESSAGE)),
    error: (fields, message) => log.error(fields, message.slice(0, LONGEST_MESSAGE)),
    flush: () => flush(out),
  }
}

/**
 * Buffered, for 200 ms at most: a line a request would otherwise cost a write call each. pino writes the rest when the
 * process exits. As bytes, since of text all that waits would be counted again with each line.
 */
function standardOutput() {
  const out: { write(bytes: string | Buffer): unknown; flush(done: () => void): void } = pino.destination({
    fd: 1,
    sync: false,
    contentMode: 'buffer',
    minLength: 65_536,
    maxWrite: 131_072,
    periodicFlush: 200,
  })
  return {
    write: (text: string) => out.write(Buffer.from(text)),
    flush: (done: () => void) => out.flush(done),
  }
}

/** Milliseconds. A reader that has left must not keep the process: writing at once would try for ever. */
const FLUSH_WITHIN = 500

function flush(out: object): Promise<void> {
  return new Promise((resolve) => {
    if (!('flush' in out) || typeof out.flush !== 'function') return resolve()
    setTimeout(resolve, FLUSH_WITHIN)
    out.flush(() => resolve())
  })
}

function contextFields(): object {
  const context = currentContext()
  if (!context) return {}
  const { requestId, tenantId, traceparent } = context
  return {
    request_id: requestId,
    trace_id: traceIdOf(traceparent),
    ...(tenantId ? { tenant: tenantId } : {}),
  }
}
