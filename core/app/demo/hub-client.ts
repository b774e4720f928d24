import type { DemoFile } from './demo-file.ts'

/** The demo's view of the hub: over HTTP with the salon's key, like any other client. */
export class HubClient {
  readonly #demo: DemoFile

  constructor(demo: DemoFile) {
    this.#demo = demo
  }

  async get<T>(path: string): Promise<T> {
    const { base_url, client } = this.#demo
    const response = await fetch(`${base_url}${path}`, {
      headers: { authorization: `Bearer ${client.api_key}` },
    })
    const body = (await response.json()) as T & { detail?: string; title?: string }
    if (!response.ok) throw new Error(`${path}: ${body.detail ?? body.title ?? response.status}`)
    return body
  }
}
