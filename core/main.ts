import { join } from 'node:path'
import { makeFirstAgency } from './app/first-agency.ts'
import { type Hub, startHub } from './app/hub.ts'
import { masterKeyOf } from './app/master-key.ts'
import { UndoList } from './app/undo-list.ts'
import { type Config, readConfig } from './platform/config/config.ts'
import { lockDataDir } from './platform/db/embedded/data-dir-lock.ts'
import { HubError, StartError } from './platform/errors.ts'
import { createLogger, type RootLogger } from './platform/log/pino-logger.ts'

const PLUGINS = join(import.meta.dirname, '..', 'plugins')
/** Milliseconds from the signal to the end, the embedded Postgres included. */
const STOP_WITHIN = 8_000

interface Running {
  hub: Hub
  stop(): Promise<void>
}

/**
 * Runs the hub until SIGTERM or SIGINT. Exit code 0 after a clean stop, 1 when it could not start: then the last
 * line says what to do.
 */
export async function runHub(env: NodeJS.ProcessEnv): Promise<void> {
  // Whoever reads the output may leave before the hub does.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  let log: RootLogger | undefined
  try {
    const config = readConfig(env)
    log = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY === true })
    const told = toldToStop(log)
    const running = await start(config, log)
    await told
    setTimeout(() => process.exit(1), STOP_WITHIN + 1_500).unref()
    await running.stop()
    await log.flush()
    process.exit(0)
  } catch (error) {
    await log?.flush()
    process.stderr.write(`${lineOf(error)}\n`)
    process.exit(1)
  }
}

/** Undone in the opposite order: whatever was started stops last if it was started first. */
async function start(config: Config, log: RootLogger): Promise<Running> {
  const undo = new UndoList()
  try {
    const lock = lockDataDir(config.dataDir)
    undo.push(() => lock.release())
    const databases = await databasesOf(config, { log, lock, undo })
    const { key, madeFile } = masterKeyOf(config)
    if (madeFile)
      process.stdout.write(
        `A master key was made in ${madeFile}: keep a copy, without it all secrets are lost.\n`,
      )
    const hub = await startHub({
      config,
      databases,
      masterKey: key,
      pluginDirs: [PLUGINS, ...config.pluginDirs],
      log,
    })
    undo.push(() => hub.stop(STOP_WITHIN * 0.6))
    const agencyFile = await makeFirstAgency(hub, config)
    if (agencyFile)
      process.stdout.write(`The first agency was made: its id and API key are in ${agencyFile}.\n`)
    const demo = await demoFor(hub, config)
    if (demo) undo.push(() => demo.stop())
    process.stdout.write(`The hub answers at ${hub.url} (docs: ${hub.url}/docs). Ctrl-C stops it.\n`)
    return { hub, stop: () => undo.run() }
  } catch (error) {
    await undo.run().catch((cause) => log.error({ err: cause }, 'the failed start could not be undone'))
    throw error
  }
}

/** Loaded only where it is wanted: with it come the stand-ins for all providers. */
async function demoFor(hub: Hub, config: Config): Promise<{ stop(): Promise<void> } | undefined> {
  if (!config.demo) return undefined
  const { demoOf } = await import('./app/demo/demo.ts')
  return demoOf(hub, config)
}

interface DatabaseParts {
  log: RootLogger
  lock: ReturnType<typeof lockDataDir>
  undo: UndoList
}

async function databasesOf(
  config: Config,
  { log, lock, undo }: DatabaseParts,
): Promise<{ appUrl: string; adminUrl: string }> {
  const { databaseUrl, databaseAdminUrl, dataDir } = config
  if (databaseUrl) return { appUrl: databaseUrl, adminUrl: databaseAdminUrl ?? databaseUrl }
  // Loaded only where it is used: the Docker image has no embedded server.
  const { startEmbeddedPostgres } = await import('./platform/db/embedded/start-embedded-postgres.ts')
  const server = await startEmbeddedPostgres({
    dataDir,
    lock,
    log,
    onDeath: (how) => {
      process.stderr.write(`The hub's own Postgres ended (${how}). Start the hub again.\n`)
      process.exit(1)
    },
  })
  undo.push(() => server.stop())
  return { appUrl: server.appUrl, adminUrl: server.adminUrl }
}

/**
 * Resolves at the first signal. npm passes a terminal's Ctrl-C on although the terminal has delivered it already, so
 * two within a second are one; a later one ends the process at once.
 */
function toldToStop(log: RootLogger): Promise<void> {
  return new Promise((resolve) => {
    let since: number | undefined
    const heard = (signal: NodeJS.Signals) => {
      if (since !== undefined) return Date.now() - since > 1_000 ? process.exit(1) : undefined
      since = Date.now()
      log.info({ signal }, 'stopping')
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, heard)
  })
}

function lineOf(error: unknown): string {
  if (error instanceof StartError) return error.message
  if (error instanceof HubError && error.code === 'unavailable')
    return 'The database did not answer while the hub started: start it again when the database is up.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
