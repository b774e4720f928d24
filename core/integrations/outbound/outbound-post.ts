import { RetryLater } from '@askpro/plugin-sdk'
import type { Agent } from 'undici'
import { guardedAgent, type LookupAll, openAgent, PrivateAddressRefused } from './guarded-agent.ts'
import { complaintAbout, hostKey } from './host-allow-list.ts'
import { retryAfterOf } from './outage.ts'
import { isAddressLiteral, isPrivateAddress } from './private-address.ts'
import { undici } from './undici.ts'

/** Milliseconds for one request, up to the part of the answer that is read. */
const DEADLINE = 15_000
/** Bytes of an answer that are read; the rest is cut off. */
const READ = 1_024
/** Milliseconds that a receiver may ask to wait. */
const LONGEST_WAIT = 86_400_000

export interface OutboundMessage {
  url: string
  headers: Record<string, string>
  body: string
  /** Ends it early; the signal's reason is thrown. */
  signal?: AbortSignal
}

export interface PostAnswer {
  status: number
  /** Milliseconds from Retry-After; undefined where it was not said. */
  retryAfter: number | undefined
  /** How its body begins; undefined where the operator opened the address, which tells tenants nothing. */
  start: string | undefined
}

/** The address is none that may be called; the message is safe to show. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

/** No answer came; the message is safe to show. For a breaker it is an outage. */
export class NoAnswer extends RetryLater {}

export interface OutboundPostOptions {
  /** `host:port` of private addresses that the operator opened; read at each call. */
  opened: ReadonlySet<string>
  /** Default: the system's. */
  lookup?: LookupAll
}

/**
 * Sends messages to addresses that tenants typed in. Once: whoever sends repeats. Redirects are answers like any other,
 * and the address is checked at the look-up that the socket uses.
 */
export class OutboundPost {
  readonly #opened: ReadonlySet<string>
  readonly #lookup: LookupAll | undefined
  #agents: { guarded: Agent; open: Agent } | undefined

  constructor({ opened, lookup }: OutboundPostOptions) {
    this.#opened = opened
    this.#lookup = lookup
  }

  /** Throws AddressRefused for what can be told without a look-up. */
  check(address: string): void {
    if (!URL.canParse(address)) throw new AddressRefused('This is no address.')
    const url = new URL(address)
    const complaint = complaintAbout(url)
    if (complaint) throw new AddressRefused(complaint)
    if (this.#opened.has(hostKey(url))) return
    if (url.protocol !== 'https:') throw new AddressRefused('Only https addresses are called.')
    if (isAddressLiteral(url.hostname) && isPrivateAddress(url.hostname))
      throw new AddressRefused('The address is a private one.')
  }

  async send(message: OutboundMessage): Promise<PostAnswer> {
    this.check(message.url)
    const open = this.#opened.has(hostKey(new URL(message.url)))
    const late = AbortSignal.timeout(DEADLINE)
    const signal = message.signal ? AbortSignal.any([message.signal, late]) : late
    try {
      return await this.#exchange(message, { open, signal })
    } catch (error) {
      message.signal?.throwIfAborted()
      throw failureOf(error, late.aborted)
    }
  }

  async close(): Promise<void> {
    const agents = this.#agents
    this.#agents = undefined
    await Promise.all([agents?.guarded.destroy(), agents?.open.destroy()])
  }

  async #exchange(
    { url, headers, body }: OutboundMessage,
    { open, signal }: { open: boolean; signal: AbortSignal },
  ): Promise<PostAnswer> {
    this.#agents ??= { guarded: guardedAgent(this.#lookup), open: openAgent() }
    const dispatcher = open ? this.#agents.open : this.#agents.guarded
    const answer = await undici().request(url, {
      method: 'POST',
      headers,
      body,
      dispatcher,
      signal,
      headersTimeout: DEADLINE,
      bodyTimeout: DEADLINE,
    })
    const start = await startOf(answer.body)
    return {
      status: answer.statusCode,
      retryAfter: retryAfterOf(asHeaders(answer.headers), LONGEST_WAIT),
      start: open ? undefined : start,
    }
  }
}

/** Leaving the loop early destroys the body, and its socket with it. */
export async function startOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size >= READ) break
  }
  return Buffer.concat(chunks).subarray(0, READ).toString('utf8').replaceAll('\u0000', '')
}

function asHeaders(given: Record<string, string | string[] | undefined>): { headers: Headers } {
  const value = given['retry-after']
  const first = Array.isArray(value) ? value[0] : value
  return { headers: new Headers(first === undefined ? {} : { 'retry-after': first }) }
}

/** Says nothing of which address a name led to: whoever typed it in need not know the network that the hub is in. */
function failureOf(error: unknown, late: boolean): Error {
  if (late) return new NoAnswer(`There was no answer within ${DEADLINE / 1_000} seconds.`, { cause: error })
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (error instanceof PrivateAddressRefused)
    return new AddressRefused('The name leads to a private address.')
  const why = typeof code === 'string' ? code : String(message)
  return new NoAnswer(`The address could not be reached: ${why}.`, { cause: error })
}
