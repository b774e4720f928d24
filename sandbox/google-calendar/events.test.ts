import { beforeEach, describe, expect, test } from '@jest/globals'
import { failure, insertEvent, listEvents, timed, useGoogle } from '../testing/use-google.ts'

const desk = useGoogle()
const insert = (requestBody: object) => insertEvent(desk(), requestBody)
const list = (params: object = {}) => listEvents(desk(), params)

describe('events', () => {
  test('what was written reads back, in the zone of the calendar', async () => {
    const written = await insert(
      timed('01T09:30', '01T10:30', {
        id: 'hub0bfjenb2u08anpt3',
        extendedProperties: { private: { hubBookingId: 'bk_91' } },
        attendees: [{ email: 'john.doe@example.com' }],
      }),
    )
    expect(written).toMatchObject({
      id: 'hub0bfjenb2u08anpt3',
      status: 'confirmed',
      start: { dateTime: '2026-12-01T10:30:00+01:00', timeZone: 'Europe/Berlin' },
      attendees: [{ email: 'john.doe@example.com', responseStatus: 'needsAction' }],
      organizer: { email: 'pro@example.com', self: true },
    })
    const read = await desk().client.events.get({
      calendarId: 'pro@example.com',
      eventId: 'hub0bfjenb2u08anpt3',
    })
    expect(read.data).toEqual(written)
  })

  test('the same id again is 409, even after it was deleted', async () => {
    const event = timed('01T09:00', '01T10:00', { id: 'hub12345' })
    await insert(event)
    expect(await failure(insert(event))).toEqual({ status: 409, reason: 'duplicate' })
    await desk().client.events.delete({ calendarId: 'primary', eventId: 'hub12345' })
    expect(await failure(insert(event))).toEqual({ status: 409, reason: 'duplicate' })
  })

  test.each([
    ['an id with letters past v', timed('01T09:00', '01T10:00', { id: 'hubwxyz1' }), 'invalid'],
    ['an id that is too short', timed('01T09:00', '01T10:00', { id: 'hub1' }), 'invalid'],
    ['no end', { start: { date: '2026-12-01' } }, 'required'],
    ['an end before the start', timed('01T10:00', '01T09:00'), 'timeRangeEmpty'],
    [
      'a rule it does not know',
      timed('01T09:00', '01T10:00', { recurrence: ['RRULE:FREQ=HOURLY'] }),
      'invalid',
    ],
  ])('%s is a 400', async (_name, body, reason) => {
    expect(await failure(insert(body))).toEqual({ status: 400, reason })
  })

  test('a patch merges deeply and keeps the rest, an update replaces', async () => {
    await insert(
      timed('01T09:00', '01T10:00', { id: 'hub12345', extendedProperties: { private: { a: '1', b: '2' } } }),
    )
    const patched = await desk().client.events.patch({
      calendarId: 'primary',
      eventId: 'hub12345',
      requestBody: { location: 'Room 1', extendedProperties: { private: { b: '3' } } },
    })
    expect(patched.data).toMatchObject({
      summary: 'Haircut',
      location: 'Room 1',
      sequence: 0,
      extendedProperties: { private: { a: '1', b: '3' } },
    })
    const updated = await desk().client.events.update({
      calendarId: 'primary',
      eventId: 'hub12345',
      requestBody: {
        summary: 'Moved',
        start: { dateTime: '2026-12-02T09:00:00Z' },
        end: { dateTime: '2026-12-02T10:00:00Z' },
      },
    })
    expect(updated.data).toMatchObject({ summary: 'Moved', sequence: 1 })
    expect(updated.data.location).toBeUndefined()
  })

  test('a lost race is 412, the current etag wins', async () => {
    const { etag } = await insert(timed('01T09:00', '01T10:00', { id: 'hub12345' }))
    const patch = (tag: string) =>
      desk().client.events.patch(
        { calendarId: 'primary', eventId: 'hub12345', requestBody: { location: tag } },
        { headers: { 'If-Match': tag } },
      )
    await patch(etag ?? '')
    expect(await failure(patch(etag ?? ''))).toEqual({ status: 412, reason: 'conditionNotMet' })
    const remove = desk().client.events.delete(
      { calendarId: 'primary', eventId: 'hub12345' },
      { headers: { 'If-Match': etag ?? '' } },
    )
    expect(await failure(remove)).toEqual({ status: 412, reason: 'conditionNotMet' })
  })

  test('deleting twice is 410, deleting nothing 404', async () => {
    await insert(timed('01T09:00', '01T10:00', { id: 'hub12345' }))
    const remove = (eventId: string) => desk().client.events.delete({ calendarId: 'primary', eventId })
    expect((await remove('hub12345')).status).toBe(204)
    expect(await failure(remove('hub12345'))).toEqual({ status: 410, reason: 'deleted' })
    expect(await failure(remove('hub99999'))).toEqual({ status: 404, reason: 'notFound' })
  })

  test('a calendar that is only readable refuses writes', async () => {
    const write = desk().client.events.insert({
      calendarId: 'shared@group.calendar.google.com',
      requestBody: timed('01T09:00', '01T10:00'),
    })
    expect(await failure(write)).toEqual({ status: 403, reason: 'requiredAccessLevel' })
  })

  test('a meeting link is made for clients that ask in both places', async () => {
    const conferenceData = {
      createRequest: { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } },
    }
    const requestBody = timed('01T09:00', '01T10:00', { conferenceData })
    expect((await insert(requestBody)).hangoutLink).toBeUndefined()
    const { data } = await desk().client.events.insert({
      calendarId: 'primary',
      conferenceDataVersion: 1,
      requestBody,
    })
    expect(data.hangoutLink).toContain('https://meet.google.com/')
  })
})

