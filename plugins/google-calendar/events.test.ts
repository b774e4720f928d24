import {
  type CalendarEntry,
  type PluginContext,
  type ProviderFact,
  ReauthRequired,
  type SyncPage,
} from '@askpro/plugin-sdk'
import { createTestContext, runSync } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { calendar } from './calendar.ts'
import { plugin } from './index.ts'
import { syncEvents } from './sync-events.ts'

const sandbox = await startSandbox({ now: () => Date.parse('2026-11-22T08:00:00Z') })
const standIn = sandbox.standIn('google_calendar')
const CALENDAR = 'pro@example.com'
const ENTRY = '0123456789abcdef0123456789abcdef'
const LIST = '/calendar/v3/calendars/:id/events'
let ctx: PluginContext

beforeEach(async () => {
  standIn.reset()
  ctx = await contextFor('calendar')
})

afterAll(() => sandbox.stop())

async function contextFor(...scopes: string[]): Promise<PluginContext> {
  const scope = scopes.map((name) => `https://www.googleapis.com/auth/${name}`).join(' ')
  const { access_token: token } = await control('POST', '/grants', { scope })
  const settings = {
    client_id: sandbox.apiKeys.google_client_id,
    client_secret: sandbox.apiKeys.google_client_secret,
    base_url: sandbox.addresses.google_calendar,
  }
  return createTestContext({
    folder: new URL('.', import.meta.url),
    settings,
    accessToken: async () => String(token),
  }).ctx
}

