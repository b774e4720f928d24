import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config/config.ts'

export interface MasterKey {
  key: string
  /** Set when this start made the key: the operator should hear of it. */
  madeFile?: string
}

/**
 * The variable, else the key file of the data folder, else a new one there (0600). Production never gets here
 * without the variable: a key that is made in a container is lost with it.
 */
export function masterKeyOf({ masterKey, dataDir }: Pick<Config, 'masterKey' | 'dataDir'>): MasterKey {
  const known = findMasterKey({ masterKey, dataDir })
  if (known) return { key: known }
  const file = keyFile(dataDir)
  const key = randomBytes(32).toString('hex')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return { key, madeFile: file }
}

/** The key there is; undefined where the next start would make one. */
export function findMasterKey({
  masterKey,
  dataDir,
}: Pick<Config, 'masterKey' | 'dataDir'>): string | undefined {
  if (masterKey) return masterKey
  try {
    return readFileSync(keyFile(dataDir), 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const keyFile = (dataDir: string): string => join(dataDir, 'master.key')
