import { createHash } from 'node:crypto'
import { StartError } from '../../errors.ts'
import type { DatabaseContents } from './database-contents.ts'

/**
 * How the data is kept. `base`: the files of the hub's own server, as its replication protocol gives them. `dump`:
 * pg_dump's custom format. `rows`: every table as COPY writes it, which any major version and either mode can take.
 */
export type BackupKind = 'base' | 'dump' | 'rows'

export interface BackupManifest extends DatabaseContents {
  readonly format: 1
  readonly kind: BackupKind
  /** RFC 3339: everything that was committed before the backup began is in it. */
  readonly startedAt: string
  readonly seconds: number
  readonly hubVersion: string
  /** The major version of the tool that wrote the dump: older ones cannot read it. */
  readonly toolMajor?: number
  /** By name, relative to the backup's folder. */
  readonly files: Readonly<Record<string, FileSum>>
}

export interface FileSum {
  readonly bytes: number
  readonly sha256: string
}

export const MANIFEST_FILE = 'manifest.json'

/** With a sum over itself: a manifest that was cut or changed is told from a whole one. */
export function writtenManifest(manifest: BackupManifest): string {
  return `${JSON.stringify({ ...manifest, checksum: sumOf(manifest) }, null, 2)}\n`
}

/** Throws `StartError` where the text is no whole manifest of a format that is known here. */
export function readManifest(text: string, path: string): BackupManifest {
  const { checksum, ...manifest } = parsed(text, path)
  if (manifest.format !== 1) {
    throw new StartError(`${path} was written by a newer version of the hub: restore it with that version.`)
  }
  if (checksum !== sumOf(manifest)) throw damaged(path)
  return manifest
}

const sumOf = (manifest: BackupManifest): string =>
  createHash('sha256').update(JSON.stringify(manifest)).digest('hex')

function parsed(text: string, path: string): BackupManifest & { checksum?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'format' in value)
      return value as BackupManifest & { checksum?: unknown }
  } catch {
    // Falls through to the one clear line.
  }
  throw damaged(path)
}

const damaged = (path: string): StartError =>
  new StartError(
    `${path} is damaged: it is not what the backup wrote. Nothing was restored; take another backup.`,
  )
