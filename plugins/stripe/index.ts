import { definePlugin } from '@askpro/plugin-sdk'
import { payments } from './payments.ts'
import { calling, stripeApi } from './stripe-api.ts'
import { changes } from './sync-changes.ts'
import { events } from './webhook.ts'

export const plugin = definePlugin({
  async check(ctx) {
    await calling(async () => (await stripeApi(ctx)).balance.retrieve())
  },
  payments,
  syncs: { changes },
  webhooks: { events },
})
