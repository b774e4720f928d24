import type { ConnectionRef } from '../integrations/index.ts'
import type { Location } from '../tenants/index.ts'

const MOST = 5_000

/**
 * Where numbers led the last time, for the one case in which nobody can be asked: a caller of a hub without its
 * database is still to hear a sentence in the right language. Decides nothing else.
 */
export class KnownLocations {
  readonly #known = new Map<string, Location>()

  remember(connection: ConnectionRef, number: string, location: Location): void {
    const key = keyOf(connection, number)
    this.#known.delete(key)
    this.#known.set(key, location)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest)
  }

  find(connection: ConnectionRef, number: string): Location | undefined {
    return this.#known.get(keyOf(connection, number))
  }
}

const keyOf = ({ connectionId }: ConnectionRef, number: string): string => `${connectionId} ${number}`
