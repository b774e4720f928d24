import { join } from 'node:path'
import type { DependencyContainer } from 'tsyringe'
import {
  ConnectionTally,
  ConnectionTasks,
  HookRejections,
  KeptProofs,
  OutboundPost,
  PluginCatalog,
  PluginHost,
  tellLostSecrets,
  WireShares,
} from '../integrations/index.ts'
import { migrations } from '../migrations/index.ts'
import { type Clock, clockStartingAt, systemClock } from '../platform/clock.ts'
import type { Config } from '../platform/config/config.ts'
import { checkCanary, readCanary } from '../platform/crypto/canary.ts'
import { instanceId } from '../platform/crypto/instance-id.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import { migrate } from '../platform/db/migrate.ts'
import { EventBus } from '../platform/events/event-bus.ts'
import { EventFeed } from '../platform/events/event-feed.ts'
import { EventRelay } from '../platform/events/event-relay.ts'
import { EventStream } from '../platform/events/event-stream.ts'
import { NotificationListener } from '../platform/events/notification-listener.ts'
import { WriteNotices } from '../platform/events/write-notices.ts'
import { adminRoutes } from '../platform/http/admin-routes.ts'
import type { Authenticator } from '../platform/http/authenticator.ts'
import { createHttpApp, type HttpApp } from '../platform/http/create-http-app.ts'
import { HttpServer } from '../platform/http/http-server.ts'
import type { Courier } from '../platform/jobs/courier.ts'
import type { Logger } from '../platform/log/logger.ts'
import { Metrics } from '../platform/telemetry/metrics.ts'
import { AvailabilityCache, HoldFollower } from '../scheduling/index.ts'
import { TaskBoard } from '../tasks/index.ts'
import { ApiKeyService } from '../tenants/index.ts'
import { SessionService } from '../users/index.ts'
import { EventFanOut } from '../webhooks/index.ts'
import { composeHub, type Surroundings } from './composition-root.ts'
import { containStrays } from './contain-strays.ts'
import { hubRoutes } from './hub-routes.ts'
import { hubVersion } from './hub-version.ts'
import { type Parts, type Work, workOf } from './hub-work.ts'
import { readinessChecks } from './readiness-checks.ts'
import { UndoList } from './undo-list.ts'

/** Milliseconds that a start which failed halfway has for its end. */
const FAILED_START_DEADLINE = 4_000
const ADMIN_DIST = join(import.meta.dirname, '..', '..', 'admin', 'dist')

export interface HubOptions {
  config: Config
  /** The role the hub works as, and the one that owns the tables. */
  databases: { appUrl: string; adminUrl: string }
  masterKey: string
  pluginDirs: readonly string[]
  log: Logger
}

/** A hub that answers and works, until `stop`. */
export interface Hub {
  /** As others reach it: PUBLIC_URL where that is set. */
  url: string
  /** As this machine reaches it. */
  localUrl: string
  container: DependencyContainer
  clock: Clock
  /** `host:port` of private addresses that plugins may call; the demo adds its sandbox. */
  opened: Set<string>
  app: HttpApp
  /** Takes no more requests, finishes what runs, and closes its connections within the deadline (milliseconds). */
  stop(deadline: number): Promise<void>
}

/** Migrates, builds everything, and serves API, docs and jobs as the role in the configuration says. */
export async function startHub(options: HubOptions): Promise<Hub> {
  const undo = new UndoList()
  try {
    // Plugins are loaded while the database answers.
    const [reading, proving] = [catalogOf(options, undo), groundOf(options, undo)]
    await Promise.allSettled([reading, proving])
    return await assemble(options, { ...(await proving), catalog: await reading, undo })
  } catch (error) {
    await undo
      .run()
      .catch((cause) => options.log.error({ err: cause }, 'the failed start could not be undone'))
    throw error
  }
}

type Proven = Pick<Ground, 'database' | 'box' | 'instance'>

/** A database that is up to date, and that the master key fits. */
async function groundOf({ config, databases, masterKey, log }: HubOptions, undo: UndoList): Promise<Proven> {
  await migrate({ ...databases, migrations })
  const database = new Database({ url: databases.appUrl, poolSize: config.poolSize, log })
  undo.push(() => database.close())
  const box = new SecretBox(masterKey)
  await tellWhatIsLost(database, box, log)
  return { database, box, instance: instanceId(await checkCanary(database, box)) }
}

/** Before the key is taken for the right one, so that a start that breaks off in between tells it again. */
async function tellWhatIsLost(database: Database, box: SecretBox, log: Logger): Promise<void> {
  if ((await readCanary(database)) !== undefined) return
  const connections = await tellLostSecrets(database, box, new ConnectionTasks({ tasks: boardBefore() }))
  if (connections === 0) return
  log.warn(
    { connections, key: box.keyId },
    'a new master key: the secrets of connections are to be entered again',
  )
}

/** Before anything is put together that could be woken. */
const boardBefore = (): TaskBoard =>
  new TaskBoard({ events: new EventBus({ poke: () => {} }), clock: systemClock })

interface Ground {
  database: Database
  box: SecretBox
  instance: string
  catalog: PluginCatalog
  undo: UndoList
}

