/**
 * Lines of the hub’s log that carry plugin and connection; private fields are masked.
 *
 * @example
 * ctx.log.warn({ calendar: 'shop' }, 'the calendar was removed at the provider')
 */
export interface PluginLogger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * A small memory of one connection: JSON values under string keys, at most 64 kB each.
 *
 * @example
 * const seen = await ctx.store.get('last-cursor')
 * await ctx.store.set('last-cursor', typeof seen === 'number' ? seen + 1 : 1)
 */
export interface ConnectionStore {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown): Promise<void>
  delete(key: string): Promise<void>
}

/**
 * A watch whose messages may still come in: open, or replaced a while ago. What a hook's `verify` goes by.
 *
 * @example
 * const isOurs = (known: KnownWatch[], id: string) => known.some((watch) => watch.id === id)
 */
export interface KnownWatch {
  id: string
  secret: string
  calendar: string | null
}

/**
 * Everything a plugin gets, already narrowed to one connection.
 *
 * @example
 * const response = await ctx.fetch('https://api.acme.example/me', {
 *   headers: { authorization: `Bearer ${ctx.settings.api_key}` },
 * })
 */
export interface PluginContext {
  connectionId: string
  /** The connection's settings as `settings.schema.json` describes them, secrets in clear. */
  settings: Readonly<Record<string, unknown>>
  /**
   * The only way out: refuses hosts that the manifest does not declare, and private addresses; has time-outs, one
   * quick retry of idempotent calls, Retry-After and the connection's circuit breaker. Build official clients with
   * it and turn their own retries off.
   */
  fetch: typeof fetch
  /** OAuth 2 connections only: an access token that is valid for at least the next minute. */
  accessToken(): Promise<string>
  /** Address under which the provider reaches a hook of this connection. */
  hookUrl(hook: string): string
  /** Watches of that name whose messages may come in, with their secrets. */
  watches(name: string): Promise<KnownWatch[]>
  store: ConnectionStore
  log: PluginLogger
  /** Epoch milliseconds of the business clock. */
  now(): number
}
