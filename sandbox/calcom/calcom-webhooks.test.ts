import { createHmac } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { book as bookAt, callCalcom, monday, uidOf, useCalcom } from '../testing/use-calcom.ts'

const desk = useCalcom()
const call = (
  method: string,
  path: string,
  options: { body?: object; headers?: Record<string, string> } = {},
) => callCalcom(desk(), `${method} ${path}`, options)
const book = (extra: object = {}) => bookAt(desk(), extra)
const subscribe = (triggers: string[], secret: string | undefined = 'shh') =>
  call('POST', '/v2/webhooks', {
    body: { subscriberUrl: desk().receiver.url, triggers, active: true, secret },
  })
const events = () => desk().receiver.received.map(({ body }) => String(Object(body).triggerEvent))

describe('webhooks', () => {
  test('the signature is the bare hex HMAC of the raw body', async () => {
    await subscribe(['BOOKING_CREATED'])
    await book()
    const [webhook] = desk().receiver.received
    const expected = createHmac('sha256', 'shh')
      .update(webhook?.raw ?? '')
      .digest('hex')
    expect(webhook?.headers['x-cal-signature-256']).toBe(expected)
    expect(webhook?.headers['x-cal-webhook-version']).toBe('2021-10-20')
  })

  test('without a secret the signature header says so', async () => {
    desk().running.state.webhooks = []
    await call('POST', '/v2/webhooks', {
      body: { subscriberUrl: desk().receiver.url, triggers: ['BOOKING_CREATED'], active: true },
    })
    await book()
    expect(desk().receiver.received[0]?.headers['x-cal-signature-256']).toBe('no-secret-provided')
  })

  test('a booking is told before the call that made it is answered', async () => {
    await subscribe(['BOOKING_CREATED', 'BOOKING_CANCELLED'])
    const uid = uidOf(await book())
    expect(desk().receiver.received[0]?.body).toMatchObject({
      triggerEvent: 'BOOKING_CREATED',
      payload: {
        uid,
        status: 'ACCEPTED',
        startTime: `${monday}T09:00:00Z`,
        metadata: { hubBookingId: 'bk_91' },
        organizer: { utcOffset: 60 },
      },
    })
  })

  test('a move names the old uid and times, a cancellation who and why', async () => {
    await subscribe(['BOOKING_RESCHEDULED', 'BOOKING_CANCELLED'])
    const old = uidOf(await book())
    const uid = uidOf(
      await call('POST', `/v2/bookings/${old}/reschedule`, { body: { start: `${monday}T13:00:00Z` } }),
    )
    await call('POST', `/v2/bookings/${uid}/cancel`, { body: { cancellationReason: 'ill' } })
    expect(desk().receiver.received.map(({ body }) => body)).toMatchObject([
      {
        triggerEvent: 'BOOKING_RESCHEDULED',
        payload: { uid, rescheduleUid: old, iCalSequence: 1, rescheduleStartTime: `${monday}T09:00:00.000Z` },
      },
      {
        triggerEvent: 'BOOKING_CANCELLED',
        payload: { uid, cancellationReason: 'ill', requestReschedule: false },
      },
    ])
  })

  test('a request is told as requested, its confirmation as created, its refusal as rejected', async () => {
    await subscribe(['BOOKING_REQUESTED', 'BOOKING_CREATED', 'BOOKING_REJECTED', 'BOOKING_RESCHEDULED'])
    const one = uidOf(await book({ eventTypeId: 9 }))
    await call('POST', `/v2/bookings/${one}/confirm`)
    const two = uidOf(
      await call('POST', `/v2/bookings/${one}/reschedule`, { body: { start: `${monday}T14:00:00Z` } }),
    )
    await call('POST', `/v2/bookings/${two}/decline`, { body: {} })
    expect(events()).toEqual([
      'BOOKING_REQUESTED',
      'BOOKING_CREATED',
      'BOOKING_REQUESTED',
      'BOOKING_REJECTED',
    ])
  })

  test('a no-show has a payload of its own', async () => {
    await subscribe(['BOOKING_NO_SHOW_UPDATED'])
    const uid = uidOf(await book())
    const attendees = [{ email: 'john.doe@example.com', absent: true }]
    await call('POST', `/v2/bookings/${uid}/mark-absent`, { body: { attendees } })
    expect(desk().receiver.received[0]?.body).toMatchObject({
      payload: { bookingUid: uid, attendees: [{ email: 'john.doe@example.com', noShow: true }] },
    })
  })

  test('only the subscribed triggers of active webhooks are sent, those of an event type only for it', async () => {
    const { body } = await subscribe(['BOOKING_CREATED'])
    await call('PATCH', `/v2/webhooks/${Object(body.data).id}`, { body: { active: false } })
    const url = { subscriberUrl: `${desk().receiver.url}/type`, triggers: ['BOOKING_CREATED'], active: true }
    await call('POST', '/v2/event-types/8/webhooks', { body: url })
    await book()
    await book({ eventTypeId: 8, start: `${monday}T10:00:00Z` })
    expect(desk().receiver.received.map(({ path }) => path)).toEqual(['/hook/type'])
  })

  test('a subscriber that fails is not tried again', async () => {
    await subscribe(['BOOKING_CREATED'])
    desk().receiver.answerWith(500)
    expect((await book()).status).toBe(201)
    await desk().running.webhooks.idle()
    expect(desk().receiver.received).toHaveLength(1)
  })

  test('duplicated, late, reordered and lost ones arrive so', async () => {
    await subscribe(['BOOKING_CREATED', 'BOOKING_CANCELLED'])
    desk().running.faults.set([
      { webhooks: { reorder: true }, times: 1 },
      { webhooks: { duplicate: true }, times: 1 },
      { webhooks: { lose: true }, times: 1 },
      { webhooks: { delay_ms: 60_000 }, times: 1 },
    ])
    const uid = uidOf(await book())
    await call('POST', `/v2/bookings/${uid}/cancel`, { body: {} })
    expect(events()).toEqual(['BOOKING_CANCELLED', 'BOOKING_CANCELLED', 'BOOKING_CREATED'])
    const lost = uidOf(await book())
    await call('POST', `/v2/bookings/${lost}/cancel`, { body: {} })
    expect(events()).toHaveLength(3)
    await desk().running.webhooks.flush()
    expect(events().at(-1)).toBe('BOOKING_CANCELLED')
    expect(desk().receiver.received).toHaveLength(4)
  })

  test('an unknown trigger and a second webhook to the same address are refused', async () => {
    expect((await subscribe(['BOOKING_CONFIRMED'])).status).toBe(400)
    expect((await subscribe(['BOOKING_CREATED'])).status).toBe(201)
    expect((await subscribe(['BOOKING_CREATED'])).status).toBe(409)
  })
})
