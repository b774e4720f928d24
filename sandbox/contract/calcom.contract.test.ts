import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { signCalcomWebhook } from '../calcom/calcom-signature.ts'
import { calcom } from '../calcom/calcom-stand-in.ts'
import type { RunningStandIn } from '../engine/index.ts'
import { loadOpenapi } from '../testing/openapi-contract.ts'
import { shapeOf } from '../testing/shape-of.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../testing/webhook-receiver.ts'

const anything = {}
const time = { type: 'string', pattern: '^\\d\\d:\\d\\d$' }

// Mistakes of the published document: patterns that are names of constants, an enum on the list instead of its items,
// object where a number, a text or a flag is meant.
const contract = loadOpenapi('calcom', {
  'ScheduleAvailabilityInput_2024_06_11/days': { type: 'array', items: { type: 'string' } },
  'ScheduleAvailabilityInput_2024_06_11/startTime': time,
  'ScheduleAvailabilityInput_2024_06_11/endTime': time,
  'ScheduleOverrideInput_2024_06_11/startTime': time,
  'ScheduleOverrideInput_2024_06_11/endTime': time,
  'EventTypeOutput_2024_06_14/slotInterval': { type: 'number', nullable: true },
  'DestinationCalendar/id': anything,
})
const suite = contract ? describe : describe.skip

const versions: Record<string, string> = {
  slots: '2024-09-04',
  bookings: '2024-08-13',
  'event-types': '2024-06-14',
  schedules: '2024-06-11',
}
const day = '2026-12-07'
const now = Date.parse('2026-11-22T08:00:00Z')
const attendee = {
  name: 'John Doe',
  email: 'john.doe@example.com',
  timeZone: 'Europe/Berlin',
  language: 'en',
}
const bookingBody = (hour: string, extra: object = {}) => ({
  start: `${day}T${hour}:00:00Z`,
  eventTypeId: 7,
  attendee,
  metadata: { integrationHub: 'ref-1' },
  ...extra,
})

let running: RunningStandIn
let receiver: WebhookReceiver

beforeAll(async () => {
  receiver = await startWebhookReceiver()
  running = await calcom.start({ port: 0, now: () => now, apiKeys: {}, save: () => {}, retryDelayFactor: 1 })
})
afterAll(async () => {
  await running.stop()
  await receiver.close()
})

type Call = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: object
  documented?: boolean
}

