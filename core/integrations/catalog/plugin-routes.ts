import { Type } from '@sinclair/typebox'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { pluginSchema } from '../connections/connection-schemas.ts'
import type { CatalogEntry } from './catalog-entry.ts'
import type { PluginCatalog } from './plugin-catalog.ts'
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
  return [list]
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
