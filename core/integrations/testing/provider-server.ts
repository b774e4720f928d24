import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenRequest {
  method: string
  /** With the query. */
  url: URL
  authorization: string | undefined
  body: string
}

export interface Answer {
  status: number
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, in place of JSON. */
  text?: string
  headers?: Record<string, string>
}

type Answering = (request: SeenRequest) => Answer | Promise<Answer>

/** A provider on this machine: answers by path as the test says, and remembers what it was asked. */
export class ProviderServer {
  readonly requests: SeenRequest[] = []
  readonly #answers = new Map<string, Answering>()
  readonly #server = createServer((request, response) => void this.#handle(request, response))

  static async start(): Promise<ProviderServer> {
    const provider = new ProviderServer()
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve))
    return provider
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get url(): string {
    return `http://${this.host}`
  }

  /** From now on; a status alone stands for an answer without a body. */
  on(path: string, answer: Answering | number): this {
    this.#answers.set(path, typeof answer === 'number' ? () => ({ status: answer }) : answer)
    return this
  }

  to(path: string): SeenRequest[] {
    return this.requests.filter(({ url }) => url.pathname === path)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const seen = {
      method: String(request.method),
      url: new URL(String(request.url), this.url),
      authorization: request.headers.authorization,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    this.requests.push(seen)
    const answer = (await this.#answers.get(seen.url.pathname)?.(seen)) ?? { status: 404 }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)))
  }
}
