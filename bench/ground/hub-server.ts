import { join } from 'node:path'
import type { BenchGround } from './bench-ground.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export interface HubOptions {
  /** Names its folder and its log. */
  name: string
  role: 'all' | 'api' | 'worker'
  nodeFlags?: readonly string[]
  redisUrl?: string | undefined
}

/** The hub as in production: a process of its own, its log in a file, every wall and limit as delivered. */
export function startHub(ground: BenchGround, options: HubOptions): Promise<ServerProcess> {
  const { name, nodeFlags = [] } = options
  return startServer({
    program: 'scripts/start.mjs',
    nodeFlags,
    logFile: join(ground.folder, `${name}.log`),
    variables: hubVariables(ground, options),
  })
}

/** Of a hub on this ground. */
export function hubVariables(
  ground: BenchGround,
  { name, role, redisUrl }: Omit<HubOptions, 'nodeFlags'>,
): Record<string, string> {
  const hosts = [ground.retell.url, ground.google.url].map((url) => new URL(url).host)
  return {
    PATH: ground.searchPath,
    ASKPRO_MODE: 'production',
    ASKPRO_ROLE: role,
    ASKPRO_DATA_DIR: join(ground.folder, name),
    ASKPRO_MASTER_KEY: ground.masterKey,
    ASKPRO_AGENCY: 'Bench, Europe/Berlin, EUR, de',
    ASKPRO_OUTBOUND_ALLOW: hosts.join(','),
    DATABASE_URL: ground.databases.appUrl,
    DATABASE_ADMIN_URL: ground.databases.adminUrl,
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  }
}
