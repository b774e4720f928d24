import { definePlugin } from '@askpro/plugin-sdk'
import { calling, retellApi } from './retell-api.ts'
import { calls } from './sync-calls.ts'
import { telephony } from './telephony.ts'
import { webhooks } from './webhook.ts'

export const plugin = definePlugin({
  async check(ctx) {
    await calling(async () => (await retellApi(ctx)).concurrency.retrieve())
  },
  telephony,
  syncs: { calls },
  webhooks,
})
