import { Misconfigured, type PluginContext, Refused } from '@askpro/plugin-sdk'
import { calcom } from './calcom-api.ts'

/**
 * The key, and that the resource everything rests on is there in the version that the plugin speaks: a Cal.com that
 * somebody runs may be older, or have its API at another address.
 */
export async function checkApi(ctx: PluginContext): Promise<void> {
  await calcom(ctx, { path: '/v2/me' }).catch(noSuchApi)
  await calcom(ctx, { path: '/v2/bookings', query: { take: '1' } }).catch(noSuchApi)
}

function noSuchApi(error: unknown): never {
  if (!(error instanceof Refused) || error.code !== '404') throw error
  throw new Misconfigured(
    'base_url',
    'There is no API of version 2 with bookings of 2024-08-13 at this address: use the address of the API, not that of the web pages, and update Cal.com if it is an older one.',
  )
}
