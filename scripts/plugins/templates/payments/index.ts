import { definePlugin } from '@askpro/plugin-sdk'
import { acme } from './acme-api.ts'
import { payments } from './payments.ts'

export const plugin = definePlugin({
  async check(ctx) {
    await acme(ctx, { path: '/me' })
  },
  payments,
})
