import { HubError } from '../../platform/errors.ts'

/**
 * Milliseconds that a caller waits for the look-up before what is remembered of it has to do: the rest of 2.5 s is
 * for the answer.
 */
const LOOK_UP = 250

/**
 * What was last found under an address whose caller waits on the phone. While the database is away, or does not answer,
 * he still hears a sentence, and the signature is still checked: with the settings of the last look-up. Everything
 * that the look-up does say counts at once.
 */
export class RememberedHooks<Found> {
  readonly #known = new Map<string, Found>()

  /** `isLive` says of what was found whether somebody waits for it on the phone. */
  async find(key: string, lookUp: () => Promise<Found>, isLive: (found: Found) => boolean): Promise<Found> {
    const looked = this.#look(key, lookUp, isLive)
    const known = this.#known.get(key)
    if (known === undefined) return looked
    const late = Promise.withResolvers<Found>()
    const timer = setTimeout(() => late.resolve(known), LOOK_UP)
    try {
      return await Promise.race([looked.catch((error: unknown) => unlessAway(error, known)), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  async #look(key: string, lookUp: () => Promise<Found>, isLive: (found: Found) => boolean): Promise<Found> {
    try {
      const found = await lookUp()
      if (isLive(found)) this.#known.set(key, found)
      return found
    } catch (error) {
      if (!isAway(error)) this.#known.delete(key)
      throw error
    }
  }
}

const isAway = (error: unknown): boolean => error instanceof HubError && error.code === 'unavailable'

function unlessAway<Found>(error: unknown, known: Found): Found {
  if (isAway(error)) return known
  throw error
}
