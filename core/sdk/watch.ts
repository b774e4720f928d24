import type { PluginContext } from './context.ts'

/**
 * A wish that the provider tell of changes by itself, at one of the connection's hooks.
 *
 * @example
 * const bodyOf = ({ id, secret, address }: WatchWish) => ({ id, token: secret, url: address })
 */
export interface WatchWish {
  /** The host's own id of it, a UUID: another one each time, also when a watch is renewed. */
  id: string
  /** Random, of this watch alone: for providers that sign with it or send it back. */
  secret: string
  /** Of the hook that the manifest names. */
  address: string
  /** The provider's calendar id; null for a watch of the whole connection. */
  calendar: string | null
}

/**
 * A watch that the provider has opened.
 *
 * @example
 * const opened: OpenedWatch = { reference: { id: 'hook_81' }, expiresAt: 1_796_117_400_000 }
 */
export interface OpenedWatch {
  /** What `close` needs to name it. Stored in clear. */
  reference: Record<string, string>
  /** Epoch milliseconds; none where it lasts until it is closed. */
  expiresAt?: number
  /** In place of the host's, where the provider makes one up. Stored sealed. */
  secret?: string
}

/**
 * Opens and closes watches at the provider. When is the host's: it opens one for each calendar that is read (or one for
 * the connection), opens the next before the last expires, and closes what is no longer needed.
 *
 * @example
 * const changes: WatchHandler = {
 *   async open(ctx, { id, secret, address }) {
 *     const body = JSON.stringify({ address, secret })
 *     await ctx.fetch(`https://api.acme.example/hooks/${id}`, { method: 'PUT', body })
 *     return { reference: { id } }
 *   },
 *   async close(ctx, { id }) {
 *     await ctx.fetch(`https://api.acme.example/hooks/${id}`, { method: 'DELETE' })
 *   },
 * }
 */
export interface WatchHandler {
  /** The first message may come in before this has ended. */
  open(ctx: PluginContext, wish: WatchWish): Promise<OpenedWatch>
  /**
   * Whether it still stands at the provider as it was opened, for watches without an end: the host asks every hour.
   * False has it opened anew.
   */
  stands?(
    ctx: PluginContext,
    watch: { id: string; calendar: string | null; address: string; reference: Record<string, string> },
  ): Promise<boolean>
  /**
   * Done also where it is gone. `reference` is null where the answer to `open` was lost: do what can be done by the id.
   */
  close(
    ctx: PluginContext,
    watch: { id: string; calendar: string | null; reference: Record<string, string> | null },
  ): Promise<void>
}
