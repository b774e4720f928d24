import { Type } from '@sinclair/typebox'
import { HubError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { pluginSchema, pluginWithGuideSchema } from '../connections/connection-schemas.ts'
import type { CatalogEntry } from './catalog-entry.ts'
import type { PluginCatalog } from './plugin-catalog.ts'
import { guideOf } from './plugin-guide.ts'
import { localeOf, type PluginLanguage, settingsIn } from './plugin-locale.ts'
import { tierOf } from './plugin-tier.ts'

const inLanguage = Type.Object({
  language: Type.Optional(
    Type.Union([Type.Literal('de'), Type.Literal('en')], {
      description: 'Of description, titles, help and guide, as far as the plugin speaks it; default English',
    }),
  ),
})

export function pluginRoutes(catalog: Pick<PluginCatalog, 'list'>): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/plugins',
    tag: 'connections',
    summary: 'Every plugin that was found, with its quality, or the reason why it is not used',
    permission: 'connections:read',
    rate: 'read',
    query: inLanguage,
    replies: { 200: { description: 'Plugins', schema: Type.Object({ data: Type.Array(pluginSchema) }) } },
    async handler({ query: { language = 'en' } }) {
      return { status: 200, body: { data: catalog.list().map((entry) => presentPlugin(entry, language)) } }
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
    query: inLanguage,
    replies: { 200: { description: 'The plugin', schema: pluginWithGuideSchema } },
    async handler({ params, query: { language = 'en' } }) {
      const entry = catalog.list().find(({ id }) => id === params.id)
      if (!entry) throw new HubError('not_found')
      return { status: 200, body: { ...presentPlugin(entry, language), ...presentDetails(entry, language) } }
    },
  })
  return [list, get]
}

function presentPlugin(entry: CatalogEntry, language: PluginLanguage) {
  if (entry.state !== 'loaded') return { id: entry.id, state: entry.state, reason: entry.reason }
  const { name, description, version, provides, auth } = entry.manifest
  const locale = localeOf(entry, language)
  return {
    id: entry.id,
    state: entry.state,
    name,
    description: locale.description ?? description,
    version,
    provides,
    tier: tierOf(entry),
    auth: auth.kind,
    settings_schema: settingsIn(entry.settings.json, locale),
    sentences: locale.sentences ?? {},
  }
}

function presentDetails(entry: CatalogEntry, language: PluginLanguage) {
  if (entry.state !== 'loaded') return { guide: [], hosts: [], syncs: [], hooks: [] }
  const { hosts, syncs = [], webhooks = [] } = entry.manifest
  return {
    guide: guideOf(entry, language),
    hosts,
    syncs: syncs.map(({ name, every_minutes }) => ({ name, every_minutes })),
    hooks: webhooks.map(({ name, mode, signed }) => ({ name, mode, signed })),
  }
}
