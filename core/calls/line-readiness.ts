import type { Connection } from '../integrations/index.ts'
import type { Database } from '../platform/db/database.ts'
import type { CallNumbers } from './call-numbers.ts'
import { findLastCalls } from './line-repository.ts'
import { type NumberWarning, type NumberWarningParts, numberWarnings } from './number-warnings.ts'

/** A number that is called, and how far it is from being answered well. */
export interface Line {
  id: string
  number: string
  locationId: string
  connectionId: string
  /** Undefined where the connection is gone. */
  connectionState: Connection['state']['is'] | undefined
  warnings: NumberWarning['code'][]
  /** Null where nobody has called it yet. */
  lastCallAt: Date | null
}

export interface LineReadinessParts extends NumberWarningParts {
  database: Database
  numbers: Pick<CallNumbers, 'list'>
}

/** What stands between the numbers of a client and callers who are served. */
export class LineReadiness {
  readonly #parts: LineReadinessParts

  constructor(parts: LineReadinessParts) {
    this.#parts = parts
  }

  async lines(tenantId: string): Promise<Line[]> {
    const { database, numbers, connections } = this.#parts
    const calls = await database.inTenant(tenantId, (tx) => findLastCalls(tx, tenantId))
    const lines: Line[] = []
    for (const row of await numbers.list(tenantId)) {
      const owners = await connections.listAs(row.connection_tenant_id)
      const warnings = await numberWarnings(this.#parts, tenantId, row)
      lines.push({
        id: row.id,
        number: row.number,
        locationId: row.location_id,
        connectionId: row.connection_id,
        connectionState: owners.find(({ id }) => id === row.connection_id)?.state.is,
        warnings: warnings.map(({ code }) => code),
        lastCallAt: calls.find(({ number }) => number === row.number)?.at ?? null,
      })
    }
    return lines
  }
}
