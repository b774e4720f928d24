import { describe, expect, test } from '@jest/globals'
import { failure, insertEvent, timed, useGoogle } from '../testing/use-google.ts'

const desk = useGoogle()
const insert = (requestBody: object) => insertEvent(desk(), requestBody)

describe('freeBusy', () => {
  const ask = async (ids: string[], extra: object = {}) => {
    const requestBody = {
      timeMin: '2026-12-01T00:00:00Z',
      timeMax: '2026-12-02T00:00:00Z',
      items: ids.map((id) => ({ id })),
      ...extra,
    }
    return (await desk().client.freebusy.query({ requestBody })).data
  }

  test('busy times are merged, free and deleted events left out, an unknown calendar is an error inside the 200', async () => {
    await insert(timed('01T09:00', '01T10:00'))
    await insert(timed('01T09:30', '01T11:00'))
    await insert(timed('01T12:00', '01T13:00', { transparency: 'transparent' }))
    await insert(timed('01T14:00', '01T15:00', { id: 'hubgone1' }))
    await desk().client.events.delete({ calendarId: 'primary', eventId: 'hubgone1' })
    expect((await ask(['primary', 'nobody@example.com'])).calendars).toEqual({
      primary: { busy: [{ start: '2026-12-01T09:00:00Z', end: '2026-12-01T11:00:00Z' }] },
      'nobody@example.com': { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
    })
  })

  test('an all-day event blocks the days of the calendar, its end excluded', async () => {
    await insert({ start: { date: '2026-12-01' }, end: { date: '2026-12-02' } })
    const { calendars } = await ask(['primary'], { timeZone: 'Europe/Berlin' })
    expect(calendars?.primary?.busy).toEqual([
      { start: '2026-12-01T00:00:00+01:00', end: '2026-12-02T00:00:00+01:00' },
    ])
  })

  test('more than 50 calendars are too many', async () => {
    const ids = Array.from({ length: 51 }, (_, index) => `c${index}`)
    const { calendars } = await ask(ids)
    expect(calendars?.c0?.errors?.[0]?.reason).toBe('tooManyCalendarsRequested')
  })

  test('a range without zone or the wrong way round is a 400', async () => {
    expect(await failure(ask(['primary'], { timeMin: '2026-12-01T00:00:00' }))).toMatchObject({ status: 400 })
    expect(await failure(ask(['primary'], { timeMin: '2026-12-03T00:00:00Z' }))).toMatchObject({
      status: 400,
    })
  })
})

test('the account tells its calendars and its zone', async () => {
  const { data } = await desk().client.calendarList.list()
  expect(data.items?.map(({ id, primary, accessRole }) => [id, primary, accessRole])).toEqual([
    ['pro@example.com', true, 'owner'],
    ['team@group.calendar.google.com', undefined, 'owner'],
    ['shared@group.calendar.google.com', undefined, 'reader'],
  ])
  expect((await desk().client.settings.get({ setting: 'timezone' })).data.value).toBe('Europe/Berlin')
})
