import { execFile } from 'node:child_process'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { BenchGround } from '../ground/bench-ground.ts'

const run = promisify(execFile)

/** What the figures were measured on, a line each. */
export async function describeMachine(ground: BenchGround, loadBefore: number): Promise<string[]> {
  const [first, ...others] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const [loadAfter = 0] = loadavg()
  return [
    `${1 + others.length} × ${first?.model ?? 'unknown processor'}, ${memory} GB, ${type()} ${release()}`,
    `Node ${process.versions.node}, PostgreSQL ${await postgresVersion(ground)}, Redis ${await versionOf('redis-server', ground.searchPath)}, pgbench ${await versionOf('pgbench', ground.searchPath)}`,
    `${ground.postgresPid === undefined ? 'a PostgreSQL given by DATABASE_URL' : 'the embedded PostgreSQL, with fsync on'}; load, hub, database and yardsticks all on this machine`,
    `load average before ${loadBefore.toFixed(1)}, after ${loadAfter.toFixed(1)} (the bench itself keeps about two processors busy)`,
  ]
}

async function versionOf(program: string, searchPath: string): Promise<string> {
  const asked = run(program, ['--version'], { env: { PATH: searchPath } })
  const { stdout } = await asked.catch(() => ({ stdout: '' }))
  return /\d+\.[\d.]*\d/.exec(stdout)?.[0] ?? 'not installed'
}

async function postgresVersion({ databases }: BenchGround): Promise<string> {
  const client = new Client({ connectionString: databases.appUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    )
    return rows[0]?.version ?? 'unknown'
  } finally {
    await client.end()
  }
}
