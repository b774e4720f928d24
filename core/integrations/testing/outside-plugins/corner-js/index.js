import { definePlugin } from '@askpro/plugin-sdk'
import { corner } from './corner-api.js'

export const plugin = definePlugin({
  async check(ctx) {
    await corner(ctx, '/me')
  },
  calendar: {
    listCalendars: async () => [{ id: 'main', name: 'Main', writable: true }],
    find: async () => null,
    async create(ctx, { entryId, start, end }) {
      const { id } = await corner(ctx, '/entries', { entryId, start, end })
      return { reference: id, start, end }
    },
    move: async (_ctx, reference, { start, end }) => ({ reference, start, end }),
    cancel: async () => {},
  },
})
