import { definePlugin } from '@askpro/plugin-sdk'
import { calcom } from './calcom-api.ts'
import { calendar } from './calendar.ts'
import { syncBookings } from './sync-bookings.ts'
import { bookings } from './webhook.ts'

export const plugin = definePlugin({
  async check(ctx) {
    await calcom(ctx, { path: '/v2/me' })
  },
  calendar,
  syncs: { bookings: syncBookings },
  webhooks: { bookings },
})
