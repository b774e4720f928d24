import { createHash } from 'node:crypto'
import { definePlugin, Refused } from '@askpro/plugin-sdk'

const nowhere = async (): Promise<never> => {
  throw new Refused('landmine', 'There is no calendar here.')
}

/** Code that takes its process with it, as a broken native module would: the job it ran in must not run for ever. */
export const plugin = definePlugin({
  async check() {},
  calendar: {
    listCalendars: async () => [],
    find: async () => null,
    create: nowhere,
    move: nowhere,
    cancel: async () => {},
  },
  webhooks: {
    step: {
      verify: async () => ({ genuine: true }),
      dedupeKey: async ({ body }) => createHash('sha256').update(body).digest('hex'),
      async facts() {
        process.kill(process.pid, 'SIGKILL')
        return []
      },
    },
  },
})
