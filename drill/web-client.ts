import { type ApiReply, api } from '../core/test/program/api.ts'
import type { Site } from './site.ts'
import type { Told } from './witness.ts'

/** Milliseconds between tries, as a client of the API waits. */
const PAUSE = 500

/** Somebody who books over the API, with an Idempotency-Key, and sends the same again as long as it is told to. */
export class WebClient {
  readonly wish: string
  readonly #site: Site
  readonly #place: Site['lina']

  /** `place`: with whom, where and what for; with Lina where left out. */
  constructor(site: Site, wish: string, place: Site['lina'] = site.lina) {
    this.#site = site
    this.#place = place
    this.wish = wish
  }

  async book(start: string): Promise<Told> {
    const { demo, witness } = this.#site
    const at = Date.now()
    const request = {
      headers: { 'idempotency-key': this.wish },
      body: { ...this.#place, start, attendee_name: this.wish },
    }
    const reply = await api(demo, 'POST /v1/appointments', request).catch(() => undefined)
    return witness.hear({
      wish: this.wish,
      by: 'api',
      asked: 'POST /v1/appointments',
      at,
      took: Date.now() - at,
      status: reply?.status,
      retryAfter: reply?.headers.get('retry-after') ?? null,
      says: meaningOf(reply),
      appointmentId: reply?.status === 201 ? reply.body.id : undefined,
    })
  }

  async insist(start: string, { within = 180_000 }: { within?: number } = {}): Promise<Told> {
    const until = Date.now() + within
    for (;;) {
      const told = await this.book(start)
      if (told.says !== 'unsure' || Date.now() > until) return told
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
}

function meaningOf(reply: ApiReply | undefined): Told['says'] {
  if (reply?.status === 201) return 'booked'
  // A conflict without a refusal's code says that the first request with that key still runs.
  return reply?.status === 409 && reply.body.code !== 'conflict' ? 'refused' : 'unsure'
}
