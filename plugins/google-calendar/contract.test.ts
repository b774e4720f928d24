import { randomUUID } from 'node:crypto'
import type { CalendarEntry } from '@askpro/plugin-sdk'
import {
  type CalendarWorld,
  calendarContract,
  createTestContext,
  type ProviderTrouble,
} from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, describe, test } from '@jest/globals'
import { plugin } from './index.ts'

const sandbox = await startSandbox({ now: () => Date.parse('2026-11-22T08:00:00Z') })
const standIn = sandbox.standIn('google_calendar')

afterAll(() => sandbox.stop())

/** Each call of this plugin writes once, so the n-th write of one method is the n-th call. */
const onWrite = <Fault extends object>(nth: number, fault: Fault) =>
  ['POST', 'PATCH', 'PUT'].flatMap((method) => [
    ...(nth > 1 ? [{ method, latency_ms: 0, times: nth - 1 }] : []),
    { ...fault, method, times: 1 },
  ])

const trouble: ProviderTrouble = {
  refuseCredentials: () => standIn.faults.set([{ expired_token: true }]),
  limitRate: () => {
    standIn.faults.set([{ status: 429, retry_after: 20 }])
    return 20_000
  },
  goDown: () => standIn.faults.set([{ status: 500 }]),
  failWrite: (nth) => standIn.faults.set(onWrite(nth, { status: 500 })),
  loseAnswer: (nth) => standIn.faults.set(onWrite(nth, { error_after: true })),
  recover: () => standIn.faults.set([]),
}

const HOURS = { 1: '09', 2: '11', 3: '13' }
const CALENDAR = 'team@group.calendar.google.com'

function entry(time: 1 | 2 | 3): CalendarEntry {
  return {
    entryId: randomUUID().replaceAll('-', ''),
    appointmentId: randomUUID(),
    calendar: CALENDAR,
    start: `2026-12-07T${HOURS[time]}:00:00Z`,
    end: `2026-12-07T${HOURS[time]}:45:00Z`,
    zone: 'Europe/Berlin',
    title: 'Haircut, Lena Öztürk',
    attendee: { name: 'Lena Öztürk', phone: '+491713920011', language: 'de' },
  }
}

async function control(method: string, path: string, body: object = {}): Promise<Record<string, string>> {
  const url = `${sandbox.addresses.control}/google_calendar${path}`
  const answer = await fetch(url, { method, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Record<string, string>
}

async function world(): Promise<CalendarWorld> {
  standIn.reset()
  const { access_token: token = '' } = await control('POST', '/grants')
  const { ctx } = createTestContext({
    folder: new URL('.', import.meta.url),
    settings: {
      client_id: sandbox.apiKeys.google_client_id,
      client_secret: sandbox.apiKeys.google_client_secret,
      base_url: sandbox.addresses.google_calendar,
    },
    accessToken: async () => token,
  })
  const query = `?calendar_id=${CALENDAR}`
  return {
    plugin,
    ctx,
    trouble,
    entry,
    refusesTaken: false,
    countOf: async (entryId) => {
      const events: Array<{ id: string; status: string }> = Object(standIn.state).events[CALENDAR] ?? []
      return events.filter(({ id, status }) => id === entryId && status !== 'cancelled').length
    },
    block: async ({ start, end }) => {
      const times = { start: { dateTime: start }, end: { dateTime: end } }
      const { id } = await control('POST', `/events${query}`, { summary: 'Dentist', ...times })
      return async () => void (await control('DELETE', `/events/${id}${query}`))
    },
  }
}

describe('calendar', () => calendarContract({ test, setup: world }))
