import { definePlugin } from '@askpro/plugin-sdk'
import { calendar } from './calendar.ts'
import { checkApi } from './check-api.ts'
import { subscription } from './subscription.ts'
import { syncBookings } from './sync-bookings.ts'
import { bookings } from './webhook.ts'

export const plugin = definePlugin({
  check: checkApi,
  calendar,
  syncs: { bookings: syncBookings },
  webhooks: { bookings },
  watches: { bookings: subscription },
})
