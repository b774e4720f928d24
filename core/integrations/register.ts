import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import type { Clock } from '../platform/clock.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import type { JobSink, JobWaker } from '../platform/jobs/job.ts'
import type { Logger } from '../platform/log/logger.ts'
import { CLOCK, JOBS, LOG } from '../platform/tokens.ts'
import { TaskBoard } from '../tasks/index.ts'
import { PluginCatalog } from './catalog/plugin-catalog.ts'
import { ConnectionHealth } from './connections/connection-health.ts'
import { ConnectionService } from './connections/connection-service.ts'
import { ConnectionTally } from './connections/connection-tally.ts'
import { ConnectionTasks } from './connections/connection-tasks.ts'
import { OAuthConsent } from './connections/oauth-consent.ts'
import { OAuthTokens } from './connections/oauth-tokens.ts'
import { OAuthWithdrawal } from './connections/oauth-withdrawal.ts'
import { type HostParts, PluginHost } from './host/plugin-host.ts'
import { OutboundPost } from './outbound/outbound-post.ts'
import { BUSY_TIMES, type BusyTimes, FACT_SINKS, type FactSink } from './ports.ts'
import { ProviderDirectory } from './provider-directory.ts'
import { SyncRequests } from './syncs/sync-requests.ts'
import { SyncRunner } from './syncs/sync-runner.ts'
import { Farewells } from './watches/farewells.ts'
import { WatchKeeper } from './watches/watch-keeper.ts'
import { FactRouter } from './webhooks/fact-router.ts'
import { HookRejections } from './webhooks/hook-rejections.ts'
import { ReceivedDeliveries } from './webhooks/received-deliveries.ts'
import { WebhookProcessor } from './webhooks/webhook-processor.ts'

/** What only the program knows: given when the container is built. */
export interface IntegrationSurroundings {
  catalog: PluginCatalog
  publicUrl: () => string
  /** `host:port`; read at each call, so that the demo can open its sandbox. */
  opened: ReadonlySet<string>
  onBreaker?: HostParts['onBreaker']
  shares?: HostParts['shares']
  /** Wakes the courier in this process. */
  poke: () => void
}

export function registerIntegrations(
  container: DependencyContainer,
  surroundings: IntegrationSurroundings,
): void {
  const { publicUrl, opened, onBreaker, shares, poke } = surroundings
  container.registerInstance(PluginCatalog, surroundings.catalog)
  container.register(OAuthTokens, {
    useFactory: instanceCachingFactory(
      (c) => new OAuthTokens({ database: c.resolve(Database), box: c.resolve(SecretBox) }),
    ),
  })
  container.register(ConnectionTally, {
    useFactory: instanceCachingFactory((c) => new ConnectionTally(basics(c))),
  })
  container.register(PluginHost, {
    useFactory: instanceCachingFactory(
      (c) =>
        new PluginHost({
          ...basics(c),
          box: c.resolve(SecretBox),
          catalog: c.resolve(PluginCatalog),
          tokens: c.resolve(OAuthTokens),
          publicUrl,
          opened,
          shares,
          tally: c.resolve(ConnectionTally),
          ...(onBreaker ? { onBreaker } : {}),
        }),
    ),
  })
  container.register(OutboundPost, {
    useFactory: instanceCachingFactory(() => new OutboundPost({ opened })),
  })
  registerConnections(container, publicUrl)
  registerReceived(container, poke)
  container.register(WebhookProcessor, {
    useFactory: instanceCachingFactory(
      (c) =>
        new WebhookProcessor({
          ...basics(c),
          host: c.resolve(PluginHost),
          health: c.resolve(ConnectionHealth),
          facts: c.resolve(FactRouter),
          poke,
        }),
    ),
  })
}

