import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DemoFile } from '../../app/demo/demo-file.ts'
import { type DemoSandbox, startDemoSandbox } from '../../app/demo/demo-sandbox.ts'
import { seedDemo } from '../../app/demo/demo-seed.ts'
import { demoSimulator } from '../../app/demo/demo-simulator.ts'
import { type Hub, startHub } from '../../app/hub.ts'
import { CallSimulation } from '../../calls/index.ts'
import { readConfig } from '../../platform/config/config.ts'
import { type Logger, silentLogger } from '../../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'

const PLUGINS = join(import.meta.dirname, '..', '..', '..', 'plugins')

export interface DemoHub {
  hub: Hub
  sandbox: DemoSandbox
  demo: DemoFile
  database: TestDatabase
  /** What a hub in a process of its own needs to go on with this one's database, under the same address. */
  variables: Record<string, string>
  /** The hub goes, sandbox and database stay. */
  stopHub(): Promise<void>
  /** The hub again, with further variables. */
  restartHub(more?: Record<string, string>): Promise<void>
  stop(): Promise<void>
}

/** The whole program in this process, on a database of its own (`on`: that one), seeded like the demo, with its providers. */
export async function startDemoHub(
  more: Record<string, string> = {},
  { log = silentLogger, on }: { log?: Logger; on?: TestDatabase } = {},
): Promise<DemoHub> {
  const dataDir = mkdtempSync(join(tmpdir(), 'askpro-program-'))
  const database = on ?? (await createTestDatabase())
  const variables: Record<string, string> = {
    ASKPRO_DATA_DIR: dataDir,
    ASKPRO_DEMO: 'off',
    ASKPRO_MASTER_KEY: randomBytes(32).toString('hex'),
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    PORT: '0',
  }
  let hub = await hubWith({ ...variables, ...more }, log)
  const sandbox = await startDemoSandbox(dataDir, () => hub.clock.now())
  const hosts = Object.values(sandbox.addresses).map((address) => new URL(address).host)
  for (const host of hosts) hub.opened.add(host)
  const demo = await seedDemo(hub, sandbox)
  hub.container.resolve(CallSimulation).plugIn(demoSimulator(sandbox, hub.localUrl))
  Object.assign(variables, { PORT: new URL(hub.url).port, ASKPRO_OUTBOUND_ALLOW: hosts.join(',') })
  let running = true
  const stopHub = async () => {
    if (running) await hub.stop(5_000)
    running = false
  }
  return {
    get hub() {
      return hub
    },
    sandbox,
    demo,
    database,
    variables,
    stopHub,
    async restartHub(others = {}) {
      await stopHub()
      hub = await hubWith({ ...variables, ...more, ...others }, log)
      running = true
    },
    async stop() {
      await stopHub()
      await sandbox.stop()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The whole hub in this process, as these variables say. */
export function hubWith(variables: Record<string, string>, log: Logger): Promise<Hub> {
  const { DATABASE_URL: appUrl = '', DATABASE_ADMIN_URL: adminUrl = '', ASKPRO_MASTER_KEY = '' } = variables
  const config = readConfig(variables)
  return startHub({
    config,
    databases: { appUrl, adminUrl },
    masterKey: ASKPRO_MASTER_KEY,
    pluginDirs: [PLUGINS, ...config.pluginDirs],
    log,
  })
}

/** The sandbox's control API. */
export async function control(
  demo: DemoFile,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const init =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const response = await fetch(`${demo.sandbox.control}${path}`, { method, ...init })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`)
  return text === '' ? undefined : JSON.parse(text)
}
