import type { KnownWatch } from '@askpro/plugin-sdk'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { findWatches } from './watch-repository.ts'

export const sealWatch = (
  box: SecretBox,
  ref: ConnectionRef,
  watch: { id: string; secret: string },
): string => box.seal(placeOf(ref, watch.id), watch.secret)

/** Those whose messages may come in; none that was sealed under a master key that is lost. */
export async function knownWatches(
  { database, box }: { database: Database; box: SecretBox },
  ref: ConnectionRef,
  name: string,
): Promise<KnownWatch[]> {
  const stored = await database.inTenant(ref.tenantId, (tx) => findWatches(tx, ref))
  return stored
    .filter(({ watch, state, secret }) => watch === name && state !== 'refused' && box.sealed(secret))
    .map(({ id, calendar, secret }) => ({ id, calendar, secret: box.open(placeOf(ref, id), secret) }))
}

const placeOf = ({ tenantId }: ConnectionRef, rowId: string) => ({
  tenantId,
  table: 'watches',
  column: 'secret',
  rowId,
})
