import { describe, expect, test } from '@jest/globals'
import { failure, insertEvent, listEvents, timed, useGoogle } from '../testing/use-google.ts'

const desk = useGoogle()
const insert = (requestBody: object) => insertEvent(desk(), requestBody)
const list = (params: object = {}) => listEvents(desk(), params)

describe('full lists', () => {
  test('they page, and only the last page has the sync token', async () => {
    for (let day = 10; day < 15; day++)
      await insert(timed(`${day}T09:00`, `${day}T10:00`, { id: `hub${day}000` }))
    const seen: unknown[] = []
    let page = await list({ maxResults: 2 })
    for (; page.nextPageToken; page = await list({ maxResults: 2, pageToken: page.nextPageToken })) {
      expect(page.nextSyncToken).toBeUndefined()
      seen.push(...(page.items ?? []).map(({ id }) => id))
    }
    seen.push(...(page.items ?? []).map(({ id }) => id))
    expect(seen).toEqual(['hub10000', 'hub11000', 'hub12000', 'hub13000', 'hub14000'])
    expect(page.nextSyncToken).toBeTruthy()
  })

  test('a change between two pages is left to the next incremental list', async () => {
    for (const day of [10, 11, 12])
      await insert(timed(`${day}T09:00`, `${day}T10:00`, { id: `hub${day}000` }))
    const first = await list({ maxResults: 2 })
    await desk().client.events.delete({ calendarId: 'primary', eventId: 'hub10000' })
    await insert(timed('13T09:00', '13T10:00', { id: 'hub13000' }))
    const last = await list({ maxResults: 2, pageToken: first.nextPageToken })
    expect(last.items?.map(({ id }) => id)).toEqual(['hub12000'])
    const changes = await list({ syncToken: last.nextSyncToken })
    expect(changes.items?.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'hub10000 cancelled',
      'hub13000 confirmed',
    ])
  })

  test('a page token is good for its own query only', async () => {
    for (const day of [10, 11]) await insert(timed(`${day}T09:00`, `${day}T10:00`))
    const { nextPageToken } = await list({ maxResults: 1 })
    expect(await failure(list({ maxResults: 1, pageToken: nextPageToken, showDeleted: true }))).toMatchObject(
      { status: 400 },
    )
  })

  test('they filter by time, text and private properties', async () => {
    await insert(
      timed('01T09:00', '01T10:00', {
        id: 'hub11111',
        extendedProperties: { private: { hubBookingId: 'bk_1' } },
      }),
    )
    await insert(timed('02T09:00', '02T10:00', { id: 'hub22222', summary: 'Dentist' }))
    const ids = async (params: object) => (await list(params)).items?.map(({ id }) => id)
    expect(await ids({ timeMin: '2026-12-01T10:00:00Z' })).toEqual(['hub22222'])
    expect(await ids({ timeMax: '2026-12-02T09:00:00Z' })).toEqual(['hub11111'])
    expect(await ids({ q: 'dent' })).toEqual(['hub22222'])
    expect(await ids({ privateExtendedProperty: ['hubBookingId=bk_1'] })).toEqual(['hub11111'])
    expect(await ids({ privateExtendedProperty: ['hubBookingId=bk_2'] })).toEqual([])
    expect(await failure(list({ timeMin: '2026-12-01T10:00:00' }))).toMatchObject({ status: 400 })
  })

  test('ordered by start there is no sync token', async () => {
    await insert(timed('02T09:00', '02T10:00', { id: 'hub22222' }))
    await insert(timed('01T09:00', '01T10:00', { id: 'hub11111' }))
    const ordered = await list({ singleEvents: true, orderBy: 'startTime' })
    expect(ordered.items?.map(({ id }) => id)).toEqual(['hub11111', 'hub22222'])
    expect(ordered.nextSyncToken).toBeUndefined()
    expect(await failure(list({ orderBy: 'startTime' }))).toMatchObject({ status: 400 })
  })
})

describe('incremental lists', () => {
  test('they tell what changed since, the deleted nearly empty', async () => {
    await insert(timed('01T09:00', '01T10:00', { id: 'hub11111' }))
    await insert(timed('02T09:00', '02T10:00', { id: 'hub22222' }))
    const { nextSyncToken } = await list()
    expect((await list({ syncToken: nextSyncToken })).items).toEqual([])
    await desk().client.events.delete({ calendarId: 'primary', eventId: 'hub11111' })
    const changes = await list({ syncToken: nextSyncToken })
    expect(changes.items?.map((event) => Object.keys(event).sort())).toEqual([
      ['etag', 'id', 'kind', 'status'],
    ])
    expect((await list({ syncToken: changes.nextSyncToken })).items).toEqual([])
  })

  test.each([
    { timeMin: '2026-12-01T00:00:00Z' },
    { timeMax: '2026-12-01T00:00:00Z' },
    { q: 'x' },
    { orderBy: 'updated' },
    { iCalUID: 'x' },
    { privateExtendedProperty: ['a=b'] },
    { sharedExtendedProperty: ['a=b'] },
    { updatedMin: '2026-12-01T00:00:00Z' },
    { showDeleted: false },
  ])('%j is refused beside a sync token', async (extra) => {
    const { nextSyncToken } = await list()
    expect(await failure(list({ syncToken: nextSyncToken, ...extra }))).toMatchObject({ status: 400 })
  })

  test('a sync token that is no longer valid is 410 fullSyncRequired', async () => {
    const { nextSyncToken } = await list()
    desk().running.state.era += 1
    expect(await failure(list({ syncToken: nextSyncToken }))).toEqual({
      status: 410,
      reason: 'fullSyncRequired',
    })
    expect((await list()).nextSyncToken).toBeTruthy()
  })
})
