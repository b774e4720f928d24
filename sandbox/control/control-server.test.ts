import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Sandbox, startSandbox } from '../index.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts'

let sandbox: Sandbox
let receiver: WebhookReceiver

beforeAll(async () => {
  receiver = await startWebhookReceiver()
  sandbox = await startSandbox({ now: () => Date.parse('2026-11-22T08:00:00Z') })
})
beforeEach(() => control('POST', '/reset'))
afterAll(async () => {
  await sandbox.stop()
  await receiver.close()
})

async function send(
  url: string,
  method: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...options.headers },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

const control = (method: string, path: string, body?: unknown) =>
  send(`${sandbox.addresses.control}${path}`, method, { body })

const calcom = (method: string, path: string, body?: unknown) =>
  send(`${sandbox.addresses.calcom}${path}`, method, {
    body,
    headers: { authorization: `Bearer ${sandbox.apiKeys.calcom}`, 'cal-api-version': '2024-08-13' },
  })

const bookingBody = {
  start: '2026-12-07T09:00:00Z',
  eventTypeId: 7,
  attendee: { name: 'Lena', email: 'lena@example.com', timeZone: 'Europe/Berlin' },
}

describe('what is there', () => {
  test('the root names every address, key and extra route', async () => {
    const { body } = await control('GET', '/')
    expect(body.addresses).toEqual(sandbox.addresses)
    expect(body.api_keys).toEqual(sandbox.apiKeys)
    expect(body.routes).toContain('POST /google_calendar/tokens/revoke')
  })

  test('the state of a provider is its objects', async () => {
    await calcom('POST', '/v2/bookings', bookingBody)
    const { body } = await control('GET', '/state/calcom')
    expect(body.bookings).toMatchObject([{ status: 'accepted', attendee: { name: 'Lena' } }])
  })

  test('a route that does not exist is 404, a provider that does not exist 422', async () => {
    expect((await control('GET', '/nothing')).status).toBe(404)
    const { status, body } = await control('GET', '/state/outlook')
    expect([status, body.error]).toEqual([
      422,
      expect.stringContaining('There is no provider "outlook". Known: calcom'),
    ])
  })
})

describe('faults', () => {
  test('they are set, listed and cleared per provider, and used up', async () => {
    expect(await control('PUT', '/faults/calcom', { status: 503, times: 2 })).toEqual({
      status: 200,
      body: [{ status: 503, times: 2 }],
    })
    expect((await calcom('GET', '/v2/me')).status).toBe(503)
    expect((await control('GET', '/faults')).body).toMatchObject({
      calcom: [{ status: 503, times: 1 }],
      google_calendar: [],
    })
    await control('DELETE', '/faults/calcom')
    expect((await calcom('GET', '/v2/me')).status).toBe(200)
    await control('PUT', '/faults/calcom', [{ reset: true }])
    await expect(calcom('GET', '/v2/me')).rejects.toThrow()
    await control('DELETE', '/faults')
    expect((await calcom('GET', '/v2/me')).status).toBe(200)
  })

  test('bad input is 422 with the reason, and leaves the old faults', async () => {
    await control('PUT', '/faults/calcom', { hang: true, path: '/x' })
    const { status, body } = await control('PUT', '/faults/calcom', { statuss: 500 })
    expect([status, body.error]).toEqual([422, expect.stringContaining('Unknown field "statuss"')])
    expect((await control('GET', '/faults/calcom')).body).toEqual([{ hang: true, path: '/x' }])
    const broken = await fetch(`${sandbox.addresses.control}/faults/calcom`, { method: 'PUT', body: '{' })
    expect(broken.status).toBe(422)
  })
})

describe('the journal', () => {
  test('counts the effects at the provider, from a place on', async () => {
    await calcom('POST', '/v2/bookings', bookingBody)
    const { body } = await control('GET', '/journal/calcom')
    expect(body.requests).toMatchObject([
      { method: 'POST', path: '/v2/bookings', body: bookingBody, status: 201 },
    ])
    await calcom('GET', '/v2/me')
    const later = await control('GET', `/journal/calcom?after=${body.last}`)
    expect(later.body.requests).toMatchObject([{ path: '/v2/me' }])
    await control('DELETE', '/journal/calcom')
    expect((await control('GET', '/journal/calcom')).body).toMatchObject({
      requests: [],
      last: later.body.last,
    })
  })

  test('a place that is no number is 422', async () => {
    expect((await control('GET', '/journal/calcom?after=yesterday')).status).toBe(422)
  })
})

