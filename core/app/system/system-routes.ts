import type { Static } from '@sinclair/typebox'
import type { PluginCatalog } from '../../integrations/index.ts'
import { type Clock, systemClock } from '../../platform/clock.ts'
import type { Config } from '../../platform/config/config.ts'
import { shownConfig } from '../../platform/config/shown-config.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import { type EventLag, eventLag } from '../../platform/events/event-lag.ts'
import { missingOf, type ReadinessCheck } from '../../platform/http/readiness.ts'
import { type Actor, defineRoute, type Route } from '../../platform/http/route.ts'
import { queueCounts } from '../../platform/jobs/queue-counts.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { TenantDirectory } from '../../tenants/index.ts'
import type { Finding } from '../doctor/verdict.ts'
import { hubVersion, sdkVersion } from '../hub-version.ts'
import { KeptExamination } from './kept-examination.ts'
import { configurationSchema, examinationSchema, systemSchema } from './system-schemas.ts'

export interface SystemRouteParts {
  config: Config
  database: Database
  directory: Pick<TenantDirectory, 'parentOf'>
  catalog: PluginCatalog
  readiness: readonly ReadinessCheck[]
  /** The name of the latest migration. */
  migration: string | undefined
  publicUrl: () => string
  examine: () => Promise<Finding[]>
  clock: Clock
  log: Logger
}

type System = Static<typeof systemSchema>

/** Seconds that an event may wait for its position. */
const RELAY_WAIT = 10

/** The hub as a whole, for those who run it: keys and users of an agency, none of a client. */
export function systemRoutes(parts: SystemRouteParts): Route[] {
  return [overviewRoute(parts), configurationRoute(parts), doctorRoute(parts)]
}

function overviewRoute(parts: SystemRouteParts): Route {
  const startedAt = new Date(systemClock.now()).toISOString()
  return defineRoute({
    method: 'GET',
    path: '/v1/system',
    tag: 'system',
    summary: 'How the hub does as a whole: its parts, versions, events and jobs of all tenants',
    description: 'For an agency only.',
    permission: 'system:read',
    rate: 'read',
    replies: { 200: { description: 'The hub', schema: systemSchema } },
    async handler({ actor }) {
      await requireAgency(parts, actor)
      const { config, database, clock, publicUrl, migration } = parts
      const [missing, events, queues] = await Promise.all([
        missingOf(parts.readiness, parts.log),
        eventLag(database),
        queueCounts(database, clock.now()),
      ])
      const why = new Map(missing.map((one) => [one.name, one.why]))
      const asked = parts.readiness.map(({ name }) => partOf(name, why.get(name) ?? null))
      const body: System = {
        version: hubVersion,
        sdk_version: sdkVersion,
        node_version: process.version,
        migration: migration ?? null,
        started_at: startedAt,
        mode: config.mode,
        role: config.role,
        public_url: publicUrl(),
        parts: [...asked, eventsPart(events), pluginsPart(parts.catalog)],
        events: {
          unstamped: events.unstamped,
          oldest_seconds: events.oldestSeconds,
          consumers: events.consumers.map(({ name, behind }) => ({ name, behind })),
        },
        queues,
      }
      return { status: 200, body }
    },
  })
}

function configurationRoute(parts: SystemRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/system/configuration',
    tag: 'system',
    summary: 'The variables as the hub has read them, without the values of secrets',
    description: 'For an agency only.',
    permission: 'system:read',
    rate: 'read',
    replies: { 200: { description: 'All variables', schema: configurationSchema } },
    async handler({ actor }) {
      await requireAgency(parts, actor)
      return { status: 200, body: { data: shownConfig(parts.config.variables) } }
    },
  })
}

function doctorRoute(parts: SystemRouteParts): Route {
  const kept = new KeptExamination(parts.examine)
  return defineRoute({
    method: 'GET',
    path: '/v1/system/doctor',
    tag: 'system',
    summary: 'What npm run doctor finds, with what to do about it',
    description:
      'For an agency only. Takes up to twelve seconds; an examination of the last quarter of a minute is given again. Of connections it says nothing: each has its health.',
    permission: 'system:read',
    rate: 'expensive',
    replies: { 200: { description: 'Findings', schema: examinationSchema } },
    async handler({ actor }) {
      await requireAgency(parts, actor)
      const { at, findings } = await kept.get()
      const body: Static<typeof examinationSchema> = {
        examined_at: new Date(at).toISOString(),
        findings: findings
          .filter(({ check }) => check !== 'connection')
          .map(({ todo = null, ...finding }) => ({ ...finding, todo })),
      }
      return { status: 200, body }
    },
  })
}

/** A client's key may have every scope there is, and still the hub is not its own. */
async function requireAgency({ directory }: SystemRouteParts, actor: Actor | undefined): Promise<void> {
  if (actor && (await directory.parentOf(actor.ownTenantId)) === null) return
  throw new HubError('forbidden', { detail: 'This is about the hub as a whole: an agency may see it.' })
}

const partOf = (name: string, why: string | null): System['parts'][number] => ({
  name,
  ok: why === null,
  why,
})

function eventsPart({ oldestSeconds, unstamped }: EventLag): System['parts'][number] {
  const late = oldestSeconds > RELAY_WAIT
  const why = `${unstamped} events have no position yet, the oldest for ${Math.round(oldestSeconds)} s`
  return partOf('events', late ? why : null)
}

function pluginsPart(catalog: PluginCatalog): System['parts'][number] {
  const broken = catalog.list().filter(({ state }) => state !== 'loaded' && state !== 'disabled')
  return partOf('plugins', broken.length > 0 ? `not used: ${broken.map(({ id }) => id).join(', ')}` : null)
}
