import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerRequest } from './answer-request.ts'
import type { Fault } from './fault.ts'
import type { FaultList } from './fault-list.ts'
import type { Journal, JournalEntry } from './journal.ts'
import type { Reply } from './reply.ts'
import type { StandInContext, StandInDefinition } from './stand-in-definition.ts'
import { readRequest, type StandInRequest } from './stand-in-request.ts'
import { writeReply } from './write-reply.ts'

export type ExchangeParts<State extends object> = {
  definition: StandInDefinition<State>
  context: StandInContext<State>
  faults: FaultList
  journal: Journal
}

type Outcome = Reply | 'hung' | 'reset'

/** Takes one request through the faults, the work and the journal, and answers it (or not). */
export async function exchange<State extends object>(
  parts: ExchangeParts<State>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming)
  const fault = parts.faults.takeForRequest(request.method, request.path)
  const entry = openEntry(parts.journal, request, fault)
  const outcome = await run(parts, request, { fault, entry })
  entry.duration_ms = Date.now() - entry.at
  entry.outcome = typeof outcome === 'string' ? outcome : 'answered'
  if (outcome === 'hung') return parts.faults.hangUntilReleased(() => incoming.socket.destroy())
  if (outcome === 'reset') return void incoming.socket.resetAndDestroy()
  entry.status = outcome.status
  const extra = parts.definition.headers?.(request, parts.context) ?? {}
  writeReply(response, { ...outcome, headers: { ...extra, ...outcome.headers } })
}

async function run<State extends object>(
  parts: ExchangeParts<State>,
  request: StandInRequest,
  { fault, entry }: { fault: Fault | undefined; entry: JournalEntry },
): Promise<Outcome> {
  if (fault?.latency_ms) await sleep(fault.latency_ms, undefined, { ref: false })
  if (fault?.hang) return 'hung'
  if (fault?.reset) return 'reset'
  const refused = fault && refusalBefore(parts, request, fault)
  if (refused) return refused
  const { reply, error } = await answerRequest(parts, request)
  entry.worked = true
  if (error !== undefined) entry.error = error
  if (fault?.reset_after) return 'reset'
  return fault?.error_after ? parts.definition.errors.failure({ status: 500 }, request, parts.context) : reply
}

function refusalBefore<State extends object>(
  { definition, context }: ExchangeParts<State>,
  request: StandInRequest,
  fault: Fault,
): Reply | undefined {
  if (fault.expired_token) return definition.errors.expiredToken(request, context)
  if (fault.status === undefined) return undefined
  const { status, retry_after: retryAfter, reason } = fault
  const words = {
    status,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(reason !== undefined && { reason }),
  }
  const reply = definition.errors.failure(words, request, context)
  const header = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return { ...reply, headers: { ...header, ...reply.headers } }
}

function openEntry(journal: Journal, request: StandInRequest, fault: Fault | undefined): JournalEntry {
  const { method, path, query, headers, body } = request
  return journal.openRequest({
    at: Date.now(),
    method,
    path,
    query: query.toString(),
    headers,
    body,
    status: null,
    outcome: 'pending',
    worked: false,
    duration_ms: 0,
    ...(fault && { fault: faultName(fault) }),
  })
}

function faultName(fault: Fault): string {
  const names = ['hang', 'reset', 'reset_after', 'expired_token', 'error_after', 'status'] as const
  return names.find((name) => fault[name] !== undefined) ?? 'latency_ms'
}