function registerReceived(container: DependencyContainer, poke: () => void): void {
  container.register(ReceivedDeliveries, {
    useFactory: instanceCachingFactory((c) => new ReceivedDeliveries({ ...basics(c), poke })),
  })
  container.register(HookRejections, {
    useFactory: instanceCachingFactory((c) => new HookRejections(basics(c))),
  })
}

function registerConnections(container: DependencyContainer, publicUrl: () => string): void {
  container.register(ConnectionTasks, {
    useFactory: instanceCachingFactory(
      (c) => new ConnectionTasks({ tasks: c.resolve(TaskBoard), catalog: c.resolve(PluginCatalog) }),
    ),
  })
  container.register(ConnectionHealth, {
    useFactory: instanceCachingFactory(
      (c) =>
        new ConnectionHealth({
          ...basics(c),
          tokens: c.resolve(OAuthTokens),
          connectionTasks: c.resolve(ConnectionTasks),
        }),
    ),
  })
  container.register(ConnectionService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new ConnectionService({
          ...basics(c),
          catalog: c.resolve(PluginCatalog),
          host: c.resolve(PluginHost),
          health: c.resolve(ConnectionHealth),
          farewells: c.resolve(Farewells),
          connectionTasks: c.resolve(ConnectionTasks),
          jobs: c.resolve<JobSink & JobWaker>(JOBS),
          withdrawal: new OAuthWithdrawal({
            ...basics(c),
            host: c.resolve(PluginHost),
            box: c.resolve(SecretBox),
          }),
          box: c.resolve(SecretBox),
        }),
    ),
  })
  container.register(OAuthConsent, {
    useFactory: instanceCachingFactory(
      (c) =>
        new OAuthConsent({
          database: c.resolve(Database),
          box: c.resolve(SecretBox),
          host: c.resolve(PluginHost),
          tokens: c.resolve(OAuthTokens),
          connections: c.resolve(ConnectionService),
          publicUrl,
        }),
    ),
  })
  container.register(ProviderDirectory, {
    useFactory: instanceCachingFactory(
      (c) =>
        new ProviderDirectory({
          host: c.resolve(PluginHost),
          health: c.resolve(ConnectionHealth),
          database: c.resolve(Database),
        }),
    ),
  })
  registerSyncs(container)
  registerWatches(container)
}

function registerWatches(container: DependencyContainer): void {
  container.register(Farewells, {
    useFactory: instanceCachingFactory(
      (c) =>
        new Farewells({
          ...basics(c),
          box: c.resolve(SecretBox),
          host: c.resolve(PluginHost),
          jobs: c.resolve<JobSink>(JOBS),
        }),
    ),
  })
  container.register(WatchKeeper, {
    useFactory: instanceCachingFactory(
      (c) =>
        new WatchKeeper({
          ...basics(c),
          box: c.resolve(SecretBox),
          host: c.resolve(PluginHost),
          health: c.resolve(ConnectionHealth),
          busyTimes: () => c.resolve<BusyTimes>(BUSY_TIMES),
        }),
    ),
  })
}

function registerSyncs(container: DependencyContainer): void {
  container.register(SyncRequests, {
    useFactory: instanceCachingFactory(
      (c) => new SyncRequests({ ...basics(c), host: c.resolve(PluginHost), jobs: c.resolve<JobSink>(JOBS) }),
    ),
  })
  container.register(FactRouter, {
    useFactory: instanceCachingFactory((c) => new FactRouter(() => c.resolve<FactSink[]>(FACT_SINKS))),
  })
  container.register(SyncRunner, {
    useFactory: instanceCachingFactory(
      (c) =>
        new SyncRunner({
          ...basics(c),
          health: c.resolve(ConnectionHealth),
          busyTimes: () => c.resolve<BusyTimes>(BUSY_TIMES),
          jobs: c.resolve<JobSink>(JOBS),
        }),
    ),
  })
}

const basics = (c: DependencyContainer) => ({
  database: c.resolve(Database),
  clock: c.resolve<Clock>(CLOCK),
  log: c.resolve<Logger>(LOG),
})
