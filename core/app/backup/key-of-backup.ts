import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../platform/config/config.ts'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { BackupManifest } from '../../platform/db/backup/backup-manifest.ts'
import { StartError } from '../../platform/errors.ts'

type KeyPlace = Pick<Config, 'masterKey' | 'dataDir'>

export const keyFileOf = ({ dataDir }: KeyPlace): string => join(dataDir, 'master.key')

/** Before anything is restored: the key given must be the one that the backup's secrets are sealed under. */
export function requireKeyOf({ masterKeyId }: BackupManifest, place: KeyPlace): SecretBox {
  const key = place.masterKey ?? keyInFile(place)
  const wanted = masterKeyId === null ? '' : ` It was sealed under the key ${masterKeyId}.`
  if (key === undefined) {
    throw new StartError(
      `The master key is not in the backup and is needed to restore it: set ASKPRO_MASTER_KEY or put the copy of the key file at ${keyFileOf(place)}.${wanted} Only if it is lost for good: --lost-key restores without it.`,
    )
  }
  const box = new SecretBox(key)
  if (masterKeyId === null || box.keyId === masterKeyId) return box
  throw new StartError(
    `The master key given (${box.keyId}) is not the one this backup was sealed under (${masterKeyId}): use the old key. Nothing was restored. Only if it is lost for good: --lost-key restores without it.`,
  )
}

/** A key that opens the backup is not lost: its secrets must not be given up by a slip. */
export function noKeyFor({ masterKeyId }: BackupManifest, place: KeyPlace): undefined {
  const key = place.masterKey ?? keyInFile(place)
  if (key === undefined || new SecretBox(key).keyId !== masterKeyId) return undefined
  throw new StartError(
    `The master key given (${masterKeyId}) is the one this backup was sealed under: restore it without --lost-key. Nothing was restored.`,
  )
}

function keyInFile(place: KeyPlace): string | undefined {
  try {
    return readFileSync(keyFileOf(place), 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Where the key is now, for whoever has just taken a backup. */
export function sayWhereKeyIs(place: KeyPlace): string {
  const where = place.masterKey ? 'in the variable ASKPRO_MASTER_KEY' : `in ${keyFileOf(place)}`
  return `The master key is not in the backup: it is ${where}. Keep a copy of it elsewhere. Without it a restore needs --lost-key, and what it seals (the credentials of every connection) stays closed for ever.`
}
