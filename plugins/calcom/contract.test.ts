import { randomBytes, randomUUID } from 'node:crypto'
import type { CalendarEntry, KnownWatch } from '@askpro/plugin-sdk'
import {
  type CalendarWorld,
  calendarContract,
  createTestContext,
  type ProviderTrouble,
  startHookReceiver,
  type WebhookWorld,
  webhookContract,
} from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, describe, test } from '@jest/globals'
import { plugin } from './index.ts'
import { subscription } from './subscription.ts'

const sandbox = await startSandbox({ now: () => Date.parse('2026-11-22T08:00:00Z') })
const standIn = sandbox.standIn('calcom')
const hooks = await startHookReceiver()
const base = sandbox.addresses.calcom
const settings = { api_key: sandbox.apiKeys.calcom, base_url: base }

afterAll(async () => {
  await sandbox.stop()
  await hooks.close()
})

/** Faults that let so many writes pass. */
const fine = (times: number) => (times > 0 ? [{ method: 'POST', latency_ms: 0, times }] : [])

const trouble: ProviderTrouble = {
  refuseCredentials: () => standIn.faults.set([{ expired_token: true }]),
  limitRate: () => {
    standIn.faults.set([{ status: 429 }])
    return 60_000
  },
  goDown: () => standIn.faults.set([{ status: 500 }]),
  failWrite: (nth) => standIn.faults.set([...fine(nth - 1), { method: 'POST', status: 500, times: 1 }]),
  loseAnswer: (nth) =>
    standIn.faults.set([...fine(nth - 1), { method: 'POST', error_after: true, times: 1 }]),
  recover: () => standIn.faults.set([]),
}

const HOURS = { 1: '09', 2: '11', 3: '13' }

function entry(time: 1 | 2 | 3): CalendarEntry {
  return {
    entryId: randomUUID().replaceAll('-', ''),
    appointmentId: randomUUID(),
    calendar: '7',
    start: `2026-12-07T${HOURS[time]}:00:00Z`,
    end: `2026-12-07T${Number(HOURS[time]) + 1}:00:00Z`,
    zone: 'Europe/Berlin',
    title: 'Haircut',
    attendee: { name: 'Lena Öztürk', phone: '+491713920011', language: 'de' },
  }
}

async function owner(path: string, body: object): Promise<{ uid: string }> {
  const answer = await fetch(`${sandbox.addresses.control}/calcom/bookings${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as { uid: string }
}

interface StoredBooking {
  status: string
  metadata: Record<string, string>
  attendee: { absent: boolean }
}

const liveOf = (entryId: string): StoredBooking[] => {
  const bookings: StoredBooking[] = Object(standIn.state).bookings
  const live = bookings.filter(({ status }) => status === 'accepted' || status === 'pending')
  return live.filter(({ metadata }) => metadata.hubEntryId === entryId)
}

async function world(watches: KnownWatch[] = []): Promise<CalendarWorld> {
  standIn.reset()
  const folder = new URL('.', import.meta.url)
  const { ctx } = createTestContext({ folder, settings, hooks: hooks.base, watches })
  return {
    plugin,
    ctx,
    trouble,
    entry,
    refusesTaken: true,
    countOf: async (entryId) => liveOf(entryId).length,
    countReserved: async () => Object(standIn.state).reservations.length,
    isAbsent: async (entryId) => liveOf(entryId).every(({ attendee }) => attendee.absent),
    block: async ({ start, calendar }) => {
      const attendee = { name: 'Walk-in', email: 'walk-in@example.com', timeZone: 'Europe/Berlin' }
      const { uid } = await owner('', { start, eventTypeId: Number(calendar), attendee })
      return async () => void (await owner(`/${uid}/cancel`, {}))
    },
  }
}

/** As the host does it: the webhook at Cal.com is the plugin's own. */
async function delivered(): Promise<WebhookWorld> {
  const watch = { id: randomUUID(), secret: randomBytes(32).toString('base64url'), calendar: null }
  const { ctx, block } = await world([watch])
  hooks.clear()
  await subscription.open(ctx, { ...watch, address: ctx.hookUrl('bookings') })
  await block(entry(1))
  await block(entry(2))
  const [one, other] = await hooks.waitFor(2)
  if (!one || !other) throw new Error('Two deliveries were expected.')
  return { plugin, ctx, hook: 'bookings', deliveries: [one, other], secrets: [] }
}

describe('calendar', () => calendarContract({ test, setup: () => world() }))
describe('webhook', () => webhookContract({ test, setup: delivered }))