/** Makes a call and holds both sides of it against the document; answers the data. */
async function keeps(operation: string, { params = {}, query = {}, body, documented = true }: Call = {}) {
  const [method = '', template = ''] = operation.split(' ')
  const path = template.replaceAll(/\{(\w+)\}/g, (_whole, name) => params[name] ?? '')
  if (body) expect(contract?.request(operation, body)).toEqual([])
  expect(contract?.parameters(operation)).toEqual(expect.arrayContaining(Object.keys(query)))
  const answer = await fetch(`${running.address}${path}?${new URLSearchParams(query)}`, {
    method,
    headers: {
      authorization: 'Bearer cal_live_sandbox',
      'content-type': 'application/json',
      'cal-api-version': versions[template.split('/')[2] ?? ''] ?? '',
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const reply = await answer.json()
  if (documented) expect(contract?.reply(operation, answer.status, reply)).toEqual([])
  expect(answer.ok).toBe(true)
  return Object(reply).data
}

suite('the stand-in keeps the published contract', () => {
  test('which is a check that can fail', () => {
    expect(contract?.request('POST /v2/bookings', { start: `${day}T09:00:00Z` })).not.toEqual([])
    expect(contract?.reply('GET /v2/me', 200, { status: 'success', data: { id: '5' } })).not.toEqual([])
  })

  test('account and calendars', async () => {
    await keeps('GET /v2/me')
    await keeps('GET /v2/calendars')
    const query = {
      dateFrom: day,
      dateTo: day,
      timeZone: 'UTC',
      credentialId: '1',
      externalId: 'pro@example.com',
    }
    await keeps('GET /v2/calendars/busy-times', { query })
  })

  test('slots, whose schema leaves out the envelope and the objects its own example has', async () => {
    const query = { eventTypeId: '7', start: day, end: day, timeZone: 'Europe/Berlin', format: 'range' }
    const data = await keeps('GET /v2/slots', { query, documented: false })
    expect(data[day][0]).toEqual({ start: `${day}T09:00:00.000+01:00`, end: `${day}T10:00:00.000+01:00` })
  })

  test('reservations', async () => {
    const body = { eventTypeId: 7, slotStart: `${day}T15:00:00Z`, reservationDuration: 5 }
    const { reservationUid: uid } = await keeps('POST /v2/slots/reservations', { body })
    await keeps('PATCH /v2/slots/reservations/{uid}', { params: { uid }, body })
    // The schema of the GET refers to itself where the reservation should be.
    await keeps('GET /v2/slots/reservations/{uid}', { params: { uid }, documented: false })
    await keeps('DELETE /v2/slots/reservations/{uid}', { params: { uid } })
  })

  test('bookings', async () => {
    const one = (uid: string) => ({ bookingUid: uid })
    const { uid } = await keeps('POST /v2/bookings', { body: bookingBody('08') })
    await keeps('GET /v2/bookings/{bookingUid}', { params: one(uid) })
    const query = {
      status: 'upcoming',
      attendeeEmail: attendee.email,
      afterUpdatedAt: '2026-11-01T00:00:00Z',
      sortStart: 'asc',
      take: '10',
      skip: '0',
    }
    expect(await keeps('GET /v2/bookings', { query })).toHaveLength(1)
    const moved = await keeps('POST /v2/bookings/{bookingUid}/reschedule', {
      params: one(uid),
      body: { start: `${day}T10:00:00Z`, reschedulingReason: 'later' },
    })
    const attendees = [{ email: attendee.email, absent: true }]
    await keeps('POST /v2/bookings/{bookingUid}/mark-absent', { params: one(moved.uid), body: { attendees } })
    await keeps('POST /v2/bookings/{bookingUid}/cancel', {
      params: one(moved.uid),
      body: { cancellationReason: 'ill' },
    })
    const request = await keeps('POST /v2/bookings', { body: bookingBody('12', { eventTypeId: 9 }) })
    await keeps('POST /v2/bookings/{bookingUid}/confirm', { params: one(request.uid) })
    const other = await keeps('POST /v2/bookings', { body: bookingBody('14', { eventTypeId: 9 }) })
    await keeps('POST /v2/bookings/{bookingUid}/decline', {
      params: one(other.uid),
      body: { reason: 'away' },
    })
  })

  test('event types and schedules', async () => {
    const eventType = { title: 'Cut', slug: 'cut', lengthInMinutes: 45 }
    const made = await keeps('POST /v2/event-types', { body: eventType })
    const params = { eventTypeId: String(made.id) }
    await keeps('GET /v2/event-types')
    await keeps('GET /v2/event-types/{eventTypeId}', { params })
    await keeps('PATCH /v2/event-types/{eventTypeId}', { params, body: { lengthInMinutes: 30 } })
    await keeps('DELETE /v2/event-types/{eventTypeId}', { params })
    const schedule = { name: 'Late', timeZone: 'Europe/Berlin', isDefault: false }
    const { id } = await keeps('POST /v2/schedules', { body: schedule })
    const scheduleId = { scheduleId: String(id) }
    await keeps('GET /v2/schedules')
    await keeps('GET /v2/schedules/default')
    const overrides = [{ date: day, startTime: '10:00', endTime: '11:00' }]
    await keeps('PATCH /v2/schedules/{scheduleId}', { params: scheduleId, body: { overrides } })
    await keeps('GET /v2/schedules/{scheduleId}', { params: scheduleId })
    await keeps('DELETE /v2/schedules/{scheduleId}', { params: scheduleId })
  })

  test('webhooks', async () => {
    const body = {
      subscriberUrl: receiver.url,
      triggers: ['BOOKING_CREATED'],
      active: true,
      secret: 's',
      version: '2021-10-20',
    }
    const { id } = await keeps('POST /v2/webhooks', { body })
    const params = { webhookId: String(id) }
    await keeps('GET /v2/webhooks', { query: { take: '10', skip: '0' } })
    await keeps('PATCH /v2/webhooks/{webhookId}', { params, body: { active: false } })
    await keeps('GET /v2/webhooks/{webhookId}', { params })
    await keeps('DELETE /v2/webhooks/{webhookId}', { params })
    await keeps('POST /v2/event-types/{eventTypeId}/webhooks', { params: { eventTypeId: '7' }, body })
    await keeps('GET /v2/event-types/{eventTypeId}/webhooks', { params: { eventTypeId: '7' } })
  })
})

suite('the stand-in looks like the recorded bodies', () => {
  const triggers = ['CREATED', 'REQUESTED', 'REJECTED', 'RESCHEDULED', 'CANCELLED', 'NO_SHOW_UPDATED'].map(
    (name) => `BOOKING_${name}`,
  )
  const owner = (path: string, body: object) =>
    running.controlRoutes.find((route) => route.path === path)?.handle(asRequest(path, body))
  const asRequest = (route: string, body: object) => ({
    method: 'POST',
    path: '',
    query: new URLSearchParams(),
    headers: {},
    raw: Buffer.alloc(0),
    body,
    malformed: false,
    route,
    params: { bookingUid: '' },
  })

  beforeAll(async () => {
    running.reset()
    receiver.answerWith()
    await keeps('POST /v2/webhooks', {
      body: { subscriberUrl: receiver.url, triggers, active: true, secret: 's' },
    })
    const { uid } = await keeps('POST /v2/bookings', { body: bookingBody('08') })
    const move = { params: { bookingUid: uid }, body: { start: `${day}T10:00:00Z` } }
    const moved = await keeps('POST /v2/bookings/{bookingUid}/reschedule', move)
    const params = { bookingUid: moved.uid }
    await keeps('POST /v2/bookings/{bookingUid}/mark-absent', {
      params,
      body: { attendees: [{ email: attendee.email, absent: true }] },
    })
    await keeps('POST /v2/bookings/{bookingUid}/cancel', {
      params,
      body: { cancellationReason: 'Schedule conflict' },
    })
    const request = await keeps('POST /v2/bookings', { body: bookingBody('12', { eventTypeId: 9 }) })
    await keeps('POST /v2/bookings/{bookingUid}/decline', {
      params: { bookingUid: request.uid },
      body: { reason: 'Not available' },
    })
    await owner('/calcom/bookings', bookingBody('14'))
  })

  test.each(['created', 'requested', 'rejected', 'rescheduled', 'cancelled', 'no_show_updated'])(
    'BOOKING %s',
    (name) => {
      const recorded = contract?.fixture(`webhook.booking_${name}`)
      const trigger = `BOOKING_${name.toUpperCase()}`
      const sent = receiver.received.find(({ body }) => Object(body).triggerEvent === trigger)?.body
      // Metadata is the client's own.
      const shape = (body: unknown) =>
        shapeOf(body)
          .filter((place) => !place.startsWith('payload.metadata'))
          .sort()
      expect(shape(sent)).toEqual(shape(recorded))
    },
  )

  test('the refusal of a taken slot', async () => {
    const answer = await fetch(`${running.address}/v2/bookings`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer cal_live_sandbox',
        'content-type': 'application/json',
        'cal-api-version': '2024-08-13',
      },
      body: JSON.stringify(bookingBody('14')),
    })
    const timestamp = expect.any(String)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ ...Object(contract?.fixture('error.http')), timestamp })
  })

  test('the answer over the request limit', async () => {
    const recorded = Object(contract?.fixture('error.rate_limited'))
    running.faults.set([{ status: 429, times: 1 }])
    const answer = await fetch(`${running.address}/v2/slots`)
    expect(answer.status).toBe(recorded.http_status)
    for (const [name, value] of Object.entries(recorded.headers)) expect(answer.headers.get(name)).toBe(value)
    expect(await answer.json()).toEqual({ ...recorded.body, timestamp: expect.any(String) })
  })

  test('the signature of the worked example', () => {
    const vectors = new URL('../../../shared/specs/signature-vectors.json', import.meta.url)
    const { calcom: vector } = JSON.parse(readFileSync(vectors, 'utf8'))
    expect(signCalcomWebhook(vector.secret, vector.body)).toBe(vector.header_value)
    expect(signCalcomWebhook(undefined, vector.body)).toBe(vector.without_secret_header_value)
  })
})
