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
  if (masterKey) return { key: masterKey }
  const file = join(dataDir, 'master.key')
  try {
    return { key: readFileSync(file, 'utf8').trim() }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const key = randomBytes(32).toString('hex')
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return { key, madeFile: file }
}
