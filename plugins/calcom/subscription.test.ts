import { createTestContext, startHookReceiver } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { plugin } from './index.ts'
import { subscription } from './subscription.ts'
import { TRIGGERS } from './triggers.ts'

const sandbox = await startSandbox({ now: () => Date.parse('2026-11-22T08:00:00Z') })
const standIn = sandbox.standIn('calcom')
const hooks = await startHookReceiver()
const settings = { api_key: sandbox.apiKeys.calcom, base_url: sandbox.addresses.calcom }
const watch = { id: '6f2d3c1a-0000-7000-8000-000000000001', secret: 'made-by-the-host', calendar: null }
const { ctx } = createTestContext({
  folder: new URL('.', import.meta.url),
  settings,
  hooks: hooks.base,
  watches: [watch],
})
const address = ctx.hookUrl('bookings')

interface Stored {
  id: number
  subscriberUrl: string
  triggers: string[]
  active: boolean
}

const stored = (): Stored[] => Object(standIn.state).webhooks
const open = (id = watch.id) => subscription.open(ctx, { ...watch, id, address })
const close = (reference: Record<string, string> | null, id = watch.id) =>
  subscription.close(ctx, { id, calendar: null, reference })
const stands = (reference: Record<string, string>, at = address) =>
  subscription.stands?.(ctx, { id: watch.id, calendar: null, address: at, reference })

beforeEach(() => {
  standIn.reset()
  standIn.faults.set([])
  hooks.clear()
})
afterAll(async () => {
  await sandbox.stop()
  await hooks.close()
})

async function ownerBooks(): Promise<void> {
  const attendee = { name: 'Walk-in', email: 'walk-in@example.com', timeZone: 'Europe/Berlin' }
  const body = JSON.stringify({ start: '2026-12-07T09:00:00Z', eventTypeId: 7, attendee })
  await fetch(`${sandbox.addresses.control}/calcom/bookings`, { method: 'POST', body })
}

test('it asks for every trigger that matters, and what comes is genuine and says so', async () => {
  await open()
  expect(stored()).toMatchObject([{ triggers: [...TRIGGERS], active: true, secret: watch.secret }])
  await ownerBooks()
  const [delivery] = await hooks.waitFor(1)
  const hook = plugin.webhooks?.bookings
  if (!delivery || !hook) throw new Error('nothing came')
  expect(await hook.verify(ctx, delivery)).toEqual({ genuine: true })
  expect(await hook.facts(ctx, delivery)).toEqual([{ type: 'calendar.changed', sync: 'bookings' }])
})

test('the next one is opened beside the one before, of which nothing is left once it is closed', async () => {
  const first = await open()
  await open('6f2d3c1a-0000-7000-8000-000000000002')
  expect(stored()).toHaveLength(2)
  await close(first.reference)
  await close(first.reference)
  expect(stored().map(({ subscriberUrl }) => subscriberUrl)).toEqual([
    `${address}?watch=6f2d3c1a-0000-7000-8000-000000000002`,
  ])
})

test('one whose answer was lost is found by its id and closed; one that never was is done', async () => {
  standIn.faults.set([{ method: 'POST', error_after: true, times: 1 }])
  await expect(open()).rejects.toMatchObject({ name: 'RetryLater' })
  expect(stored()).toHaveLength(1)
  await close(null, '6f2d3c1a-0000-7000-8000-000000000009')
  expect(stored()).toHaveLength(1)
  await close(null)
  expect(stored()).toEqual([])
})

test('it stands until somebody removes it, switches it off, or leaves too little of it', async () => {
  const { reference } = await open()
  expect(await stands(reference)).toBe(true)
  expect(await stands(reference, 'https://elsewhere.example/hooks/1/bookings')).toBe(false)
  const [webhook] = stored()
  if (!webhook) throw new Error('it should stand')
  webhook.triggers = ['BOOKING_CREATED']
  expect(await stands(reference)).toBe(false)
  Object.assign(webhook, { triggers: [...TRIGGERS], active: false })
  expect(await stands(reference)).toBe(false)
  stored().length = 0
  expect(await stands(reference)).toBe(false)
})

test('a Cal.com that does not know all triggers is asked for those that every one knows', async () => {
  standIn.faults.set([{ method: 'POST', status: 400, times: 1 }])
  const { reference } = await open()
  expect(stored()[0]?.triggers).toHaveLength(5)
  expect(await stands(reference)).toBe(true)
})

test.each([404, 403])(
  'a Cal.com that lets nobody make webhooks refuses, and the connection is fine: %s',
  async (status) => {
    standIn.faults.set([{ path: '/v2/webhooks', status }])
    await expect(open()).rejects.toMatchObject({ name: 'Refused', code: String(status) })
  },
)

test.each(['/api', '/api/', '/api/v2', '/api/v2/'])(
  'an API under %s of a host is called there',
  async (at) => {
    const urls: string[] = []
    const own = createTestContext({
      folder: new URL('.', import.meta.url),
      settings: { ...settings, base_url: `https://cal.example.com${at}` },
      wire: async (input) => {
        urls.push(String(input instanceof Request ? input.url : input))
        return Response.json({ status: 'success', data: {} })
      },
    })
    await plugin.check(own.ctx)
    expect(urls).toEqual([
      'https://cal.example.com/api/v2/me',
      'https://cal.example.com/api/v2/bookings?take=1',
    ])
  },
)

test('an address without the API, or with an older one, is a wrong setting', async () => {
  standIn.faults.set([{ path: '/v2/bookings', status: 404 }])
  await expect(plugin.check(ctx)).rejects.toMatchObject({ name: 'Misconfigured', field: 'base_url' })
})
