import { describe, expect, test } from '@jest/globals'
import { book as bookAt, callCalcom, monday, slotStarts, useCalcom } from '../testing/use-calcom.ts'

const desk = useCalcom()
const call = (
  method: string,
  path: string,
  options: { body?: object; headers?: Record<string, string> } = {},
) => callCalcom(desk(), `${method} ${path}`, options)
const book = (extra: object = {}) => bookAt(desk(), extra)
const slots = (query = '') => slotStarts(desk(), query)

describe('access', () => {
  test('a missing or wrong key is 401 in the envelope of the provider', async () => {
    const answer = await call('GET', '/v2/me', { headers: { authorization: 'Bearer other' } })
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({
      status: 'error',
      path: '/v2/me',
      error: { code: 'UnauthorizedException' },
    })
  })

  test('the health check names the owner of the key', async () => {
    expect((await call('GET', '/v2/me')).body).toMatchObject({ status: 'success', data: { username: 'pro' } })
  })

  test.each([
    ['GET', '/v2/bookings', '2024-09-04'],
    ['GET', '/v2/bookings', ''],
    ['GET', '/v2/slots?eventTypeId=7&start=2026-12-07&end=2026-12-07', '2024-08-13'],
    ['GET', '/v2/event-types', '2024-08-13'],
    ['GET', '/v2/schedules', '"2024-06-11"'],
  ])('%s %s with version %j is a 404 that does not mention the header', async (method, path, version) => {
    const answer = await call(method, path, { headers: { 'cal-api-version': version } })
    expect(answer.status).toBe(404)
    expect(JSON.stringify(answer.body)).not.toContain('version')
  })

  test('webhooks want no version header', async () => {
    expect((await call('GET', '/v2/webhooks')).status).toBe(200)
    expect(
      (await call('GET', '/v2/event-types/7/webhooks', { headers: { 'cal-api-version': '' } })).status,
    ).toBe(200)
  })

  test('the 121st request of a minute is refused, and so is the next', async () => {
    const first = await call('GET', '/v2/me')
    expect(first.headers.get('x-ratelimit-limit-default')).toBe('120')
    expect(first.headers.get('x-ratelimit-remaining-default')).toBe('119')
    for (let count = 2; count <= 120; count++) await call('GET', '/v2/me')
    const refused = await call('GET', '/v2/me')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-ratelimit-remaining-default')).toBe('0')
    expect(refused.headers.get('retry-after')).toBeNull()
    expect(refused.body).toMatchObject({ error: { code: 'ThrottlerException' } })
    expect((await call('GET', '/v2/me')).status).toBe(429)
  })
})

describe('event types and schedules', () => {
  test('an event type is made, changed, booked by its length and removed', async () => {
    const wanted = { title: 'Colouring', slug: 'colouring', lengthInMinutes: 90, minimumBookingNotice: 0 }
    const { body } = await call('POST', '/v2/event-types', { body: wanted })
    const id = Object(body.data).id
    await call('PATCH', `/v2/event-types/${id}`, { body: { lengthInMinutes: 75 } })
    expect((await book({ eventTypeId: id })).body.data).toMatchObject({
      duration: 75,
      eventType: { slug: 'colouring' },
    })
    expect((await call('GET', '/v2/event-types?eventSlug=colouring')).body.data).toHaveLength(1)
    const unused = Object(
      (await call('POST', '/v2/event-types', { body: { ...wanted, slug: 'x' } })).body.data,
    ).id
    expect((await call('DELETE', `/v2/event-types/${unused}`)).status).toBe(200)
    expect((await call('GET', `/v2/event-types/${unused}`)).status).toBe(404)
  })

  test('a new default schedule takes over, and the default cannot be removed', async () => {
    const schedule = {
      name: 'Nights',
      timeZone: 'UTC',
      isDefault: true,
      availability: [{ days: ['Monday'], startTime: '20:00', endTime: '22:00' }],
    }
    const { body } = await call('POST', '/v2/schedules', { body: schedule })
    const id = Object(body.data).id
    expect((await call('GET', '/v2/schedules/default')).body.data).toMatchObject({ id, isDefault: true })
    expect(await slots()).toEqual(['2026-12-07T20:00:00.000Z', '2026-12-07T21:00:00.000Z'])
    expect((await call('DELETE', `/v2/schedules/${id}`)).status).toBe(400)
    expect((await call('DELETE', '/v2/schedules/10')).status).toBe(200)
  })
})

test('busy times are the own calendar and the bookings in it', async () => {
  desk().running.state.busyTimes = [
    { start: Date.parse(`${monday}T11:00:00Z`), end: Date.parse(`${monday}T12:00:00Z`) },
  ]
  await book()
  const query = `dateFrom=${monday}&dateTo=${monday}&timeZone=UTC&externalId=pro@example.com`
  const { body } = await call('GET', `/v2/calendars/busy-times?${query}&credentialId=1`)
  expect(body.data).toMatchObject([
    { start: '2026-12-07T11:00:00.000Z' },
    { start: '2026-12-07T09:00:00.000Z' },
  ])
  expect((await call('GET', `/v2/calendars/busy-times?${query}&credentialId=2`)).status).toBe(400)
})
