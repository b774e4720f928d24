import type { ConnectionRef, ConnectionService } from '../integrations/index.ts'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'

/** Which plugin a connection speaks through. It never changes, so it is looked up once. */
export class PluginNames {
  readonly #database: Database
  readonly #connections: ConnectionService
  readonly #known = new Map<string, string>()

  constructor({ database, connections }: { database: Database; connections: ConnectionService }) {
    this.#database = database
    this.#connections = connections
  }

  async of(connection: ConnectionRef): Promise<string> {
    const known = this.#known.get(connection.connectionId)
    if (known) return known
    const name = await this.#read(connection)
    if (name) this.#known.set(connection.connectionId, name)
    return name ?? GONE
  }

  /** Outside of whatever transaction is open: the connection may be the agency's. */
  async #read(connection: ConnectionRef): Promise<string | undefined> {
    try {
      return (await this.#database.outside(() => this.#connections.get(connection))).plugin
    } catch (error) {
      if (error instanceof HubError && error.code === 'not_found') return undefined
      throw error
    }
  }
}

/** For a connection that was removed while a call of it was still open. */
const GONE = 'removed'
