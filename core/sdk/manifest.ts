/**
 * What a plugin can provide.
 *
 * @example
 * const provides: Capability[] = ['calendar']
 */
export type Capability = 'calendar' | 'telephony' | 'payments'

/**
 * Credentials typed in by the admin (settings with `x-secret`).
 *
 * @example
 * const auth: KeyAuth = { kind: 'key' }
 */
export interface KeyAuth {
  kind: 'key'
}

/**
 * OAuth 2 code flow with PKCE and refresh, all done by the host. Settings must have `client_id` and `client_secret`.
 *
 * @example
 * const auth: OAuth2Auth = {
 *   kind: 'oauth2',
 *   authorize_url: 'https://id.acme.example/authorize',
 *   token_url: 'https://id.acme.example/token',
 *   scopes: ['calendar.write'],
 * }
 */
export interface OAuth2Auth {
  kind: 'oauth2'
  authorize_url: string
  token_url: string
  revoke_url?: string
  scopes: string[]
  /** Extra query parameters of the consent page. */
  authorize_params?: Record<string, string>
  /** A setting (`x-host`) that replaces the origin of the three addresses, for a test server. */
  base_url_setting?: string
}

/**
 * A sync that the hub runs for each linked calendar, or once for the connection.
 *
 * @example
 * const sync: SyncManifest = { name: 'entries', every_minutes: 5, timeout_seconds: 60 }
 */
export interface SyncManifest {
  name: string
  /** Minutes between runs. */
  every_minutes: number
  timeout_seconds: number
  /** What one run reads; default `calendar`. */
  per?: 'calendar' | 'connection'
}

/**
 * An address that the provider calls.
 *
 * @example
 * const hook: WebhookManifest = { name: 'events', mode: 'inbox', signed: 'X-Acme-Signature: HMAC-SHA256 of the body' }
 */
export interface WebhookManifest {
  name: string
  /**
   * `inbox`: verified, stored, answered 2xx, worked on later. `inbound_call` and `function_call`: a caller waits, so
   * the hub answers at once (telephony only).
   */
  mode: 'inbox' | 'inbound_call' | 'function_call'
  /** For the docs: how the provider signs. */
  signed: string
}

/**
 * What a provider can be asked to tell of by itself; see `WatchHandler`.
 *
 * @example
 * const watch: WatchManifest = { name: 'changes', hook: 'changes', per: 'calendar' }
 */
export interface WatchManifest {
  name: string
  /** The `inbox` webhook at which the provider is to tell. */
  hook: string
  /** One for each calendar that is read, or one for the whole connection. */
  per: 'calendar' | 'connection'
}

/**
 * What the provider allows one account. The host keeps to it for each connection; the plugin need not count.
 *
 * @example
 * const limits: LimitsManifest = { at_once: 5, rate: { requests: 120, seconds: 60 } }
 */
export interface LimitsManifest {
  /** Calls under way at once; default 10. */
  at_once?: number
  /** Calls in a time; default as many as there are. */
  rate?: { requests: number; seconds: number }
  /**
   * Names of the provider's own headers, where it tells what is left. `reset` holds seconds, or a time in seconds since
   * 1970. A Retry-After is always heeded.
   */
  headers?: { remaining?: string; reset: string }
}

/**
 * The shape of `plugin.json`, read and checked before any code of the plugin runs.
 *
 * @example
 * const manifest: PluginManifest = {
 *   id: 'acme',
 *   name: 'Acme',
 *   description: 'Writes appointments into Acme.',
 *   version: '0.1.0',
 *   sdk: '^0.1.0',
 *   provides: ['calendar'],
 *   auth: { kind: 'key' },
 *   hosts: ['api.acme.example'],
 * }
 */
export interface PluginManifest {
  /** The folder's name: lower-case letters, digits and dashes. */
  id: string
  name: string
  description: string
  version: string
  /** Semver range of @askpro/plugin-sdk. */
  sdk: string
  provides: Capability[]
  auth: KeyAuth | OAuth2Auth
  /** Hosts the plugin calls. A setting of format `uri` marked `x-host` adds the host the admin typed in. */
  hosts: string[]
  limits?: LimitsManifest
  syncs?: SyncManifest[]
  webhooks?: WebhookManifest[]
  watches?: WatchManifest[]
  /**
   * Calendar plugins: `whole` writes one entry from start to end of an appointment, `parts` one for each stretch in
   * which the staff member is busy (a colouring's waiting time stays free).
   */
  calendar_entries?: 'whole' | 'parts'
}
