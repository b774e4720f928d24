import type { ConnectionStore } from '@askpro/plugin-sdk'
import type { Database } from '../../platform/db/database.ts'
import type { ConnectionRef } from './connection.ts'
import { deleteValue, findValue, upsertValue } from './value-repository.ts'

const LARGEST = 64 * 1024

/** A plugin's small memory, walled in by tenant and connection. */
export function connectionStore(database: Database, ref: ConnectionRef): ConnectionStore {
  return {
    get: (key) => database.inTenant(ref.tenantId, (tx) => findValue(tx, ref, key)),
    async set(key, value) {
      const text = JSON.stringify(value)
      if (text.length > LARGEST) throw new RangeError(`the value of ${key} is larger than 64 kB`)
      await database.inTenant(ref.tenantId, (tx) => upsertValue(tx, ref, { key, text }))
    },
    delete: (key) => database.inTenant(ref.tenantId, (tx) => deleteValue(tx, ref, key)),
  }
}
