import { definePlugin } from '@askpro/plugin-sdk'
import { calendar } from './calendar.ts'
import { eventChannels, push } from './channels.ts'
import { calling, googleApi } from './google-api.ts'
import { syncEvents } from './sync-events.ts'

export const plugin = definePlugin({
  async check(ctx) {
    const api = await googleApi(ctx)
    await calling(() => api.calendarList.list({ maxResults: 1 }))
  },
  calendar,
  syncs: { events: syncEvents },
  webhooks: { push },
  watches: { events: eventChannels },
})
