import { definePlugin } from '@askpro/plugin-sdk'
import { acme } from './acme-api.ts'
import { telephony } from './telephony.ts'
import { live } from './webhook.ts'

export const plugin = definePlugin({
  async check(ctx) {
    await acme(ctx, { path: '/me' })
  },
  telephony,
  webhooks: { inbound: live, function: live },
})
