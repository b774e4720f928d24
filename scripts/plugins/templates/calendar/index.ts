import { definePlugin } from '@askpro/plugin-sdk'
import { acme } from './acme-api.ts'
import { calendar } from './calendar.ts'
import { syncEntries } from './sync-entries.ts'

export const plugin = definePlugin({
  async check(ctx) {
    await acme(ctx, { path: '/calendars' })
  },
  calendar,
  syncs: { entries: syncEntries },
})
