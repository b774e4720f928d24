import type { KnownWatch, PluginContext } from '../context.ts'
import { type PluginFolder, readPluginFolder } from '../quality/plugin-folder.ts'
import { hostFetch, type SentRequest } from './host-fetch.ts'
import { memoryStore } from './memory-store.ts'

/**
 * What a test context is made of.
 *
 * @example
 * const options: TestContextOptions = { folder: new URL('.', import.meta.url), settings: {} }
 */
export interface TestContextOptions {
  /** The plugin's folder: its two JSON files tell the hosts it may call and the settings' defaults. */
  folder: URL
  settings: Record<string, unknown>
  /** OAuth 2 plugins: what `ctx.accessToken()` gives. */
  accessToken?: () => Promise<string>
  /** Epoch milliseconds of the business clock, which stands still. 1 December 2026, 09:00 UTC by default. */
  now?: number
  /** What carries the requests, as `StandIn.fetch` does; the network where it is not given. */
  wire?: typeof fetch
  /** Where the hooks are, without a final slash; see `startHookReceiver`. */
  hooks?: string
  /** What `ctx.watches()` gives, whatever the name. */
  watches?: readonly KnownWatch[]
}

/**
 * A line that the plugin logged.
 *
 * @example
 * const warned = (logged: LogEntry[]) => logged.some(({ level }) => level === 'warn')
 */
export interface LogEntry {
  level: 'debug' | 'info' | 'warn' | 'error'
  fields: object
  message: string
}

/**
 * A context for one connection, and what the plugin did with it.
 *
 * @example
 * const calls = ({ sent }: TestContext) => sent.length
 */
export interface TestContext {
  ctx: PluginContext
  /** Requests that went out, oldest first. */
  sent: readonly SentRequest[]
  logged: readonly LogEntry[]
}

const DEFAULT_NOW = Date.parse('2026-12-01T09:00:00Z')

/**
 * Everything a plugin gets in the hub, without the hub: no database, no encryption, no repeats.
 *
 * @example
 * const { ctx, sent } = createTestContext({
 *   folder: new URL('.', import.meta.url),
 *   settings: { api_key: 'a-key-of-acme' },
 * })
 */
export function createTestContext(options: TestContextOptions): TestContext {
  const folder = readPluginFolder(options.folder)
  const settings = { ...defaultsOf(folder), ...options.settings }
  const sent: SentRequest[] = []
  const logged: LogEntry[] = []
  const log = (level: LogEntry['level']) => (fields: object, message: string) =>
    void logged.push({ level, fields, message })
  const ctx: PluginContext = {
    connectionId: 'test-connection',
    settings,
    fetch: hostFetch((url) => isDeclared(url, folder, settings), sent, { wire: options.wire }),
    accessToken: options.accessToken ?? noToken,
    hookUrl: (hook) => `${options.hooks ?? 'https://hub.example.com/hooks/test-connection'}/${hook}`,
    watches: async () => [...(options.watches ?? [])],
    store: memoryStore(),
    log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    now: () => options.now ?? DEFAULT_NOW,
  }
  return { ctx, sent, logged }
}

async function noToken(): Promise<string> {
  throw new Error('The test gave no accessToken.')
}

function defaultsOf({ settings }: PluginFolder): Record<string, unknown> {
  const given = Object.entries(settings).filter(([, property]) => property.default !== undefined)
  return Object.fromEntries(given.map(([name, property]) => [name, property.default]))
}

/** Hosts of the manifest by https, and the addresses in settings marked `x-host`. */
function isDeclared(
  url: URL,
  { manifest, settings }: PluginFolder,
  values: Record<string, unknown>,
): boolean {
  if (url.protocol === 'https:' && manifest.hosts.includes(url.host)) return true
  return Object.entries(settings).some(([name, property]) => {
    const value = values[name]
    return (
      property['x-host'] &&
      typeof value === 'string' &&
      URL.canParse(value) &&
      new URL(value).origin === url.origin
    )
  })
}
