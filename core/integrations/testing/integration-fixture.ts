import { randomBytes } from 'node:crypto'
import type { FunctionCall, InboundCall, ProviderFact, SyncPage } from '@askpro/plugin-sdk'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { EventBus } from '../../platform/events/event-bus.ts'
import { testApp } from '../../platform/http/testing/test-app.ts'
import type { JobHandler } from '../../platform/jobs/job.ts'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import { JobRunner } from '../../platform/jobs/job-runner.ts'
import { eventually } from '../../platform/jobs/testing/eventually.ts'
import type { Logger } from '../../platform/log/logger.ts'
import { createTestDatabase } from '../../platform/testing/test-database.ts'
import { TaskBoard } from '../../tasks/index.ts'
import { TenantDirectory, TenantService } from '../../tenants/index.ts'
import type { LoadedPlugin } from '../catalog/catalog-entry.ts'
import { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { ConnectionDiagnostics } from '../connections/connection-diagnostics.ts'
import { ConnectionHealth } from '../connections/connection-health.ts'
import { connectionJobs } from '../connections/connection-jobs.ts'
import { ConnectionService } from '../connections/connection-service.ts'
import { ConnectionTally } from '../connections/connection-tally.ts'
import { ConnectionTasks } from '../connections/connection-tasks.ts'
import { OAuthConsent } from '../connections/oauth-consent.ts'
import { OAuthTokens } from '../connections/oauth-tokens.ts'
import { OAuthWithdrawal } from '../connections/oauth-withdrawal.ts'
import { PluginHost } from '../host/plugin-host.ts'
import { integrationRoutes } from '../integration-routes.ts'
import type { BusyTimes, CallDesk, Compared, Comparison, FactSink } from '../ports.ts'
import { ProviderDirectory } from '../provider-directory.ts'
import { syncJobs } from '../syncs/sync-jobs.ts'
import { SyncRequests } from '../syncs/sync-requests.ts'
import { SyncRunner } from '../syncs/sync-runner.ts'
import { Farewells } from '../watches/farewells.ts'
import { watchJobs } from '../watches/watch-jobs.ts'
import { WatchKeeper } from '../watches/watch-keeper.ts'
import { FactRouter } from '../webhooks/fact-router.ts'
import { HookRejections } from '../webhooks/hook-rejections.ts'
import { ReceivedDeliveries } from '../webhooks/received-deliveries.ts'
import { WebhookProcessor } from '../webhooks/webhook-processor.ts'
import { acme, acmeConsent, acmePay } from './acme-plugin.ts'
import { ProviderServer } from './provider-server.ts'

/** A business clock that a test can turn forward. */
export class TestClock {
  #ahead = 0
  now(): number {
    return Date.now() + this.#ahead
  }
  forward(ms: number): void {
    this.#ahead += ms
  }
}

/** Short, since each change of a connection waits for it. */
const recent = { hooksRecent: 20 }

export interface LogLine {
  level: string
  fields: Record<string, unknown>
  message: string
}

/** The other slices, as far as this one asks them. */
export class Neighbours implements CallDesk, BusyTimes, FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']> = [
    'call',
    'calendar.entry_moved',
    'calendar.entry_cancelled',
    'calendar.entry_no_show',
    'payment.succeeded',
  ]
  readonly accepted: Array<{ connection: ConnectionRef; fact: ProviderFact; receivedAt: number }> = []
  readonly saved: Array<{ calendar: string; page: SyncPage; syncedAt: number; compare?: Comparison }> = []
  readonly heard: Array<{ connection: ConnectionRef; call: unknown }> = []
  calendars: string[] = ['main']
  /** What comes of a full comparison. */
  compared: Compared | undefined
  /** Called before a fact is taken or a page is saved; may throw. */
  beforeFact: (fact: ProviderFact) => void = () => {}
  beforeSave: (page: SyncPage) => void | Promise<void> = () => {}

  async inbound(connection: ConnectionRef, call: InboundCall) {
    this.heard.push({ connection, call })
    return { variables: { caller: String(call.from) }, metadata: {} }
  }

  async functionCall(connection: ConnectionRef, call: FunctionCall) {
    this.heard.push({ connection, call })
    return { status: 'ok', say: `You asked for ${call.name}.` }
  }

  async calendarsOf(): Promise<string[]> {
    return this.calendars
  }

  /** In the transaction it is given: what is kept here is undone with it. */
  async save(
    tx: Tx,
    _connection: ConnectionRef,
    told: { calendar: string; page: SyncPage; syncedAt: number; compare?: Comparison },
  ): Promise<Compared | undefined> {
    await this.beforeSave(told.page)
    tx.afterCommit(() => this.saved.push(told))
    return told.compare && this.compared
  }

  async accept(connection: ConnectionRef, fact: ProviderFact, receivedAt: number): Promise<void> {
    this.beforeFact(fact)
    this.accepted.push({ connection, fact, receivedAt })
  }
}

interface Surroundings {
  database: Database
  clock: TestClock
  box: SecretBox
  catalog: PluginCatalog
  opened: ReadonlySet<string>
  log: Logger
  neighbours: Neighbours
}

const publicUrl = () => 'https://hub.example'

