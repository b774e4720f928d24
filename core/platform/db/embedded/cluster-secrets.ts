import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../errors.ts'

/** `postgres.json` in the data folder, readable for the hub's own user only. */
export interface ClusterSecrets {
  superuserPassword: string
  adminPassword: string
  appPassword: string
  /** The port of the last start: kept while it is free, so that a tool's saved connection goes on working. */
  port?: number
}

/** Reads the secrets of the cluster, or makes them before its first start. */
export function loadClusterSecrets(dataDir: string, clusterExists: boolean): ClusterSecrets {
  const path = join(dataDir, 'postgres.json')
  const text = readIfThere(path)
  if (text !== undefined) return parse(text, path)
  if (clusterExists) {
    throw new StartError(
      `${path} is missing: without its passwords the database beside it cannot be opened; restore the file.`,
    )
  }
  // Hex needs no escaping, neither in a URL nor in SQL.
  const password = () => randomBytes(24).toString('hex')
  const secrets = { superuserPassword: password(), adminPassword: password(), appPassword: password() }
  saveClusterSecrets(dataDir, secrets)
  return secrets
}

export function saveClusterSecrets(dataDir: string, secrets: ClusterSecrets): void {
  const path = join(dataDir, 'postgres.json')
  const unfinished = `${path}.unfinished`
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(unfinished, path)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new StartError(`${path} cannot be read: start the hub as the user that owns it.`, { cause: error })
  }
}

function parse(text: string, path: string): ClusterSecrets {
  const { superuserPassword, adminPassword, appPassword, port } = JSON.parse(text) as Partial<ClusterSecrets>
  const passwords = [superuserPassword, adminPassword, appPassword]
  if (!passwords.every((password) => /^[0-9a-f]{48}$/.test(password ?? ''))) {
    throw new StartError(`${path} is damaged: restore the file.`)
  }
  return {
    superuserPassword: String(superuserPassword),
    adminPassword: String(adminPassword),
    appPassword: String(appPassword),
    ...(typeof port === 'number' ? { port } : {}),
  }
}
