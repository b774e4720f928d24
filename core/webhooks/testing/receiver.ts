import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  path: string
  headers: Record<string, string>
  /** The exact text. */
  body: string
}

export interface Reply {
  /** 0 cuts the connection instead. */
  status: number
  headers?: Record<string, string>
}

/** A client's own system: keeps what it is sent, and answers by path as the test says; 204 by itself. */
export class Receiver {
  readonly received: Received[] = []
  readonly #replies = new Map<string, (received: Received) => Reply | Promise<Reply>>()
  readonly #server: Server

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const headers = request.headers as Record<string, string>
      const body = Buffer.concat(chunks).toString('utf8')
      const received = { path: String(request.url), headers, body }
      this.received.push(received)
      const reply = (await this.#replies.get(received.path)?.(received)) ?? { status: 204 }
      if (reply.status === 0) return void request.socket.destroy()
      response
        .writeHead(reply.status, reply.headers ?? {})
        .end(reply.status === 204 ? undefined : 'thank you')
    })
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver()
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  on(path: string, reply: ((received: Received) => Reply | Promise<Reply>) | number): void {
    this.#replies.set(path, typeof reply === 'number' ? () => ({ status: reply }) : reply)
  }

  at(path: string): Received[] {
    return this.received.filter((received) => received.path === path)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