const receivingOf = (basics: Pick<Surroundings, 'database' | 'clock' | 'log'>) => ({
  received: new ReceivedDeliveries({ ...basics, poke: () => {} }),
  rejections: new HookRejections({ ...basics, writeAfter: 60_000 }),
})

/** Everything of the slice over one pool, as register.ts puts it together: one process of the hub. */
export function integrationSlice(given: Surroundings) {
  const { database, clock, box, catalog, opened, log, neighbours } = given
  const basics = { database, clock, log }
  const jobs = new JobQueue({ clock, poke: () => {} })
  const tokens = new OAuthTokens({ database, box })
  const tally = new ConnectionTally({ ...basics, writeAfter: 60_000 })
  const host = new PluginHost({ ...basics, box, catalog, tokens, publicUrl, opened, tally })
  const events = new EventBus({ poke: () => {} })
  const connectionTasks = new ConnectionTasks({ tasks: new TaskBoard({ events, clock }), catalog })
  const health = new ConnectionHealth({ ...basics, tokens, connectionTasks })
  const inner = { ...basics, ...recent, box, catalog, host, health, connectionTasks, jobs, tally }
  const withdrawal = new OAuthWithdrawal(inner)
  const farewells = new Farewells(inner)
  const connections = new ConnectionService({ ...inner, withdrawal, farewells })
  const keeper = new WatchKeeper({ ...inner, busyTimes: () => neighbours })
  const consent = new OAuthConsent({ database, box, host, tokens, connections, publicUrl })
  const providers = new ProviderDirectory({ host, health, database })
  const syncs = new SyncRequests(inner)
  const facts = new FactRouter(() => [neighbours, syncs])
  const runner = new SyncRunner({ ...basics, health, busyTimes: () => neighbours, jobs })
  const processor = new WebhookProcessor({ ...basics, host, health, facts, poke: () => {} })
  const handlers: JobHandler[] = [
    ...processor.jobs(),
    ...connectionJobs({ ...basics, connections, syncs, jobs }),
    ...syncJobs({ ...basics, catalog, host, runner, facts, jobs, providers }),
    ...watchJobs({ ...basics, catalog, keeper, farewells, jobs }),
  ]
  const diagnostics = new ConnectionDiagnostics({ ...inner, version: '1.2.3' })
  const services = { connections, consent, providers, syncs, processor, diagnostics, ...receivingOf(basics) }
  const routes = integrationRoutes({ ...inner, ...services, publicUrl, desk: () => neighbours })
  return { ...given, ...services, jobs, tokens, tally, host, health, runner, keeper, handlers, routes }
}

export type IntegrationSlice = ReturnType<typeof integrationSlice>

/** A database of its own, a provider that is really called over HTTP, and the slice between them. */
export async function integrationFixture(plugins: readonly LoadedPlugin[] = [acme, acmePay, acmeConsent]) {
  const testDatabase = await createTestDatabase()
  const masterKey = randomBytes(32).toString('hex')
  const provider = await ProviderServer.start()
  const logged: LogLine[] = []
  const stops: Array<() => Promise<void>> = []
  const common = {
    clock: new TestClock(),
    catalog: new PluginCatalog(plugins),
    opened: new Set([provider.host]),
    log: recorder(logged),
    neighbours: new Neighbours(),
  }
  /** Another process over the same database, or this one after a restart. */
  const process = (): IntegrationSlice => {
    const database = new Database({ url: testDatabase.appUrl, poolSize: 10, log: common.log })
    const slice = integrationSlice({ ...common, database, box: new SecretBox(masterKey) })
    // A test may have closed it already.
    stops.unshift(() => slice.host.close().then(() => database.close().catch(() => {})))
    return slice
  }
  const slice = process()
  const tenants = new TenantService({ ...slice, directory: new TenantDirectory(slice) })
  const newTenant = async (): Promise<string> => {
    const fields = { name: 'A', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }
    return (await tenants.createAgency(fields)).id
  }
  return {
    ...slice,
    provider,
    opened: common.opened,
    logged,
    process,
    newTenant,
    tenantId: await newTenant(),
    /** Settings that the acme plugin accepts. */
    settings: { api_key: 'key-of-acme', signing_secret: 'signs-for-acme', base_url: provider.url },
    async close() {
      for (const stop of stops) await stop()
      await provider.stop()
      await testDatabase.drop()
    },
  }
}

export type IntegrationFixture = Awaited<ReturnType<typeof integrationFixture>>

/** Runs what is due until nothing is, as a worker would. Gives how many runs it took. */
export async function runDueJobs({ database, clock, log, handlers }: IntegrationSlice): Promise<number> {
  const runner = new JobRunner({ database, clock, log, handlers })
  let runs = 0
  for (let started = -1; started !== 0; runs += started) {
    let ended = 0
    started = await runner.startDue(() => {
      ended++
    })
    await eventually('the jobs have ended', () => ended === started)
  }
  return runs
}

/** The routes over real HTTP, for the tenant that the request names. */
export function http({ routes, database }: IntegrationSlice) {
  return testApp({
    routes,
    database,
    limits: { rates: { expensive: { points: 1_000, seconds: 1 } } },
    authenticate: async ({ tenantId = '' }) => ({
      tenantId,
      actor: { keyId: 'k', ownTenantId: tenantId, scopes: ['*'] },
    }),
  }).agent
}

function recorder(lines: LogLine[]): Logger {
  const note = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message })
  return { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') }
}
