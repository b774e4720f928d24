import { Type } from '@sinclair/typebox'
import { HubError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { pluginSchema, pluginWithGuideSchema } from '../connections/connection-schemas.ts'
import type { CatalogEntry } from './catalog-entry.ts'
import type { PluginCatalog } from './plugin-catalog.ts'
import { guideOf } from './plugin-guide.ts'
import { tierOf } from './plugin-tier.ts'

export function pluginRoutes(catalog: PluginCatalog): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/plugins',
    tag: 'connections',
    summary: 'Every plugin that was found, with its quality, or the reason why it is not used',
    permission: 'connections:read',
    rate: 'read',
    replies: { 200: { description: 'Plugins', schema: Type.Object({ data: Type.Array(pluginSchema) }) } },
    async handler() {
      return { status: 200, body: { data: catalog.list().map(presentPlugin) } }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/plugins/:id',
    tag: 'connections',
    summary: 'One plugin, with what its README says about setting it up',
    permission: 'connections:read',
    rate: 'read',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) }),
    replies: { 200: { description: 'The plugin', schema: pluginWithGuideSchema } },
    async handler({ params }) {
      const entry = catalog.list().find(({ id }) => id === params.id)
      if (!entry) throw new HubError('not_found')
      return { status: 200, body: { ...presentPlugin(entry), ...presentDetails(entry) } }
    },
  })
  return [list, get]
}

function presentPlugin(entry: CatalogEntry) {
  if (entry.state !== 'loaded') return { id: entry.id, state: entry.state, reason: entry.reason }
  const { name, description, version, provides, auth } = entry.manifest
  const settings = entry.settings.json
  return {
    id: entry.id,
    state: entry.state,
    name,
    description,
    version,
    provides,
    tier: tierOf(entry),
    auth: auth.kind,
    settings_schema: settings,
  }
}

function presentDetails(entry: CatalogEntry) {
  if (entry.state !== 'loaded') return { guide: [], hosts: [], syncs: [], hooks: [] }
  const { hosts, syncs = [], webhooks = [] } = entry.manifest
  return {
    guide: guideOf(entry),
    hosts,
    syncs: syncs.map(({ name, every_minutes }) => ({ name, every_minutes })),
    hooks: webhooks.map(({ name, mode, signed }) => ({ name, mode, signed })),
  }
}
