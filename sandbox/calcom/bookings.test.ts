import { beforeEach, describe, expect, test } from '@jest/globals'
import { book as bookAt, callCalcom, monday, uidOf, useCalcom } from '../testing/use-calcom.ts'

const desk = useCalcom()
const call = (
  method: string,
  path: string,
  options: { body?: object; headers?: Record<string, string> } = {},
) => callCalcom(desk(), `${method} ${path}`, options)
const book = (extra: object = {}) => bookAt(desk(), extra)
const taken = 'User either already has booking at this time or is not available'

describe('booking', () => {
  test('what was booked reads back the same, and is in the list', async () => {
    const created = await book()
    expect(created.status).toBe(201)
    expect(created.body.data).toMatchObject({
      status: 'accepted',
      start: '2026-12-07T09:00:00.000Z',
      end: '2026-12-07T10:00:00.000Z',
      duration: 60,
      metadata: { hubBookingId: 'bk_91' },
      attendees: [{ email: 'john.doe@example.com', absent: false }],
    })
    expect((await call('GET', `/v2/bookings/${uidOf(created)}`)).body.data).toEqual(created.body.data)
    expect((await call('GET', '/v2/bookings')).body.data).toEqual([created.body.data])
  })

  test('a taken slot is refused word for word as the provider does', async () => {
    await book()
    const again = await book({ attendee: { name: 'Other', email: 'other@example.com', timeZone: 'UTC' } })
    expect(again.status).toBe(400)
    expect(again.body).toMatchObject({
      status: 'error',
      path: '/v2/bookings',
      error: {
        code: 'BadRequestException',
        message: taken,
        details: { message: taken, error: 'Bad Request', statusCode: 400 },
      },
    })
    expect(desk().running.state.bookings).toHaveLength(1)
  })

  test('an overlap with another event type is refused, a neighbour is not', async () => {
    await book()
    expect((await book({ eventTypeId: 8, start: `${monday}T09:30:00Z` })).status).toBe(400)
    expect((await book({ eventTypeId: 8, start: `${monday}T10:00:00Z` })).status).toBe(201)
  })

  test.each([
    ['a local start', { start: `${monday}T09:00:00+01:00` }, 'start must be'],
    ['no attendee email', { attendee: { name: 'A', timeZone: 'UTC' } }, 'attendee.email'],
    [
      'an unknown zone',
      { attendee: { name: 'A', email: 'a@b.de', timeZone: 'Mars/One' } },
      'attendee.timeZone',
    ],
    ['metadata that is not text', { metadata: { count: 1 } }, 'Metadata must'],
    ['metadata that is too long', { metadata: { a: 'x'.repeat(501) } }, 'Metadata must'],
    ['a time outside the schedule', { start: `${monday}T20:00:00Z` }, taken],
    ['a time in the past', { start: '2026-11-20T09:00:00Z' }, 'in the past'],
  ])('%s is a 400', async (_name, extra, message) => {
    const { status, body } = await book(extra)
    expect(status).toBe(400)
    expect(String(Object(body.error).message)).toContain(message)
  })

  test('an unknown event type and an unknown booking are 404', async () => {
    expect((await book({ eventTypeId: 4711 })).status).toBe(404)
    expect((await call('GET', '/v2/bookings/none')).status).toBe(404)
  })

  test('50 bookings of one slot at once make exactly one', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => book()))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(desk().running.state.bookings).toHaveLength(1)
  })
})

describe('moving and cancelling', () => {
  const move = (uid: string, extra: object = {}) =>
    call('POST', `/v2/bookings/${uid}/reschedule`, { body: { start: `${monday}T13:00:00Z`, ...extra } })

  test('a move makes a new booking with a new uid and cancels the old one towards it', async () => {
    const old = uidOf(await book())
    const moved = await move(old, { reschedulingReason: 'later' })
    expect(moved.status).toBe(201)
    expect(uidOf(moved)).not.toBe(old)
    expect(moved.body.data).toMatchObject({
      rescheduledFromUid: old,
      start: '2026-12-07T13:00:00.000Z',
      metadata: { hubBookingId: 'bk_91' },
    })
    expect((await call('GET', `/v2/bookings/${old}`)).body.data).toMatchObject({
      status: 'cancelled',
      rescheduledToUid: uidOf(moved),
    })
    expect((await book()).status).toBe(201)
  })

  test('a move onto its own time is possible, onto a taken time not', async () => {
    const uid = uidOf(await book())
    await book({ start: `${monday}T13:30:00Z`, eventTypeId: 8 })
    expect((await move(uid)).status).toBe(400)
    expect((await move(uid, { start: `${monday}T09:30:00Z` })).status).toBe(201)
  })

  test('a cancelled booking frees its time and cannot be cancelled or moved again', async () => {
    const uid = uidOf(await book())
    const cancel = () => call('POST', `/v2/bookings/${uid}/cancel`, { body: { cancellationReason: 'ill' } })
    expect((await cancel()).body.data).toMatchObject({ status: 'cancelled', cancellationReason: 'ill' })
    expect((await cancel()).status).toBe(400)
    expect((await move(uid)).status).toBe(400)
    expect((await book()).status).toBe(201)
  })

  test('a request is pending until it is confirmed or declined, once', async () => {
    const one = await book({ eventTypeId: 9 })
    expect(one.body.data).toMatchObject({ status: 'pending' })
    const two = await book({ eventTypeId: 9, start: `${monday}T11:00:00Z` })
    expect((await call('POST', `/v2/bookings/${uidOf(one)}/confirm`)).body.data).toMatchObject({
      status: 'accepted',
    })
    const declined = await call('POST', `/v2/bookings/${uidOf(two)}/decline`, { body: { reason: 'away' } })
    expect(declined.body.data).toMatchObject({ status: 'rejected' })
    expect((await call('POST', `/v2/bookings/${uidOf(two)}/confirm`)).status).toBe(400)
  })
})

describe('the list', () => {
  beforeEach(async () => {
    for (const hour of ['08', '09', '10']) await book({ start: `${monday}T${hour}:00:00Z` })
    await book({
      start: `${monday}T11:00:00Z`,
      attendee: { name: 'Eve', email: 'eve@example.com', timeZone: 'UTC' },
    })
  })

  test('pages with take and skip', async () => {
    const { body } = await call('GET', '/v2/bookings?take=3&skip=3')
    expect(body.data).toHaveLength(1)
    expect(body.pagination).toMatchObject({
      totalItems: 4,
      currentPage: 2,
      hasNextPage: false,
      hasPreviousPage: true,
    })
  })

  test.each([
    ['attendeeEmail=eve@example.com', 1],
    [`afterStart=${monday}T10:00:00Z`, 2],
    [`beforeEnd=${monday}T10:00:00Z`, 2],
    ['afterUpdatedAt=2026-11-22T07:59:00Z', 4],
    ['afterUpdatedAt=2026-11-22T08:01:00Z', 0],
    ['status=upcoming', 4],
    ['status=past,cancelled', 0],
    ['eventTypeIds=8,9', 0],
  ])('%s finds %i', async (query, count) => {
    expect((await call('GET', `/v2/bookings?${query}`)).body.data).toHaveLength(count)
  })

  test('there is no filter by metadata: an unknown parameter is refused', async () => {
    expect((await call('GET', '/v2/bookings?metadata[hubBookingId]=bk_91')).status).toBe(400)
  })

  test('sorts by start', async () => {
    const { body } = await call('GET', '/v2/bookings?sortStart=desc&take=1')
    expect(body.data).toMatchObject([{ start: '2026-12-07T11:00:00.000Z' }])
  })
})
