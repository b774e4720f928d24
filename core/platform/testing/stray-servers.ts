import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPostmaster } from '../db/embedded/postmaster.ts'
import { lookUpProcess } from '../db/embedded/process-table.ts'
import { stopPostmaster } from '../db/embedded/stop-postmaster.ts'

/** Ends every Postgres and Redis that keeps its files below the folder: tests that were killed leave them running. */
export async function stopStrayServers(folder: string): Promise<void> {
  const endings = [...pidFilesBelow(folder)].map(async ({ name, folder: owner }) => {
    const found = name === 'redis.pid' ? findRedis(owner) : findPostmaster({ data: owner })
    if (found) await stopPostmaster(found)
  })
  await Promise.all(endings)
}

function* pidFilesBelow(folder: string): Generator<{ name: string; folder: string }> {
  if (existsSync(join(folder, 'postmaster.pid'))) yield { name: 'postmaster.pid', folder }
  if (existsSync(join(folder, 'redis.pid'))) yield { name: 'redis.pid', folder }
  // A cluster has thousands of files and no server below it.
  if (existsSync(join(folder, 'PG_VERSION'))) return
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* pidFilesBelow(join(folder, entry.name))
  }
}

function findRedis(folder: string): { pid: number; identity: string } | undefined {
  const { pid, identity } = JSON.parse(readFileSync(join(folder, 'redis.pid'), 'utf8')) as {
    pid: number
    identity: string
  }
  return lookUpProcess(pid)?.identity === identity ? { pid, identity } : undefined
}
