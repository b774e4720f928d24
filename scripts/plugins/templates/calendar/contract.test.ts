import { randomUUID } from 'node:crypto'
import type { CalendarEntry } from '@askpro/plugin-sdk'
import { type CalendarWorld, calendarContract, createTestContext, StandIn } from '@askpro/plugin-sdk/testing'
import { test } from '@jest/globals'
import type { AcmeEntry } from './calendar.ts'
import { plugin } from './index.ts'

/** An Acme in this process, with one calendar: make it answer as the provider does. */
function startAcme(entries: Map<string, AcmeEntry>): StandIn {
  return new StandIn(({ method, path, body }) => {
    const [, , calendar, , id] = path.split('/')
    if (!calendar) return { body: [{ id: 'shop', name: 'Shop', writable: true }] }
    if (!id) return { body: [...entries.values()] }
    if (method === 'PUT') return put(entries, { ...(body as AcmeEntry), id })
    const entry = entries.get(id)
    if (method === 'DELETE') entries.delete(id)
    return entry ? { body: entry } : { status: 404 }
  })
}

function put(entries: Map<string, AcmeEntry>, entry: AcmeEntry) {
  const others = [...entries.values()].filter(({ id }) => id !== entry.id)
  if (others.some(({ start, end }) => start < entry.end && end > entry.start)) return { status: 409 }
  entries.set(entry.id, entry)
  return { body: entry }
}

const entry = (time: 1 | 2 | 3): CalendarEntry => ({
  entryId: randomUUID().replaceAll('-', ''),
  appointmentId: randomUUID(),
  calendar: 'shop',
  start: `2026-12-07T1${time}:00:00Z`,
  end: `2026-12-07T1${time}:45:00Z`,
  zone: 'Europe/Berlin',
  title: 'Haircut',
  attendee: { name: 'Lena Öztürk', language: 'de' },
})

async function setup(): Promise<CalendarWorld> {
  const entries = new Map<string, AcmeEntry>()
  const acme = startAcme(entries)
  const folder = new URL('.', import.meta.url)
  const { ctx } = createTestContext({ folder, settings: { api_key: 'a-key-of-acme' }, wire: acme.fetch })
  return {
    plugin,
    ctx,
    trouble: acme,
    entry,
    refusesTaken: true,
    countOf: async (entryId) => Number(entries.has(entryId)),
    async block({ start, end }) {
      const id = randomUUID()
      entries.set(id, { id, start, end })
      return async () => void entries.delete(id)
    },
  }
}

calendarContract({ test, setup })
