import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { withBackupClient } from './backup-client.ts'
import type { UnfinishedBackup } from './backup-folder.ts'
import { takeBaseBackup } from './base-backup.ts'
import { BASE_FILE } from './unpack-base.ts'

/** `superuserUrl`: of the hub's own server. */
export function writeBase(superuserUrl: string, backup: UnfinishedBackup): Promise<void> {
  return withBackupClient(
    superuserUrl,
    async (client) => {
      const tar = new PassThrough()
      const written = pipeline(tar, createGzip({ level: 4 }), backup.stream(BASE_FILE))
      const taken = takeBaseBackup(client, tar).then(
        () => tar.end(),
        (error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))),
      )
      await Promise.all([written, taken])
    },
    { replication: 'database' },
  )
}
