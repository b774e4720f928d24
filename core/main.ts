import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { refuseUnfinishedRestore } from './app/backup/unfinished-restore.ts'
import { forgetHalfMadeDemo } from './app/demo/half-made-demo.ts'
import { makeFirstAgency } from './app/first-agency.ts'
import { type Hub, type HubOptions, startHub } from './app/hub.ts'
import { masterKeyOf } from './app/master-key.ts'
import { UndoList } from './app/undo-list.ts'
import { type Config, readConfig } from './platform/config/config.ts'
import { lockDataDir } from './platform/db/embedded/data-dir-lock.ts'
import { HubError, StartError } from './platform/errors.ts'
import { loadLateModules } from './platform/late-module.ts'
import { createLogger, type RootLogger } from './platform/log/pino-logger.ts'
import { FirstOwner } from './users/index.ts'

const PLUGINS = join(import.meta.dirname, '..', 'plugins')
/** Milliseconds from the signal to the end, the embedded Postgres included. */
const STOP_WITHIN = 8_000
/** Of these: how long a start that is under way may take to come to its next step. */
const STEP_WITHIN = 2_500

/**
 * Runs the hub until SIGTERM or SIGINT, which may come in the middle of the start. Exit code 0 after a clean stop, 1
 * when it could not start: then the last line says what to do.
 */
export async function runHub(env: NodeJS.ProcessEnv): Promise<void> {
  // Whoever reads the output may leave before the hub does.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  let log: RootLogger | undefined
  try {
    const config = readConfig(env)
    log = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY === true })
    await startAndStop(config, log)
    await log.flush()
    process.exit(0)
  } catch (error) {
    await log?.flush()
    process.stderr.write(`${lineOf(error)}\n`)
    process.exit(1)
  }
}

/** Rejects when the hub could not start, and resolves when it was told to stop and has stopped. */
async function startAndStop(config: Config, log: RootLogger): Promise<void> {
  const told = toldToStop(log)
  // Undone in the opposite order: whatever was started stops last if it was started first.
  const undo = new UndoList()
  const starting = start(config, { log, undo, told })
  try {
    await Promise.race([starting, aborted(told)])
  } catch (error) {
    await undo.run().catch((cause) => log.error({ err: cause }, 'the failed start could not be undone'))
    throw error
  }
  await aborted(told)
  setTimeout(() => process.exit(1), STOP_WITHIN + 1_500).unref()
  const step = () => Promise.race([starting.catch(() => {}), sleep(STEP_WITHIN)])
  await step()
  await undo.run()
  // A start that was in the middle of something may have brought up more meanwhile.
  await step()
  await undo.run()
}

/** Loaded only where it is wanted: with it come the stand-ins for all providers. */
async function demoFor(
  hub: Hub,
  config: Config,
  told: AbortSignal,
): Promise<{ stop(): Promise<void> } | undefined> {
  if (!config.demo) return undefined
  const { demoOf } = await import('./app/demo/demo.ts')
  return demoOf(hub, config, told)
}

interface Starting {
  log: RootLogger
  undo: UndoList
  told: AbortSignal
}

async function start(config: Config, { log, undo, told }: Starting): Promise<void> {
  const lock = lockDataDir(config.dataDir)
  undo.push(() => lock.release())
  const databases = await databasesOf(config, { log, lock, undo, told })
  told.throwIfAborted()
  const { key, madeFile } = masterKeyOf(config)
  if (madeFile)
    process.stdout.write(
      `A master key was made in ${madeFile}: keep a copy, without it all secrets are lost.\n`,
    )
  await forgetHalfMadeDemo(config, databases, log)
  told.throwIfAborted()
  const hub = await startHub({
    config,
    databases,
    masterKey: key,
    pluginDirs: [PLUGINS, ...config.pluginDirs],
    log,
  })
  undo.push(() => hub.stop(STOP_WITHIN * 0.6))
  told.throwIfAborted()
  const agencyFile = await makeFirstAgency(hub, config)
  if (agencyFile)
    process.stdout.write(`The first agency was made: its id and API key are in ${agencyFile}.\n`)
  const demo = await demoFor(hub, config, told)
  if (demo) undo.push(() => demo.stop())
  if (config.role !== 'worker') await printSetupLinks(hub)
  process.stdout.write(`The hub answers at ${hub.url} (docs: ${hub.url}/docs). Ctrl-C stops it.\n`)
  // Not sooner: what the start asks the database must not wait behind it.
  void loadLateModules()
}

/** In the fragment, which no server or proxy is sent. */
async function printSetupLinks({ container, url }: Hub): Promise<void> {
  for (const { agency, token } of await container.resolve(FirstOwner).links())
    process.stdout.write(
      `Nobody can sign in for ${agency} yet: ${url}/admin/setup#token=${token} (good once, for a day)\n`,
    )
}

interface DatabaseParts extends Starting {
  lock: ReturnType<typeof lockDataDir>
}

async function databasesOf(
  config: Config,
  { log, lock, undo, told }: DatabaseParts,
): Promise<HubOptions['databases']> {
  const { databaseUrl, databaseAdminUrl, dataDir } = config
  if (databaseUrl) return { appUrl: databaseUrl, adminUrl: databaseAdminUrl ?? databaseUrl }
  refuseUnfinishedRestore(dataDir)
  // Loaded only where it is used: the Docker image has no embedded server.
  const { startEmbeddedPostgres } = await import('./platform/db/embedded/start-embedded-postgres.ts')
  const server = await startEmbeddedPostgres({
    dataDir,
    lock,
    log,
    told,
    onDeath: (how) => {
      process.stderr.write(`The hub's own Postgres ended (${how}). Start the hub again.\n`)
      process.exit(1)
    },
  })
  undo.push(() => server.stop())
  return { appUrl: server.appUrl, adminUrl: server.adminUrl }
}

/**
 * Aborted at the first signal. npm passes a terminal's Ctrl-C on although the terminal has delivered it already, so
 * two within a second are one; a later one ends the process at once.
 */
function toldToStop(log: RootLogger): AbortSignal {
  const told = new AbortController()
  let since: number | undefined
  const heard = (signal: NodeJS.Signals) => {
    if (since !== undefined) return Date.now() - since > 1_000 ? process.exit(1) : undefined
    since = Date.now()
    log.info({ signal }, 'stopping')
    told.abort()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, heard)
  return told.signal
}

const aborted = (told: AbortSignal): Promise<void> =>
  new Promise((resolve) =>
    told.aborted ? resolve() : told.addEventListener('abort', () => resolve(), { once: true }),
  )

function lineOf(error: unknown): string {
  if (error instanceof StartError) return error.message
  if (error instanceof HubError && error.code === 'unavailable')
    return 'The database did not answer while the hub started: start it again when the database is up.'
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
