import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Logger } from '../log/logger.ts'
import { refuseBrokenRequest } from './broken-request.ts'
import { ClientAddresses } from './client-address.ts'
import { ConnectionCap } from './connection-cap.ts'
import { listenError } from './listen-error.ts'
import { createServer } from './node-http.ts'

export interface HttpServerOptions {
  handler(request: IncomingMessage, response: ServerResponse): void
  log: Logger
  /** See `ClientAddresses`. */
  trustedProxies?: readonly string[]
  limits?: Partial<ServerLimits>
}

/** Times in milliseconds. Node's own defaults (60 s, 300 s, no cap) are made for friendly clients. */
export interface ServerLimits {
  /** Until all headers have arrived. */
  headers: number
  /** Until the whole request has arrived, body included. */
  request: number
  /** How long an idle connection stays open for the next request. */
  keepAlive: number
  /** A connection on which nothing moves at all, for instance a reader that stopped reading. */
  silence: number
  connections: number
  /** Of one address that is no trusted proxy; one behind a proxy that nobody has named is all of them, so no less than half. */
  connectionsPerAddress: number
  requestsPerConnection: number
  headerBytes: number
}

const LIMITS: ServerLimits = {
  headers: 10_000,
  request: 30_000,
  keepAlive: 65_000,
  silence: 90_000,
  connections: 2_000,
  connectionsPerAddress: 1_000,
  requestsPerConnection: 10_000,
  headerBytes: 16_384,
}

/** The hub's one listening socket: refuses slow and greedy clients, and stops without cutting off an answer. */
export class HttpServer {
  readonly #server: Server
  readonly #answering = new Set<ServerResponse>()
  #draining = false

  constructor({ handler, log, limits, trustedProxies }: HttpServerOptions) {
    const all = { ...LIMITS, ...limits }
    this.#server = createServer(nodeOptions(all))
    this.#server.maxConnections = all.connections
    this.#server.maxRequestsPerSocket = all.requestsPerConnection
    this.#server.setTimeout(all.silence)
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      this.#track(response)
      handler(request, response)
    }
    this.#server.on('request', answer)
    // Without this Node says "go on" before anybody has looked at the announced length.
    this.#server.on('checkContinue', answer)
    this.#server.on('clientError', refuseBrokenRequest)
    this.#server.on('error', (error) => log.error({ err: error }, 'the HTTP server failed'))
    const cap = new ConnectionCap(all.connectionsPerAddress, new ClientAddresses(trustedProxies))
    this.#server.on('connection', (socket: Socket) => cap.admit(socket))
  }

  /** True once `drain` was called: a readiness check should then fail. */
  get draining(): boolean {
    return this.#draining
  }

  /** Rejects with a `StartError` of one line that says what to do. Port 0 takes any free one. */
  listen({ host, port }: { host: string; port: number }): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error) => reject(listenError(error, { host, port }))
      this.#server.once('error', failed)
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', failed)
        const { port: taken } = this.#server.address() as AddressInfo
        resolve({ host, port: taken })
      })
    })
  }

  /**
   * Takes no new connections, lets running requests finish, then resolves. Event streams end at once (their readers
   * come back by themselves). What still runs after `deadline` milliseconds is cut.
   */
  async drain(deadline: number): Promise<void> {
    if (!this.#server.listening) return
    this.#draining = true
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const response of this.#answering) endSoon(response)
    const sweep = setInterval(() => this.#server.closeIdleConnections(), 50)
    const cut = setTimeout(() => this.#server.closeAllConnections(), deadline)
    await closed
    clearInterval(sweep)
    clearTimeout(cut)
  }

  #track(response: ServerResponse): void {
    this.#answering.add(response)
    response.on('close', () => this.#answering.delete(response))
    if (this.#draining) endSoon(response)
  }
}

function nodeOptions(limits: ServerLimits) {
  return {
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    maxHeaderSize: limits.headerBytes,
    // Node looks for late requests this often; its default of 30 s would make 10 s up to 40.
    connectionsCheckingInterval: Math.min(1_000, limits.headers),
    // A missing Host or ambiguous framing is refused rather than guessed at.
    requireHostHeader: true,
    insecureHTTPParser: false,
  }
}

function endSoon(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
  else if (String(response.getHeader('Content-Type')).startsWith('text/event-stream')) response.destroy()
}