describe('recurring events', () => {
  const weekly = timed('01T09:00', '01T10:00', { id: 'hubserie1', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] })

  beforeEach(() => insert(weekly))

  test('they are one event, or their instances with singleEvents', async () => {
    expect((await list()).items).toMatchObject([
      { id: 'hubserie1', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] },
    ])
    const { items } = await list({ singleEvents: true })
    expect(items?.map(({ id }) => id)).toEqual([
      'hubserie1_20261201T090000Z',
      'hubserie1_20261208T090000Z',
      'hubserie1_20261215T090000Z',
    ])
    expect(items?.[1]).toMatchObject({
      recurringEventId: 'hubserie1',
      start: { dateTime: '2026-12-08T10:00:00+01:00' },
    })
  })

  test('one instance can be moved or deleted by itself', async () => {
    await desk().client.events.delete({ calendarId: 'primary', eventId: 'hubserie1_20261208T090000Z' })
    await desk().client.events.patch({
      calendarId: 'primary',
      eventId: 'hubserie1_20261215T090000Z',
      requestBody: { start: { dateTime: '2026-12-16T09:00:00Z' }, end: { dateTime: '2026-12-16T10:00:00Z' } },
    })
    const { items } = await list({ singleEvents: true })
    expect(items?.map(({ start }) => start?.dateTime)).toEqual([
      '2026-12-01T10:00:00+01:00',
      '2026-12-16T10:00:00+01:00',
    ])
    expect(items?.[1]?.originalStartTime?.dateTime).toBe('2026-12-15T10:00:00+01:00')
  })

  test('deleting the series cancels its instances in the incremental list', async () => {
    const { nextSyncToken } = await list({ singleEvents: true })
    await desk().client.events.delete({ calendarId: 'primary', eventId: 'hubserie1' })
    const { items } = await list({ singleEvents: true, syncToken: nextSyncToken })
    expect(items?.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled'])
  })

  test('they keep local time when the clock changes', async () => {
    await insert({
      id: 'hubdaill',
      start: { dateTime: '2027-03-27T09:00:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2027-03-27T10:00:00', timeZone: 'Europe/Berlin' },
      recurrence: ['RRULE:FREQ=DAILY;COUNT=2'],
    })
    const { items } = await list({ singleEvents: true, timeMin: '2027-03-01T00:00:00Z' })
    expect(items?.map(({ start }) => start?.dateTime)).toEqual([
      '2027-03-27T09:00:00+01:00',
      '2027-03-28T09:00:00+02:00',
    ])
  })
})
