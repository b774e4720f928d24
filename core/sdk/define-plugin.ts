import type { CalendarProvider } from './calendar.ts'
import type { PluginContext } from './context.ts'
import type { PaymentsProvider } from './payments.ts'
import type { SyncHandler } from './sync.ts'
import type { TelephonyProvider } from './telephony.ts'
import type { WatchHandler } from './watch.ts'
import type { WebhookHandler } from './webhook.ts'

/**
 * What a plugin's `index.ts` exports as `plugin`. Its members must match what `plugin.json` says.
 *
 * @example
 * const minimal: Plugin = {
 *   async check(ctx) {
 *     const { status } = await ctx.fetch('https://api.acme.example/me')
 *     if (status === 401) throw new ReauthRequired('Acme refuses the key.')
 *   },
 * }
 */
export interface Plugin {
  /** Proves that the settings work, with the cheapest call there is. Throws one of the typed failures. */
  check(ctx: PluginContext): Promise<void>
  calendar?: CalendarProvider
  telephony?: TelephonyProvider
  payments?: PaymentsProvider
  syncs?: Record<string, SyncHandler>
  webhooks?: Record<string, WebhookHandler>
  watches?: Record<string, WatchHandler>
}

/**
 * Gives back what it gets, checked by its type.
 *
 * Gives back what it gets, checked by its type.
 *
 * Gives back what it gets, checked by its type.
 *
 * @example
 * const plugin = definePlugin({
 *   check: async (ctx) => void (await ctx.fetch('https://api.acme.example/me')),
 * })
 */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin
}
