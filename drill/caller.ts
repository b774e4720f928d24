import type { ApiReply } from '../core/test/program/api.ts'
import { PhoneLine } from '../core/test/program/phone-line.ts'
import type { Site } from './site.ts'
import type { Told, Witness } from './witness.ts'

/** Milliseconds: longer than the hub may ever take, so that a late answer is seen to be late. */
const PATIENCE = 20_000
const UNSURE: ReadonlySet<unknown> = new Set(['trouble', 'pending', 'unknown_number'])

/** Somebody on the phone, through the voice agent: rings, has a time held, books it, hangs up. */
export class Caller {
  readonly wish: string
  readonly line: PhoneLine
  readonly #witness: Witness

  constructor(site: Site, { wish, from }: { wish: string; from: string }) {
    this.wish = wish
    this.#witness = site.witness
    this.line = new PhoneLine({
      baseUrl: site.demo.base_url,
      connectionId: site.connection('retell'),
      apiKey: site.apiKeys.retell ?? '',
      to: site.demo.locations.find(({ name }) => name === 'Mitte')?.phone ?? '',
      from,
      within: PATIENCE,
    })
  }

  /** One function call, heard by the witness. `extra` is an argument that means nothing: a trap's mark. */
  async ask(name: string, args: object = {}): Promise<{ told: Told; reply: ApiReply | undefined }> {
    const at = Date.now()
    const reply = await this.line.function(name, args).catch(() => undefined)
    const told = this.#witness.hear({
      wish: this.wish,
      by: 'function',
      asked: name,
      at,
      took: Date.now() - at,
      status: reply?.status,
      retryAfter: reply?.headers.get('retry-after') ?? null,
      says: meaningOf(name, reply),
      appointmentId: reply?.body?.data?.appointment?.id,
      speechless: reply !== undefined && typeof reply.body?.say !== 'string',
    })
    return { told, reply }
  }

  /** The hold's id, or undefined where it was not given. */
  async hold(offerToken: string, extra: object = {}): Promise<string | undefined> {
    const { reply } = await this.ask('hold_slot', { offer_token: offerToken, ...extra })
    return reply?.body?.data?.hold_id
  }

  /** Asks until it is held or refused. */
  async insistOnHold(
    offerToken: string,
    { within = 180_000 }: { within?: number } = {},
  ): Promise<string | undefined> {
    const until = Date.now() + within
    for (;;) {
      const { told, reply } = await this.ask('hold_slot', { offer_token: offerToken })
      if (told.says !== 'unsure' || Date.now() > until) return reply?.body?.data?.hold_id
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  /**
   * Has a time held and books it, asking again as long as there is neither a yes nor a no. What was booked meanwhile
   * is told as booked when it is to be held again.
   */
  async obtain(offerToken: string, until: number): Promise<Told> {
    for (;;) {
      const { told, reply } = await this.ask('hold_slot', { offer_token: offerToken })
      const hold: string | undefined = reply?.body?.data?.hold_id
      const last = hold === undefined ? told : await this.book({ hold_id: hold })
      if (last.says !== 'unsure' || Date.now() > until) return last
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  async book(target: { hold_id: string } | { offer_token: string }, extra: object = {}): Promise<Told> {
    return (await this.ask('book_appointment', { ...target, name: this.wish, ...extra })).told
  }

  /** Asks again until there is a yes or a no, as an agent does who was told that it is not certain. */
  async insist(
    target: { hold_id: string } | { offer_token: string },
    { within = 180_000 }: { within?: number } = {},
  ): Promise<Told> {
    const until = Date.now() + within
    for (;;) {
      const told = await this.book(target)
      if (told.says === 'booked' || told.says === 'refused' || Date.now() > until) return told
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }

  /** The provider tells the end until it is taken: Retell repeats what was not answered with 2xx. */
  async hangUp({ within = 180_000 }: { within?: number } = {}): Promise<void> {
    const until = Date.now() + within
    while (Date.now() < until) {
      if (await this.tell('call_ended')) return
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
    throw new Error('the end of a call was never taken')
  }

  async tell(event: 'call_started' | 'call_ended' | 'call_analyzed'): Promise<boolean> {
    const at = Date.now()
    const reply = await this.line.event(event).catch(() => undefined)
    this.#witness.hear({
      wish: undefined,
      by: 'api',
      asked: event,
      at,
      took: Date.now() - at,
      status: reply?.status,
      retryAfter: reply?.headers.get('retry-after') ?? null,
      says: 'other',
    })
    if (reply?.status === 200 && event !== 'call_started') this.#witness.ended.add(this.line.callId)
    return reply?.status === 200
  }
}

function meaningOf(name: string, reply: ApiReply | undefined): Told['says'] {
  const status: unknown = reply?.body?.status
  if (reply === undefined || reply.status !== 200 || UNSURE.has(status)) return 'unsure'
  if (status === 'booked') return 'booked'
  if (status === 'held') return 'held'
  return name === 'book_appointment' ? 'refused' : 'other'
}