async function control(method: string, path: string, body: object = {}): Promise<Record<string, unknown>> {
  const url = `${sandbox.addresses.control}/google_calendar${path}`
  const answer = await fetch(url, { method, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Record<string, unknown>
}

const at = (time: string) => new Date(`2026-12-${time}Z`).toISOString()
const span = (start: string, end: string) => ({ start: at(start), end: at(end) })
const times = (start: string, end: string) => ({ start: { dateTime: at(start) }, end: { dateTime: at(end) } })
const ownerAdds = (id: string, event: object) => control('POST', '/events', { id, ...event })
const ownerEdits = (id: string, event: object) => control('PATCH', `/events/${id}`, event)
const ownerDeletes = (id: string) => control('DELETE', `/events/${id}`)

const entry = (start: string, end: string): CalendarEntry => ({
  entryId: ENTRY,
  appointmentId: '6f2d3c1a-0000-7000-8000-000000000001',
  calendar: CALENDAR,
  ...span(start, end),
  zone: 'Europe/Berlin',
  title: 'Haircut, Lena Öztürk',
  attendee: { name: 'Lena Öztürk', email: 'lena@example.com', language: 'de' },
})

const event = (id: string) => {
  const events: Array<Record<string, unknown>> = Object(standIn.state).events[CALENDAR] ?? []
  return events.find((one) => one.id === id)
}

describe('writing', () => {
  test('an entry is an event with our id in its own and in its properties, and nobody is written to', async () => {
    await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    expect(event(ENTRY)).toMatchObject({
      status: 'confirmed',
      start: { timeZone: 'Europe/Berlin' },
      fields: { summary: 'Haircut, Lena Öztürk', extendedProperties: { private: { hubEntryId: ENTRY } } },
    })
    expect(JSON.stringify(event(ENTRY))).not.toContain('lena@example.com')
    const writes = standIn.journal.requests().filter(({ method }) => method === 'POST')
    expect(writes.map(({ query }) => query)).toEqual(['sendUpdates=none'])
  })

  const additions = { description: 'Bring the new dryer.', summary: 'Lena, as always' }

  test.each([
    ['moving', (reference: string) => calendar.move(ctx, reference, entry('08T09:00', '08T10:00'))],
    ['creating what stands already', () => calendar.create(ctx, entry('08T09:00', '08T10:00'))],
  ])('%s keeps what the owner has added, the title too', async (_what, write) => {
    const { reference } = await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    await ownerEdits(ENTRY, additions)
    expect(await write(reference)).toMatchObject(span('08T09:00', '08T10:00'))
    expect(event(ENTRY)).toMatchObject({ fields: additions })
  })

  test('an event that was changed since the hub saw it is not written over', async () => {
    const { reference, etag } = await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    const move = (mark?: string) =>
      calendar.move(ctx, reference, { ...entry('08T09:00', '08T10:00'), ...(mark ? { etag: mark } : {}) })
    await ownerEdits(ENTRY, times('09T09:00', '09T10:00'))
    await expect(move(etag)).rejects.toMatchObject({ name: 'Refused', code: 'changed' })
    const found = await calendar.find(ctx, entry('07T09:00', '07T10:00'))
    expect(found).toMatchObject(span('09T09:00', '09T10:00'))
    expect(await move(found?.etag)).toMatchObject(span('08T09:00', '08T10:00'))
  })

  test('a Meet link is asked for where the connection wants one, and once', async () => {
    const meeting = { ...ctx, settings: { ...ctx.settings, meet_links: true } }
    await calendar.create(meeting, entry('07T09:00', '07T10:00'))
    const createRequest = { requestId: ENTRY, conferenceSolutionKey: { type: 'hangoutsMeet' } }
    expect(event(ENTRY)).toMatchObject({ fields: { conferenceData: { createRequest } } })
    const [write] = standIn.journal.requests().filter(({ method }) => method === 'POST')
    expect(write?.query).toBe('sendUpdates=none&conferenceDataVersion=1')
  })

  test('an entry that the owner has made an all-day event can be moved', async () => {
    const { reference } = await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    await ownerEdits(ENTRY, {
      start: { date: '2026-12-07', dateTime: null },
      end: { date: '2026-12-08', dateTime: null },
    })
    expect(await calendar.move(ctx, reference, entry('08T09:00', '08T10:00'))).toMatchObject(
      span('08T09:00', '08T10:00'),
    )
    expect(event(ENTRY)?.start).not.toHaveProperty('date')
  })

  test('a calendar that may only be read is listed as such, and refuses an entry', async () => {
    const shared = 'shared@group.calendar.google.com'
    expect(await calendar.listCalendars(ctx)).toContainEqual({ id: shared, name: 'Shared', writable: false })
    const write = calendar.create(ctx, { ...entry('07T09:00', '07T10:00'), calendar: shared })
    await expect(write).rejects.toMatchObject({ name: 'Refused', code: 'requiredAccessLevel' })
  })

  test.each(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded'])(
    'a 403 for %s is RetryLater',
    async (reason) => {
      standIn.faults.set([{ status: 403, reason }])
      await expect(calendar.create(ctx, entry('07T09:00', '07T10:00'))).rejects.toMatchObject({
        name: 'RetryLater',
      })
    },
  )

  test('a scope that the owner did not grant is ReauthRequired', async () => {
    const narrow = await contextFor('calendar.freebusy')
    await expect(calendar.create(narrow, entry('07T09:00', '07T10:00'))).rejects.toMatchObject({
      name: 'ReauthRequired',
      message: expect.stringContaining('tick every box'),
    })
  })
})

test('a token that the host cannot give comes out as the host said it', async () => {
  const revoked = new ReauthRequired('invalid_grant')
  const orphan = { ...ctx, accessToken: () => Promise.reject(revoked) }
  await expect(plugin.check(orphan)).rejects.toBe(revoked)
  await expect(calendar.create(orphan, entry('07T09:00', '07T10:00'))).rejects.toBe(revoked)
})

const MONTH = { from: Date.parse('2026-12-01T00:00:00Z'), to: Date.parse('2027-01-01T00:00:00Z') }
const sync = (checkpoint: string | null = null, range = MONTH) =>
  runSync(syncEvents, ctx, { calendar: CALENDAR, checkpoint, ...range })

async function one(checkpoint: string | null = null, range = MONTH): Promise<SyncPage> {
  const [page, ...more] = await sync(checkpoint, range)
  if (!page || more.length > 0) throw new Error('One page was expected.')
  return page
}

describe('full sync', () => {
  test('an empty calendar is one empty page that replaces everything, with a checkpoint', async () => {
    expect(await one()).toEqual({
      checkpoint: expect.any(String),
      reset: true,
      busy: [],
      freed: [],
      facts: [],
    })
  })

  test("Google's pages are collected into one", async () => {
    await control('PUT', '/page-size', { size: 2 })
    for (const day of ['07', '08', '09', '10', '11'])
      await ownerAdds(`event${day}`, times(`${day}T09:00`, `${day}T10:00`))
    const { busy, checkpoint } = await one()
    expect(busy.map(({ externalId }) => externalId)).toEqual([
      'event07',
      'event08',
      'event09',
      'event10',
      'event11',
    ])
    expect((await one(checkpoint)).busy).toEqual([])
  })

  test('only events of the wanted span count; one that begins before it and ends in it does', async () => {
    await ownerAdds('before', {
      start: { dateTime: '2026-11-30T20:00:00Z' },
      end: { dateTime: '2026-12-01T00:00:00Z' },
    })
    await ownerAdds('across', {
      start: { dateTime: '2026-11-30T23:00:00Z' },
      end: { dateTime: '2026-12-01T01:00:00Z' },
    })
    await ownerAdds('after', {
      start: { dateTime: '2027-01-01T00:00:00Z' },
      end: { dateTime: '2027-01-01T01:00:00Z' },
    })
    expect((await one()).busy.map(({ externalId }) => externalId)).toEqual(['across'])
  })

  test('an all-day event lasts the day of its calendar', async () => {
    await ownerAdds('all24', { start: { date: '2026-12-24' }, end: { date: '2026-12-26' } })
    const [time] = (await one()).busy
    expect([time?.start, time?.end]).toEqual(['2026-12-23T23:00:00Z', '2026-12-25T23:00:00Z'])
  })

  test('the day on which the clock goes forward has 23 hours', async () => {
    await ownerAdds('spring', { start: { date: '2027-03-28' }, end: { date: '2027-03-29' } })
    const range = { from: Date.parse('2027-03-01T00:00:00Z'), to: Date.parse('2027-04-01T00:00:00Z') }
    const [time] = (await one(null, range)).busy
    expect([time?.start, time?.end]).toEqual(['2027-03-27T23:00:00Z', '2027-03-28T22:00:00Z'])
  })

  test.each([
    ['an event marked as free', { transparency: 'transparent' }, false],
    [
      'one that the owner declined',
      { attendees: [{ email: CALENDAR, self: true, responseStatus: 'declined' }] },
      false,
    ],
    [
      'one that a guest declined',
      { attendees: [{ email: 'x@example.com', responseStatus: 'declined' }] },
      true,
    ],
    ['a tentative one', { status: 'tentative' }, true],
  ])('%s', async (_name, extra, blocks) => {
    await ownerAdds('event1', { ...times('07T09:00', '07T10:00'), ...extra })
    expect((await one()).busy).toHaveLength(blocks ? 1 : 0)
  })

  test('a recurring event is busy at each of its times', async () => {
    await ownerAdds('serie', { ...times('01T09:00', '01T10:00'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] })
    expect((await one()).busy).toEqual([
      { externalId: 'serie_20261201T090000Z', ...span('01T09:00', '01T10:00') },
      { externalId: 'serie_20261208T090000Z', ...span('08T09:00', '08T10:00') },
      { externalId: 'serie_20261215T090000Z', ...span('15T09:00', '15T10:00') },
    ])
  })

  test('entries of ours are facts, not busy times', async () => {
    await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    const { busy, facts } = await one()
    expect(busy).toEqual([])
    expect(facts).toEqual([moved('07T09:00', '07T10:00')])
  })

  test('a sync that was given up stops', async () => {
    const run = syncEvents.run(ctx, {
      calendar: CALENDAR,
      checkpoint: null,
      ...MONTH,
      save: async () => expect('a page').toBe('not saved'),
      signal: AbortSignal.abort(new Error('given up')),
    })
    await expect(run).rejects.toThrow('given up')
  })
})

const moved = (start: string, end: string): ProviderFact => ({
  type: 'calendar.entry_moved',
  entryId: ENTRY,
  reference: ENTRY,
  ...span(start, end),
})

describe('incremental sync', () => {
  test('only what changed is told: new, moved, deleted', async () => {
    for (const id of ['stable', 'moves', 'leaves']) await ownerAdds(id, times('07T09:00', '07T10:00'))
    const { checkpoint } = await one()
    await ownerAdds('comes', times('08T09:00', '08T10:00'))
    await ownerEdits('moves', times('09T09:00', '09T10:00'))
    await ownerDeletes('leaves')
    expect(await one(checkpoint)).toEqual({
      checkpoint: expect.not.stringMatching(`^${checkpoint}$`),
      busy: [
        { externalId: 'comes', ...span('08T09:00', '08T10:00') },
        { externalId: 'moves', ...span('09T09:00', '09T10:00') },
      ],
      freed: ['leaves'],
      facts: [],
    })
  })

  test('pages are stored one by one, and the checkpoint moves on with the last', async () => {
    const { checkpoint } = await one()
    await control('PUT', '/page-size', { size: 2 })
    for (const day of ['07', '08', '09'])
      await ownerAdds(`event${day}`, times(`${day}T09:00`, `${day}T10:00`))
    const pages = await sync(checkpoint)
    expect(pages.map(({ busy }) => busy.length)).toEqual([2, 1])
    expect([pages[0]?.checkpoint === checkpoint, pages[1]?.checkpoint === checkpoint]).toEqual([true, false])
    expect((await one(pages[1]?.checkpoint ?? null)).busy).toEqual([])
  })

  test('an event that no longer blocks is given back', async () => {
    await ownerAdds('event1', times('07T09:00', '07T10:00'))
    await ownerAdds('event2', times('08T09:00', '08T10:00'))
    const { checkpoint } = await one()
    await ownerEdits('event1', { transparency: 'transparent' })
    await ownerEdits('event2', {
      start: { dateTime: '2027-02-01T09:00:00Z' },
      end: { dateTime: '2027-02-01T10:00:00Z' },
    })
    expect(await one(checkpoint)).toMatchObject({ busy: [], freed: ['event1', 'event2'] })
  })

  test('of a recurring event one time can be moved, one deleted, and all', async () => {
    await ownerAdds('serie', { ...times('01T09:00', '01T10:00'), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] })
    const first = await one()
    await ownerEdits('serie_20261208T090000Z', times('09T09:00', '09T10:00'))
    await ownerDeletes('serie_20261215T090000Z')
    const second = await one(first.checkpoint)
    expect(second).toMatchObject({
      busy: [{ externalId: 'serie_20261208T090000Z', ...span('09T09:00', '09T10:00') }],
      freed: ['serie_20261215T090000Z'],
    })
    await ownerDeletes('serie')
    expect((await one(second.checkpoint)).freed).toContain('serie_20261201T090000Z')
  })

  test('what the owner does to an entry of ours is told as a fact', async () => {
    await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    const first = await one()
    await ownerEdits(ENTRY, times('07T11:00', '07T12:00'))
    const second = await one(first.checkpoint)
    expect(second).toMatchObject({ busy: [], freed: [], facts: [moved('07T11:00', '07T12:00')] })
    await ownerDeletes(ENTRY)
    expect(await one(second.checkpoint)).toMatchObject({
      busy: [],
      freed: [],
      facts: [{ type: 'calendar.entry_cancelled', entryId: ENTRY, reference: ENTRY }],
    })
  })

  test('a checkpoint that Google has forgotten leads to a full sync', async () => {
    await ownerAdds('stable', times('07T09:00', '07T10:00'))
    const { checkpoint } = await one()
    await control('POST', '/sync-tokens/expire')
    const again = await one(checkpoint)
    expect(again).toMatchObject({ reset: true, busy: [{ externalId: 'stable' }] })
    expect((await one(again.checkpoint)).busy).toEqual([])
  })

  test('an outage leaves the checkpoint as it was', async () => {
    const { checkpoint } = await one()
    standIn.faults.set([{ status: 503 }])
    await expect(sync(checkpoint)).rejects.toMatchObject({ name: 'RetryLater' })
  })
})

describe('what the owner makes of an entry of ours', () => {
  const weekly = { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }

  test('a copy is an event of the owner: it blocks, and the entry stays where it is', async () => {
    await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    const extendedProperties = { private: { hubEntryId: ENTRY } }
    await ownerAdds('kopie1', { ...times('09T09:00', '09T10:00'), extendedProperties })
    expect(await one()).toMatchObject({
      busy: [{ externalId: 'kopie1', ...span('09T09:00', '09T10:00') }],
      facts: [moved('07T09:00', '07T10:00')],
    })
  })

  test('one that is repeated stays where it is, and its repetitions block', async () => {
    await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    const { checkpoint } = await one()
    await ownerEdits(ENTRY, weekly)
    const told = {
      busy: [
        { externalId: `${ENTRY}_20261214T090000Z`, ...span('14T09:00', '14T10:00') },
        { externalId: `${ENTRY}_20261221T090000Z`, ...span('21T09:00', '21T10:00') },
      ],
      facts: [moved('07T09:00', '07T10:00')],
    }
    expect(await one(checkpoint)).toMatchObject(told)
    expect(await one()).toMatchObject(told)
  })

  test('of one that is repeated the first time can be moved or deleted, and the others', async () => {
    await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    await ownerEdits(ENTRY, weekly)
    const first = await one()
    await ownerEdits(`${ENTRY}_20261207T090000Z`, times('08T09:00', '08T10:00'))
    await ownerDeletes(`${ENTRY}_20261214T090000Z`)
    const second = await one(first.checkpoint)
    expect(second).toMatchObject({
      busy: [],
      freed: [`${ENTRY}_20261214T090000Z`],
      facts: [moved('08T09:00', '08T10:00')],
    })
    await ownerDeletes(`${ENTRY}_20261207T090000Z`)
    expect(await one(second.checkpoint)).toMatchObject({
      facts: [{ type: 'calendar.entry_cancelled', entryId: ENTRY, reference: ENTRY }],
    })
  })

  test('one that is repeated and then deleted is told as deleted, once', async () => {
    await calendar.create(ctx, entry('07T09:00', '07T10:00'))
    await ownerEdits(ENTRY, weekly)
    const { checkpoint } = await one()
    await ownerDeletes(ENTRY)
    const { facts, freed } = await one(checkpoint)
    expect(facts).toEqual([{ type: 'calendar.entry_cancelled', entryId: ENTRY, reference: ENTRY }])
    expect(freed).toContain(`${ENTRY}_20261214T090000Z`)
  })
})

describe('a calendar of which only free or busy may be seen', () => {
  const closed = () =>
    standIn.faults.set([{ status: 403, reason: 'requiredAccessLevel', method: 'GET', path: LIST }])

  test('is asked for its busy times, which replace the span', async () => {
    await ownerAdds('event1', times('07T09:00', '07T10:00'))
    await ownerAdds('event2', { ...times('08T09:00', '08T10:00'), transparency: 'transparent' })
    closed()
    expect(await one()).toEqual({
      checkpoint: null,
      replaces: { from: '2026-12-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' },
      busy: [{ externalId: expect.any(String), start: '2026-12-07T09:00:00Z', end: '2026-12-07T10:00:00Z' }],
      freed: [],
      facts: [],
    })
  })

  test('a long span is asked for in parts, and a time over their border is told once', async () => {
    await ownerAdds('leave1', { start: { date: '2026-12-20' }, end: { date: '2027-02-20' } })
    closed()
    const year = { from: MONTH.from, to: MONTH.from + 400 * 86_400_000 }
    expect((await one(null, year)).busy).toHaveLength(1)
    expect(standIn.journal.requests().filter(({ path }) => path.endsWith('/freeBusy'))).toHaveLength(7)
  })

  test('one that is not there at all is refused, and says nothing about the connection', async () => {
    closed()
    const run = runSync(syncEvents, ctx, { calendar: 'nobody@example.com', checkpoint: null, ...MONTH })
    await expect(run).rejects.toMatchObject({ name: 'Refused', code: 'no_calendar' })
  })
})