async function assemble(
  options: HubOptions,
  { database, box, instance, catalog, undo }: Ground,
): Promise<Hub> {
  const { config, log } = options
  const clock = config.clockStart === undefined ? systemClock : clockStartingAt(config.clockStart)
  const opened = new Set(config.outboundAllow)
  const metrics = new Metrics()
  metrics.watchPool(() => database.pool)
  const relay = new EventRelay({ database, log })
  const shares = await sharesOf(options)
  let url = config.publicUrl ?? ''
  let work: Work | undefined
  const poke = () => {
    relay.pokeJobs()
    work?.courier.poke()
  }
  const container = composeHub({
    database,
    box,
    clock,
    log,
    catalog,
    opened,
    publicUrl: () => url,
    pokeEvents: () => relay.poke(),
    keepDays: config.keep.conversations,
    poke,
    onBreaker: breakerGauge(metrics),
    shares,
  })
  work = await workOf(options, { container, database, clock, metrics })
  const { app, server } = serve(options, {
    container,
    database,
    metrics,
    courier: work.courier,
    instance,
    url: () => url,
  })
  const stream = streamOf(options, container)
  let deadline = FAILED_START_DEADLINE
  undo.push(() => closeIntegrations(container, shares))
  undo.push(() => relay.stop())
  undo.push(() => stream.stop())
  undo.push(() => work?.stop(deadline * 0.4))
  undo.push(() => server.drain(deadline * 0.5))
  const address = await server.listen({ host: config.host, port: config.port })
  const localUrl = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`
  url ||= localUrl
  relay.start()
  stream.start()
  await work.start()
  const stop = (within: number) => {
    deadline = within
    return undo.run()
  }
  return { url, localUrl, container, clock, opened, app, stop }
}

/** Its client is loaded only where there is Redis. */
async function sharesOf({ config, log }: HubOptions): Promise<WireShares | undefined> {
  if (config.redisUrl === undefined) return undefined
  const { quickRedis } = await import('../platform/redis/quick-redis.ts')
  return new WireShares({ redis: quickRedis(config.redisUrl), log })
}

const breakerGauge =
  (metrics: Metrics): NonNullable<Surroundings['onBreaker']> =>
  (connection, state) =>
    state === 'gone' ? metrics.forgetBreaker(connection) : metrics.setBreaker(connection, state)

async function catalogOf({ config, pluginDirs, log }: HubOptions, undo: UndoList): Promise<PluginCatalog> {
  const { pluginPackages: packages, pluginsOff: off } = config
  const proofs = await KeptProofs.read(join(config.dataDir, 'proven-plugins.json'))
  const catalog = await PluginCatalog.read(pluginDirs, log, { packages, off, proofs })
  undo.push(containStrays(catalog, log))
  return catalog
}

/** What tells this process of what happens: events, and for whom other processes have written. */
function streamOf(
  { config, databases, log }: HubOptions,
  container: DependencyContainer,
): { start(): void; stop(): Promise<void> } {
  const database = container.resolve(Database)
  const cache = container.resolve(AvailabilityCache)
  const listener = new NotificationListener({ url: databases.appUrl, log })
  const notices = new WriteNotices({ database, listener, log })
  const stream = new EventStream({ database, listener, log })
  notices.watch(cache)
  stream.subscribe(cache)
  if (config.role !== 'worker') stream.subscribe(container.resolve(EventFeed))
  if (config.role !== 'api') {
    stream.subscribe(container.resolve(EventFanOut))
    stream.subscribe(container.resolve(HoldFollower))
  }
  return {
    start: () => stream.start(),
    async stop() {
      notices.stop()
      await stream.stop()
    },
  }
}

async function closeIntegrations(container: DependencyContainer, shares?: WireShares): Promise<void> {
  await Promise.all([container.resolve(PluginHost).close(), container.resolve(OutboundPost).close()])
  shares?.close()
  await Promise.all([container.resolve(HookRejections).flush(), container.resolve(ConnectionTally).flush()])
}

interface Serving extends Omit<Parts, 'clock'> {
  courier: Courier
  instance: string
  url: () => string
}

/** A key, or else the session that a browser has. */
function authenticatorOf(container: DependencyContainer): Authenticator {
  const apiKeys = container.resolve(ApiKeyService)
  const sessions = container.resolve(SessionService)
  return (credentials) => {
    const bySession = credentials.authorization === undefined && credentials.session !== undefined
    return (bySession ? sessions : apiKeys).authenticate(credentials)
  }
}

/** A worker serves health and metrics only. */
function serve({ config, log }: HubOptions, parts: Serving): { app: HttpApp; server: HttpServer } {
  const { container, database, metrics, courier, instance, url } = parts
  const readiness = readinessChecks(database, config.role === 'api' ? undefined : courier)
  const surroundings = { publicUrl: url, poke: () => courier.poke(), config, readiness }
  const app = createHttpApp({
    routes:
      config.role === 'worker' ? [] : [...hubRoutes(container, surroundings), ...adminRoutes(ADMIN_DIST)],
    authenticate: authenticatorOf(container),
    database,
    log,
    metrics,
    readiness,
    instance,
    publicUrl: config.publicUrl ?? '',
    trustedProxies: config.trustedProxies,
    version: hubVersion,
  })
  return {
    app,
    server: new HttpServer({
      handler: (request, response) => app.handler(request, response),
      log,
      trustedProxies: config.trustedProxies,
    }),
  }
}
