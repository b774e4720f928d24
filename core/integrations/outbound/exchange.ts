import { Misconfigured, RetryLater } from '@askpro/plugin-sdk'
import type { Agent, RequestInit as UndiciRequestInit, Response as UndiciResponse } from 'undici'
import { PrivateAddressRefused } from './guarded-agent.ts'
import { hostKey } from './host-allow-list.ts'
import { CallerGone, ConnectionBroke } from './outage.ts'
import { undici } from './undici.ts'

/** Milliseconds for one try, up to the last byte of the answer. */
const DEADLINE = 10_000
/** Bytes of an answer, unpacked. */
const LARGEST = 20 * 1_024 * 1_024
/** Statuses that cannot have a body (Fetch standard, section 2.2.3). */
const WITHOUT_BODY = new Set([204, 205, 304])

export interface OutboundCall {
  request: Request
  body: Buffer | undefined
  agent: Agent
  /** The setting to blame where the address is wrong. */
  field: string
}

class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/**
 * One request and its whole answer. It is read to the end here, so that a connection cut in the middle is the
 * wire's failure and no socket waits for a plugin that does not care for the body.
 */
export async function exchange(call: OutboundCall): Promise<Response> {
  const { request } = call
  const startedAt = performance.now()
  try {
    return await received(await send(call), call.field)
  } catch (error) {
    if (request.signal.aborted) throw new CallerGone(request.signal.reason, performance.now() - startedAt)
    throw failureOf(call, error)
  }
}

function send({ request, body, agent }: OutboundCall): Promise<UndiciResponse> {
  return undici().fetch(request.url, {
    method: request.method,
    headers: [...request.headers],
    ...(body ? { body } : {}),
    // A redirect would lead past the checks.
    redirect: 'manual',
    dispatcher: agent,
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE)]),
  } as UndiciRequestInit)
}

async function received(answer: UndiciResponse, field: string): Promise<Response> {
  const { status, statusText } = answer
  if (status >= 300 && status < 400 && status !== 304) {
    await answer.body?.cancel()
    throw new Misconfigured(field, `a redirect (${status}) was refused`)
  }
  const bytes = await readAll(answer)
  const response = new Response(WITHOUT_BODY.has(status) ? null : bytes, {
    status,
    statusText,
    headers: [...answer.headers],
  })
  // Official clients quote it in their errors; a response that was made here has none.
  Object.defineProperty(response, 'url', { value: answer.url })
  return response
}

async function readAll(answer: UndiciResponse): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > LARGEST) throw new AnswerTooLarge(`the answer is larger than ${LARGEST} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

function failureOf({ request, field }: OutboundCall, error: unknown): Error {
  if (error instanceof Misconfigured || error instanceof AnswerTooLarge) return error
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (cause instanceof PrivateAddressRefused) return leadsInside(new URL(request.url), field)
  const why = `${new URL(request.url).host} could not be reached: ${reason}`
  return isTimeout(cause) ? new RetryLater(why, { cause }) : new ConnectionBroke(why, { cause })
}

/** The address itself is not told: whoever typed the name in need not know the network that the hub is in. */
function leadsInside(url: URL, field: string): Misconfigured {
  const key = hostKey(url)
  return new Misconfigured(
    field,
    `${key} leads to a private address. If it is meant, the operator opens it: ASKPRO_OUTBOUND_ALLOW=${key}.`,
  )
}

/** Told by name or code: undici, DOMException and the operating system each have their own. */
function isTimeout(error: unknown): boolean {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown }
  return /timeout|ETIMEDOUT/i.test(`${name} ${code}`)
}
