import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { StartError } from '../errors.ts'
import type { SecretBox } from './secret-box.ts'

const PLACE = { tenantId: 'hub', table: 'directory_canary', column: 'sealed', rowId: '1' }
const SONG = 'the right key opens this'

/**
 * Proves at start that the master key is the one this database was filled under: without that, every secret would
 * fail later, one by one, far from the cause.
 */
export async function checkCanary(database: Database, box: SecretBox): Promise<void> {
  const sealed = await database.inDirectory(async (tx) => {
    await tx.run(
      sql('directory_canary')
        .insert({ sealed: box.seal(PLACE, SONG) })
        .onConflict('id')
        .ignore(),
    )
    const row = await tx.first<{ sealed: string }>(sql('directory_canary').select('sealed'))
    return row?.sealed ?? ''
  })
  try {
    if (box.open(PLACE, sealed) === SONG) return
  } catch {
    // Falls through to the one clear line.
  }
  throw new StartError(
    `ASKPRO_MASTER_KEY is not the key this database was set up with (it has ${sealed.split('.')[1]}, this one is ${box.keyId}): use the old key.`,
  )
}
