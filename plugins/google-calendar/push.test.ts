import { randomBytes, randomUUID } from 'node:crypto'
import {
  createTestContext,
  type HookReceiver,
  startHookReceiver,
  webhookContract,
} from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { eventChannels } from './channels.ts'
import { plugin } from './index.ts'

const NOW = Date.parse('2026-11-22T08:00:00Z')
const sandbox = await startSandbox({ now: () => NOW })
const standIn = sandbox.standIn('google_calendar')
const CALENDAR = 'team@group.calendar.google.com'
let hooks: HookReceiver

beforeAll(async () => {
  hooks = await startHookReceiver()
})
afterAll(async () => {
  await hooks.close()
  await sandbox.stop()
})

async function control(path: string, body: object): Promise<Record<string, string>> {
  const url = `${sandbox.addresses.control}/google_calendar${path}`
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  return (await answer.json()) as Record<string, string>
}

/** A connection with one open channel. */
async function world() {
  standIn.reset()
  hooks.clear()
  const { access_token: token = '' } = await control('/grants', {})
  const watch = { id: randomUUID(), secret: randomBytes(32).toString('base64url'), calendar: CALENDAR }
  const { ctx } = createTestContext({
    folder: new URL('.', import.meta.url),
    settings: {
      client_id: sandbox.apiKeys.google_client_id,
      client_secret: sandbox.apiKeys.google_client_secret,
      base_url: sandbox.addresses.google_calendar,
    },
    accessToken: async () => token,
    now: NOW,
    hooks: hooks.base,
    watches: [watch],
  })
  const opened = await eventChannels.open(ctx, { ...watch, address: ctx.hookUrl('push') })
  return { ctx, watch, opened }
}

const change = () =>
  control(`/events?calendar_id=${CALENDAR}`, {
    start: { dateTime: '2026-12-01T09:00:00Z' },
    end: { dateTime: '2026-12-01T10:00:00Z' },
  })

describe('push messages', () =>
  webhookContract({
    test,
    setup: async () => {
      const { ctx } = await world()
      await change()
      const [first, second] = await hooks.waitFor(2)
      if (!first || !second) throw new Error('two messages came in')
      return { plugin, ctx, hook: 'push', deliveries: [first, second], secrets: [], provenBy: 'watch' }
    },
  }))

test('the first message says nothing, each other one that the events are to be read', async () => {
  const { ctx, opened } = await world()
  await change()
  const told = await hooks.waitFor(2)
  const facts = await Promise.all(told.map((message) => plugin.webhooks?.push?.facts(ctx, message)))
  expect(facts).toEqual([[], [{ type: 'calendar.changed', sync: 'events' }]])
  expect(opened.expiresAt).toBe(NOW + 7 * 86_400_000)
})

test('a channel that was closed tells nothing; closing again, or one that has ended, is done', async () => {
  const { ctx, watch, opened } = await world()
  await hooks.waitFor(1)
  const close = (reference: Record<string, string> | null) =>
    eventChannels.close(ctx, { id: watch.id, calendar: CALENDAR, reference })
  await close(opened.reference)
  await change()
  await close(opened.reference)
  await close(null)
  expect(hooks.received).toHaveLength(1)
})

test('an address that Google cannot reach is refused, an outage is not', async () => {
  const { ctx, watch } = await world()
  const open = (address: string) => eventChannels.open(ctx, { ...watch, id: randomUUID(), address })
  await expect(open('http://hub.example.com/hooks/c/push')).rejects.toMatchObject({
    name: 'Refused',
    code: 'webhookUrlNotHttps',
  })
  standIn.faults.set([{ status: 503 }])
  await expect(open('https://hub.example.com/hooks/c/push')).rejects.toMatchObject({ name: 'RetryLater' })
})
