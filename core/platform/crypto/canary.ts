import type { Database } from '../db/database.ts'
import { StartError } from '../errors.ts'
import type { SecretBox } from './secret-box.ts'

const PLACE = { tenantId: 'hub', table: 'directory_canary', column: 'sealed', rowId: '1' }
const SONG = 'the right key opens this'

/**
 * Proves at start that the master key is the one this database was filled under: without that, every secret would
 * fail later, one by one, far from the cause. Gives the canary, sealed.
 */
export async function checkCanary(database: Database, box: SecretBox): Promise<string> {
  await database.inDirectory((tx) =>
    tx.run({
      text: 'insert into directory_canary (sealed) values ($1) on conflict (id) do nothing',
      values: [box.seal(PLACE, SONG)],
    }),
  )
  const sealed = (await readCanary(database)) ?? ''
  if (opensCanary(box, sealed)) return sealed
  throw new StartError(
    `ASKPRO_MASTER_KEY is not the key this database was set up with (it has ${sealed.split('.')[1]}, this one is ${box.keyId}): use the old key.`,
  )
}

/** Undefined before the first start. */
export async function readCanary(database: Database): Promise<string | undefined> {
  const row = await database.inDirectory((tx) =>
    tx.first<{ sealed: string }>({ text: 'select sealed from directory_canary' }),
  )
  return row?.sealed
}

/** Where the master key is lost: the next start takes the key that it is given for the right one. */
export async function forgetCanary(database: Database): Promise<void> {
  await database.inDirectory((tx) => tx.run({ text: 'delete from directory_canary' }))
}

export function opensCanary(box: SecretBox, sealed: string): boolean {
  try {
    return box.open(PLACE, sealed) === SONG
  } catch {
    return false
  }
}
