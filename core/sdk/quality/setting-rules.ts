import type { PluginFolder, SettingProperty } from './plugin-folder.ts'
import type { QualityRule } from './quality-rule.ts'

const SECRET = /(^|_)(key|secret|token|password)$/

/** Rules about `plugin.json` and `settings.schema.json`. */
export const settingRules: readonly QualityRule[] = [
  {
    id: 'secrets-marked',
    tier: 'bronze',
    says: 'Every setting that is a secret is marked x-secret, so that it is sealed and never shown again.',
    how: 'Add "x-secret": true to the setting.',
    problem: ({ settings }) => {
      const bare = named(settings, (property, name) => SECRET.test(name) && property['x-secret'] !== true)
      return bare.length > 0 ? `${bare.join(', ')}: not marked x-secret` : undefined
    },
  },
  {
    id: 'settings-explained',
    tier: 'bronze',
    says: 'Every setting has a title and a place in the form.',
    how: 'Give each setting "title" and "x-order".',
    problem: ({ settings }) => {
      const bare = named(settings, (property) => !property.title || property['x-order'] === undefined)
      return bare.length > 0 ? `${bare.join(', ')}: no title or x-order` : undefined
    },
  },
  {
    id: 'hosts-declared',
    tier: 'silver',
    says: 'plugin.json names every host that the plugin calls.',
    how: 'Add the host to "hosts" of plugin.json.',
    problem: (folder) => {
      const missing = hostsOf(folder).filter((host) => !folder.manifest.hosts.includes(host))
      return missing.length > 0 ? `${missing.join(', ')}: not among the hosts of plugin.json` : undefined
    },
  },
]

const named = (
  settings: PluginFolder['settings'],
  isBare: (property: SettingProperty, name: string) => boolean,
): string[] =>
  Object.entries(settings)
    .filter(([name, property]) => isBare(property, name))
    .map(([name]) => name)

/** From the sources, the defaults of addresses, and what the host calls for OAuth 2. */
function hostsOf({ manifest, settings, sources }: PluginFolder): string[] {
  const { auth } = manifest
  const oauth = auth.kind === 'oauth2' ? [auth.token_url, auth.revoke_url ?? auth.token_url] : []
  const defaults = Object.values(settings).flatMap((property) =>
    property['x-host'] ? [property.default] : [],
  )
  const literals = [...sources.values()].flatMap((text) => text.match(/https?:\/\/[\w.-]+/g) ?? [])
  const urls = [...oauth, ...defaults, ...literals].filter((url) => typeof url === 'string')
  return [...new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).host))]
}