describe('behind the back of the hub', () => {
  const triggers = ['BOOKING_CREATED', 'BOOKING_CANCELLED', 'BOOKING_RESCHEDULED']
  const subscribe = () =>
    calcom('POST', '/v2/webhooks', { subscriberUrl: receiver.url, triggers, active: true, secret: 's' })
  const since = (seen: number) => receiver.received.slice(seen).map(({ body }) => body)

  test('the owner books, moves and cancels in the dashboard, and the webhooks say so', async () => {
    await subscribe()
    const seen = receiver.received.length
    const booked = await control('POST', '/calcom/bookings', bookingBody)
    expect(booked.status).toBe(201)
    const moved = await control('POST', `/calcom/bookings/${booked.body.uid}/reschedule`, {
      start: '2026-12-07T11:00:00Z',
    })
    await control('POST', `/calcom/bookings/${moved.body.uid}/cancel`, { request_reschedule: true })
    expect(since(seen)).toMatchObject([
      { triggerEvent: 'BOOKING_CREATED' },
      { triggerEvent: 'BOOKING_RESCHEDULED', payload: { rescheduleUid: booked.body.uid } },
      {
        triggerEvent: 'BOOKING_CANCELLED',
        payload: { requestReschedule: true, cancelledBy: 'pro@example.com' },
      },
    ])
  })

  test('what the provider would refuse is 422', async () => {
    const { status, body } = await control('POST', '/calcom/bookings', {
      ...bookingBody,
      start: '2026-12-07T20:00:00Z',
    })
    expect([status, body.error]).toEqual([422, expect.stringContaining('not available')])
    expect((await control('POST', '/calcom/bookings/none/cancel')).status).toBe(422)
    expect((await control('PUT', '/calcom/busy-times', [{ start: 'x' }])).status).toBe(422)
  })

  test('webhooks held back are sent by a flush', async () => {
    await subscribe()
    await control('PUT', '/faults/calcom', { webhooks: { delay_ms: 600_000 } })
    const seen = receiver.received.length
    await control('POST', '/calcom/bookings', bookingBody)
    expect((await control('GET', '/webhooks/calcom')).body.waiting).toHaveLength(1)
    expect(since(seen)).toEqual([])
    expect((await control('POST', '/webhooks/calcom/flush')).body).toEqual({ waiting: [] })
    expect(since(seen)).toHaveLength(1)
  })

  test('the limit of requests can be lowered and lifted', async () => {
    await control('PUT', '/calcom/rate-limit', { limit: 1 })
    expect([(await calcom('GET', '/v2/me')).status, (await calcom('GET', '/v2/me')).status]).toEqual([
      200, 429,
    ])
    await control('PUT', '/calcom/rate-limit', { limit: null })
    expect((await calcom('GET', '/v2/me')).status).toBe(200)
  })

  test('the owner of the calendar adds, moves and deletes an event; tokens of every kind can be ended', async () => {
    const granted = await control('POST', '/google_calendar/grants')
    const google = (path: string) =>
      send(`${sandbox.addresses.google_calendar}/calendar/v3${path}`, 'GET', {
        headers: { authorization: `Bearer ${granted.body.access_token}` },
      })
    const added = await control('POST', '/google_calendar/events', {
      summary: 'Dentist',
      start: { dateTime: '2026-12-01T09:00:00Z' },
      end: { dateTime: '2026-12-01T10:00:00Z' },
    })
    const first = await google('/calendars/primary/events')
    expect(first.body.items).toMatchObject([{ summary: 'Dentist' }])
    const path = `/google_calendar/events/${added.body.id}`
    await control('PATCH', path, { start: { dateTime: '2026-12-01T09:30:00Z' } })
    await control('DELETE', path)
    const sync = `/calendars/primary/events?syncToken=${encodeURIComponent(first.body.nextSyncToken)}`
    expect((await google(sync)).body.items).toMatchObject([{ id: added.body.id, status: 'cancelled' }])
    await control('POST', '/google_calendar/sync-tokens/expire')
    expect((await google(sync)).status).toBe(410)
    await control('POST', '/google_calendar/tokens/revoke')
    expect((await google('/calendars/primary/events')).status).toBe(401)
  })
})
