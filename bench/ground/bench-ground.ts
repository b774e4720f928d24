import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startEmbeddedPostgres } from '../../core/platform/db/embedded/start-embedded-postgres.ts'
import { RedisServerMissing, startThrowawayRedis } from '../../core/platform/testing/throwaway-redis.ts'
import { ROOT } from './server-process.ts'

export interface Databases {
  appUrl: string
  adminUrl: string
}

/** What every row stands on: PostgreSQL, a telephony provider, Redis where it is installed, and a folder. */
export interface BenchGround {
  folder: string
  searchPath: string
  masterKey: string
  databases: Databases
  /** Of the bench's own server; its processor time is measured as well. */
  postgresPid: number | undefined
  /** Undefined where redis-server is not installed. */
  redisUrl: string | undefined
  retell: { url: string; apiKey: string }
  google: GoogleAccount
}

/** A calendar of the sandbox, and what it takes to get at it. */
export interface GoogleAccount {
  url: string
  clientId: string
  clientSecret: string
  calendar: string
  /** The sandbox's control API. */
  control: string
}

export interface GroundOptions {
  searchPath: string
  /** A database that is empty, and stays the bench's own; without it a server is started, with fsync on. */
  databases: Databases | undefined
}

export async function layGround(
  undo: AsyncDisposableStack,
  { searchPath, databases }: GroundOptions,
): Promise<BenchGround> {
  const folder = mkdtempSync(join(tmpdir(), 'askpro-bench-'))
  undo.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  chmodSync(folder, 0o711)
  return {
    folder,
    searchPath,
    masterKey: randomBytes(32).toString('hex'),
    ...(databases ? { databases, postgresPid: undefined } : await ownPostgres(undo, folder)),
    redisUrl: await redisIfInstalled(undo, folder),
    ...(await startProviders(undo)),
  }
}

async function ownPostgres(
  undo: AsyncDisposableStack,
  folder: string,
): Promise<{ databases: Databases; postgresPid: number }> {
  const dataDir = join(folder, 'postgres')
  mkdirSync(dataDir, { mode: 0o711 })
  const server = await startEmbeddedPostgres({ dataDir })
  undo.defer(() => server.stop())
  return { databases: { appUrl: server.appUrl, adminUrl: server.adminUrl }, postgresPid: server.pid }
}

async function redisIfInstalled(undo: AsyncDisposableStack, within: string): Promise<string | undefined> {
  try {
    const redis = await startThrowawayRedis({ within })
    undo.defer(() => redis.stop())
    return redis.url
  } catch (error) {
    if (error instanceof RedisServerMissing) return undefined
    throw error
  }
}

interface SandboxLine {
  addresses: { retell: string; google_calendar: string; control: string }
  api_keys: { retell: string; google_client_id: string; google_client_secret: string }
}

/** Of the account's owner. */
const CALENDAR = 'pro@example.com'

/** The stand-ins in a process of their own: the hub proves a connection's key before it saves it. */
async function startProviders(undo: AsyncDisposableStack): Promise<Pick<BenchGround, 'retell' | 'google'>> {
  const child = spawn(process.execPath, [join(ROOT, 'sandbox/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  undo.defer(() => void child.kill('SIGTERM'))
  for await (const line of createInterface({ input: child.stdout })) {
    const { addresses, api_keys } = JSON.parse(line) as SandboxLine
    return {
      retell: { url: addresses.retell, apiKey: api_keys.retell },
      google: {
        url: addresses.google_calendar,
        clientId: api_keys.google_client_id,
        clientSecret: api_keys.google_client_secret,
        calendar: CALENDAR,
        control: addresses.control,
      },
    }
  }
  throw new Error('the sandbox did not come up')
}
