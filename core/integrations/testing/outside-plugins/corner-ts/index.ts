import { type CalendarProvider, definePlugin } from '@askpro/plugin-sdk'
import { corner } from './corner-api.ts'

const calendar: CalendarProvider = {
  listCalendars: async () => [{ id: 'main', name: 'Main', writable: true }],
  find: async () => null,
  async create(ctx, { entryId, start, end }) {
    const { id } = await corner(ctx, '/entries', { entryId, start, end })
    return { reference: id, start, end }
  },
  move: async (_ctx, reference, { start, end }) => ({ reference, start, end }),
  cancel: async () => {},
}

export const plugin = definePlugin({
  async check(ctx) {
    await corner(ctx, '/me')
  },
  calendar,
})
