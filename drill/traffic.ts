import { setTimeout as sleep } from 'node:timers/promises'
import { Caller } from './caller.ts'
import type { Scene } from './drill-row.ts'
import { type Offer, offers } from './offers.ts'
import { WebClient } from './web-client.ts'

/** Milliseconds between two who come. */
const EVERY = 2_500
/** More than come in the longest fault. */
const AT_MOST = 30
/** Milliseconds for which somebody asks again. */
const PATIENCE = 180_000

/**
 * People who go on coming while something is broken: one rings, the next books over the API, each for a time of his
 * own. Whoever is not answered for certain asks again until he is; in the end each must have what he came for.
 */
export class Traffic {
  readonly #scene: Scene
  readonly #offers: Offer[]
  readonly #visits: Promise<void>[] = []
  #stopped = false
  #coming: Promise<void> = Promise.resolve()

  private constructor(scene: Scene, offers: Offer[]) {
    this.#scene = scene
    this.#offers = offers
  }

  static async begin(scene: Scene, every = EVERY): Promise<Traffic> {
    const traffic = new Traffic(scene, await offers(scene.site, AT_MOST))
    traffic.#coming = traffic.#come(every)
    return traffic
  }

  /** Nobody else comes; resolves when all who came have had their yes or no. */
  async end(): Promise<void> {
    this.#stopped = true
    await this.#coming
    await Promise.all(this.#visits)
    this.#scene.note(`${this.#visits.length} people came meanwhile.`)
  }

  async #come(every: number): Promise<void> {
    for (const [index, offer] of this.#offers.entries()) {
      if (this.#stopped) return
      this.#visits.push(index % 2 === 0 ? this.#ring(offer) : this.#write(offer))
      await sleep(every)
    }
  }

  async #ring({ offer_token, start }: Offer): Promise<void> {
    const { site, random } = this.#scene
    const caller = new Caller(site, {
      wish: random.name(),
      from: `+49171${1_000_000 + random.upTo(5_999_999)}`,
    })
    const { says } = await caller.obtain(offer_token, Date.now() + PATIENCE)
    this.#expectBooked(caller.wish, says, start)
    await caller.hangUp()
  }

  async #write({ start }: Offer): Promise<void> {
    const { site, random } = this.#scene
    const client = new WebClient(site, random.name())
    this.#expectBooked(client.wish, (await client.insist(start)).says, start)
  }

  #expectBooked(wish: string, says: string, start: string): void {
    this.#scene.expect(says === 'booked', `${wish}, who came for ${start}, ended with: ${says}`)
  }
}
