import type { Plugin, PluginManifest } from '@askpro/plugin-sdk'
import type { SettingsSchema } from './settings-schema.ts'

/** The functions that each member must have, as the SDK's interfaces say; types are gone when a plugin is loaded. */
const FUNCTIONS = {
  calendar: ['listCalendars', 'find', 'create', 'move', 'cancel'],
  telephony: ['readInbound', 'writeInbound', 'readFunctionCall', 'getCall'],
  payments: ['collect', 'state'],
  syncs: ['run'],
  webhooks: ['verify', 'dedupeKey', 'facts'],
  watches: ['open', 'close'],
} as const

const CAPABILITIES = ['calendar', 'telephony', 'payments'] as const

type Members = Record<string, unknown>

/** What the manifest alone, or it and the settings, get wrong; undefined when nothing. */
export function manifestContradiction(
  manifest: PluginManifest,
  settings: SettingsSchema,
): string | undefined {
  const [wrong] = [
    ...repeats('syncs', manifest.syncs),
    ...repeats('webhooks', manifest.webhooks),
    ...repeats('watches', manifest.watches),
    ...deafWatches(manifest),
  ]
  if (wrong) return `plugin.json: ${wrong}`
  const live = manifest.webhooks?.findIndex(({ mode }) => mode !== 'inbox') ?? -1
  if (live >= 0 && !manifest.provides.includes('telephony')) {
    return `plugin.json: /webhooks/${live}/mode is only for plugins that provide telephony`
  }
  return oauthContradiction(manifest, settings)
}

/** What the manifest promises must be there, and nothing that it does not mention. */
export function shapeMismatch(manifest: PluginManifest, plugin: Plugin): string | undefined {
  if (typeof plugin.check !== 'function')
    return 'index: `check` is missing; every plugin must prove its settings'
  const wrong = promisesOf(manifest, plugin).find(
    ({ promised, member }) => promised !== (member !== undefined),
  )
  if (wrong) {
    return wrong.promised
      ? `plugin.json promises ${wrong.name}, index has none`
      : `index has ${wrong.name}, plugin.json does not mention it`
  }
  return promisesOf(manifest, plugin).map(lackOf).find(Boolean)
}

interface Promised {
  name: string
  promised: boolean
  member: unknown
  functions: readonly string[]
}

function promisesOf({ provides, syncs, webhooks, watches }: PluginManifest, plugin: Plugin): Promised[] {
  const capabilities = CAPABILITIES.map((name) => ({
    name,
    promised: provides.includes(name),
    member: plugin[name],
    functions: FUNCTIONS[name],
  }))
  return [
    ...capabilities,
    ...namedOf('syncs', syncs, plugin),
    ...namedOf('webhooks', webhooks, plugin),
    ...namedOf('watches', watches, plugin),
  ]
}

function namedOf(
  kind: 'syncs' | 'webhooks' | 'watches',
  listed: ReadonlyArray<{ name: string }> | undefined,
  plugin: Plugin,
): Promised[] {
  const members: Members = plugin[kind] ?? {}
  const promised = new Set(listed?.map(({ name }) => name))
  return [...new Set([...promised, ...Object.keys(members)])].map((name) => ({
    name: `${kind}.${name}`,
    promised: promised.has(name),
    member: members[name],
    functions: FUNCTIONS[kind],
  }))
}

function lackOf({ name, member, functions }: Promised): string | undefined {
  if (member === undefined) return undefined
  const missing = functions.find((each) => typeof (member as Members | null)?.[each] !== 'function')
  return missing && `index: ${name}.${missing} is missing`
}

function repeats(kind: string, listed: ReadonlyArray<{ name: string }> = []): string[] {
  const names = listed.map(({ name }) => name)
  return names.flatMap((name, at) =>
    names.indexOf(name) === at ? [] : [`/${kind}/${at}/name repeats ${name}`],
  )
}

/** A provider that was asked to tell must be heard, and by the inbox: nobody waits for what it tells. */
const deafWatches = ({ watches = [], webhooks = [] }: PluginManifest): string[] =>
  watches.flatMap(({ hook }, at) =>
    webhooks.some(({ name, mode }) => name === hook && mode === 'inbox')
      ? []
      : [`/watches/${at}/hook names no webhook of mode inbox`],
  )

/** The host does the consent with these settings, so they must be there under these names. */
function oauthContradiction({ auth }: PluginManifest, settings: SettingsSchema): string | undefined {
  if (auth.kind !== 'oauth2') return undefined
  const base = auth.base_url_setting
  const wrong: Array<[boolean, string]> = [
    [!settings.names.has('client_id'), '/properties/client_id is missing; consent needs it'],
    [!settings.secrets.has('client_secret'), '/properties/client_secret with x-secret is missing'],
    [base !== undefined && !settings.hosts.includes(base), `/properties/${base} with x-host is missing`],
  ]
  const [first] = wrong.filter(([is]) => is)
  return first && `settings.schema.json: ${first[1]}`
}
