import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** Asks the hub as any client would, and comes again where it is told to (429, 503). Gives the id of what was made. */
export class ApiClient {
  readonly #url: string
  readonly #key: string

  constructor(url: string, key: string) {
    this.#url = url
    this.#key = key
  }

  async make(path: string, body: object, tenant?: string): Promise<string> {
    return (await this.post<{ id: string }>(path, body, tenant)).id
  }

  async post<T>(path: string, body: object, tenant?: string): Promise<T> {
    const headers = {
      authorization: `Bearer ${this.#key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(tenant ? { 'x-tenant-id': tenant } : {}),
    }
    for (;;) {
      const reply = await fetch(`${this.#url}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
      if (reply.ok) return (await reply.json()) as T
      if (reply.status !== 429 && reply.status !== 503)
        throw new Error(`POST ${path}: ${reply.status} ${await reply.text()}`)
      await reply.arrayBuffer()
      await sleep(Number(reply.headers.get('retry-after')) * 1_000)
    }
  }
}
