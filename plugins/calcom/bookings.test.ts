import type { CalendarEntry, PluginContext, ProviderFact } from '@askpro/plugin-sdk'
import { createTestContext, runSync, startHookReceiver, type TestContext } from '@askpro/plugin-sdk/testing'
import { startSandbox } from '@askpro/sandbox'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { TAKEN_BACK } from './booking-mapping.ts'
import { calendar } from './calendar.ts'
import { syncBookings } from './sync-bookings.ts'
import { bookings as hook } from './webhook.ts'

const sandbox = await startSandbox({ now: () => Date.parse('2026-11-22T08:00:00Z') })
const standIn = sandbox.standIn('calcom')
const hooks = await startHookReceiver()
const settings = {
  api_key: sandbox.apiKeys.calcom,
  webhook_secret: 'cal-secret',
  base_url: sandbox.addresses.calcom,
}
let ctx: PluginContext
let sent: TestContext['sent']

beforeEach(() => {
  standIn.reset()
  hooks.clear()
  const test = createTestContext({ folder: new URL('.', import.meta.url), settings })
  ctx = test.ctx
  sent = test.sent
})

afterAll(async () => {
  await sandbox.stop()
  await hooks.close()
})

const MONDAY = '2026-12-07'
const clock = (hour: number) => `${MONDAY}T${String(hour).padStart(2, '0')}:00:00.000Z`

const entry = (hour: number, given: Partial<CalendarEntry> = {}): CalendarEntry => ({
  entryId: '0123456789abcdef0123456789abcdef',
  appointmentId: '6f2d3c1a-0000-7000-8000-000000000001',
  calendar: '7',
  start: clock(hour),
  end: clock(hour + 1),
  zone: 'Europe/Berlin',
  title: 'Haircut',
  attendee: { name: 'Lena Öztürk', phone: '+491713920011', language: 'de' },
  ...given,
})

const stored = (): Array<Record<string, unknown>> => Object(standIn.state).bookings

async function control(method: string, path: string, body: unknown): Promise<{ uid: string }> {
  const answer = await fetch(`${sandbox.addresses.control}/calcom${path}`, {
    method,
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as { uid: string }
}

const walkIn = { name: 'Walk-in', email: 'walk-in@example.com', timeZone: 'Europe/Berlin' }
const ownerBooks = (hour: number, eventTypeId = 7) =>
  control('POST', '/bookings', { start: clock(hour), eventTypeId, attendee: walkIn })
const ownerMoves = (uid: string, hour: number) =>
  control('POST', `/bookings/${uid}/reschedule`, { start: clock(hour) })
const ownerCancels = (uid: string, body: object = {}) => control('POST', `/bookings/${uid}/cancel`, body)

describe('writing', () => {
  test('a caller without an address gets a technical one at the configured domain', async () => {
    await calendar.create(ctx, entry(9))
    expect(stored()).toMatchObject([
      {
        attendee: {
          name: 'Lena Öztürk',
          email: '0123456789abcdef0123456789abcdef@no-mail.invalid',
          phoneNumber: '+491713920011',
          timeZone: 'Europe/Berlin',
          language: 'de',
        },
      },
    ])
  })

  test('a caller with an address keeps it', async () => {
    await calendar.create(
      ctx,
      entry(9, { attendee: { name: 'Lena', email: 'lena@example.com', language: 'en' } }),
    )
    expect(stored()).toMatchObject([{ attendee: { email: 'lena@example.com', language: 'en' } }])
  })

  test('an entry that is there at another time is moved, not doubled', async () => {
    const first = await calendar.create(ctx, entry(9))
    const second = await calendar.create(ctx, entry(13))
    expect(second).toMatchObject({ start: clock(13), end: clock(14) })
    expect(second.reference).not.toBe(first.reference)
    expect(stored().filter(({ status }) => status === 'accepted')).toHaveLength(1)
  })

  test('on an event type that needs confirmation, where Cal.com refuses no second booking, there is still one', async () => {
    const onRequest = entry(9, { calendar: '9' })
    const first = await calendar.create(ctx, onRequest)
    expect(await calendar.create(ctx, onRequest)).toEqual(first)
    expect(stored()).toMatchObject([{ status: 'pending' }])
  })

  test('a booking at another time than asked for is taken back and refused', async () => {
    const shifted: typeof fetch = async (input, init) => {
      const answer = await ctx.fetch(input, init)
      if (init?.method !== 'POST' || !String(input).endsWith('/bookings')) return answer
      const body = (await answer.json()) as { data: object }
      return Response.json({ ...body, data: { ...body.data, start: clock(10) } })
    }
    await expect(calendar.create({ ...ctx, fetch: shifted }, entry(9))).rejects.toMatchObject({
      name: 'Refused',
      code: 'other_time',
    })
    expect(stored()).toMatchObject([{ status: 'cancelled' }])
  })

  test('a booking that the owner has cancelled is not moved', async () => {
    const { reference } = await calendar.create(ctx, entry(9))
    await ownerCancels(reference)
    await expect(calendar.move(ctx, reference, entry(11))).rejects.toMatchObject({
      name: 'Refused',
      code: 'cancelled',
    })
    expect(stored()).toHaveLength(1)
  })

  test('a calendar that is no event type is refused, and says nothing about the connection', async () => {
    await expect(calendar.create(ctx, entry(9, { calendar: 'haircut' }))).rejects.toMatchObject({
      name: 'Refused',
      code: 'no_calendar',
    })
    await expect(calendar.create(ctx, entry(9, { calendar: '4711' }))).rejects.toMatchObject({
      name: 'Refused',
      code: '404',
    })
  })

  test('a length is asked for where the event type has it, and looked up once', async () => {
    const type = Object(standIn.state).eventTypes.find(({ id }: { id: number }) => id === 7)
    type.lengthInMinutesOptions = [60, 90]
    const at = (start: string, end: string, entryId: string) =>
      calendar.create(
        ctx,
        entry(9, { start: `${MONDAY}T${start}:00Z`, end: `${MONDAY}T${end}:00Z`, entryId }),
      )
    const keys = ['1', '2', '3'].map((digit) => digit.repeat(32))
    await at('08:00', '09:30', keys[0] ?? '')
    await at('10:00', '11:00', keys[1] ?? '')
    await at('12:00', '12:45', keys[2] ?? '')
    const lengths = stored().map(({ start, end }) => (Number(end) - Number(start)) / 60_000)
    expect(lengths).toEqual([90, 60, 60])
    expect(sent.filter(({ url }) => url.includes('/v2/event-types/7'))).toHaveLength(1)
  })

  test('a key without the right for it is a wrong setting', async () => {
    standIn.faults.set([{ status: 403 }])
    await expect(calendar.listCalendars(ctx)).rejects.toMatchObject({
      name: 'Misconfigured',
      field: 'api_key',
    })
  })

  test('every event type is a calendar', async () => {
    expect(await calendar.listCalendars(ctx)).toEqual([
      { id: '7', name: '60min', writable: true, minutes: [60], owner: 'Pro Example' },
      { id: '8', name: '30min', writable: true, minutes: [30], owner: 'Pro Example' },
      { id: '9', name: 'on-request', writable: true, minutes: [60], owner: 'Pro Example' },
    ])
  })
})

describe('webhooks', () => {
  const changed: ProviderFact = { type: 'calendar.changed', sync: 'bookings' }
  const ENTRY = entry(9).entryId

  async function subscribe() {
    const triggers = ['CREATED', 'RESCHEDULED', 'CANCELLED', 'REJECTED', 'REQUESTED', 'NO_SHOW_UPDATED']
    const body = {
      subscriberUrl: `${hooks.base}/bookings`,
      triggers: triggers.map((name) => `BOOKING_${name}`),
      active: true,
      secret: 'cal-secret',
    }
    await api('POST', '/v2/webhooks', body)
  }

  const api = (method: string, path: string, body: object) =>
    fetch(`${sandbox.addresses.calcom}${path}`, {
      method,
      headers: { authorization: `Bearer ${settings.api_key}`, 'cal-api-version': '2024-08-13' },
      body: JSON.stringify(body),
    })

  async function lastFacts(): Promise<ProviderFact[]> {
    await sandbox.idle()
    const last = hooks.received.at(-1)
    if (!last) throw new Error('No webhook came.')
    return hook.facts(ctx, last)
  }

  test('a booking made by somebody else only says that something changed', async () => {
    await subscribe()
    await ownerBooks(9)
    expect(await lastFacts()).toEqual([changed])
  })

  test('a booking that the hub wrote itself has nothing read again', async () => {
    await subscribe()
    await calendar.create(ctx, entry(9))
    expect(await lastFacts()).toEqual([])
  })

  test('a move tells the new reference, the one before, and the new time', async () => {
    await subscribe()
    const { reference } = await calendar.create(ctx, entry(9))
    const { uid } = await ownerMoves(reference, 13)
    expect(await lastFacts()).toEqual([
      {
        type: 'calendar.entry_moved',
        entryId: ENTRY,
        reference: uid,
        previousReference: reference,
        start: clock(13),
        end: clock(14),
      },
    ])
  })

  test.each<[string, object, object]>([
    ['a cancellation', {}, {}],
    [
      'a request to choose another time, which comes as a cancellation',
      { request_reschedule: true },
      { reason: 'reschedule_requested' },
    ],
  ])('%s tells that the entry is gone', async (_name, how, more) => {
    await subscribe()
    const { reference } = await calendar.create(ctx, entry(9))
    await ownerCancels(reference, how)
    expect(await lastFacts()).toEqual([
      { type: 'calendar.entry_cancelled', entryId: ENTRY, reference, ...more },
    ])
  })

  test('a booking that the plugin itself takes back is not told as cancelled', async () => {
    await subscribe()
    const { uid } = await ownerBooks(9)
    await api('POST', `/v2/bookings/${uid}/cancel`, { cancellationReason: TAKEN_BACK })
    expect(await lastFacts()).toEqual([changed])
  })

  test('a move of a request, which comes as a request, is told as a move', async () => {
    await subscribe()
    const { reference } = await calendar.create(ctx, entry(9, { calendar: '9' }))
    await api('POST', `/v2/bookings/${reference}/reschedule`, { start: clock(13) })
    const times = { start: clock(13), end: clock(14) }
    expect(await lastFacts()).toEqual([
      { type: 'calendar.entry_moved', entryId: ENTRY, reference: expect.any(String), ...times },
    ])
  })

  test('a declined request tells that the entry is gone', async () => {
    await subscribe()
    const { reference } = await calendar.create(ctx, entry(9, { calendar: '9' }))
    await api('POST', `/v2/bookings/${reference}/decline`, {})
    expect(await lastFacts()).toEqual([{ type: 'calendar.entry_cancelled', entryId: ENTRY, reference }])
  })

  test.each([true, false])('that a customer did not come is told, and taken back: %s', async (absent) => {
    await subscribe()
    const { reference } = await calendar.create(ctx, entry(9))
    const attendees = [{ email: `${ENTRY}@no-mail.invalid`, absent }]
    await api('POST', `/v2/bookings/${reference}/mark-absent`, { attendees })
    expect(await lastFacts()).toEqual([{ type: 'calendar.entry_no_show', reference, absent }])
  })
})

describe('sync', () => {
  async function sync() {
    const [from, to] = [Date.parse('2026-12-01T00:00:00Z'), Date.parse('2026-12-31T00:00:00Z')]
    const [page, ...more] = await runSync(syncBookings, ctx, { calendar: '7', checkpoint: null, from, to })
    if (!page || more.length > 0) throw new Error('One page was expected.')
    return page
  }

  const spans = (times: Array<{ start: string; end: string }>) => times.map(({ start, end }) => [start, end])

  test('it reads the whole span anew', async () => {
    const { checkpoint, replaces, freed } = await sync()
    expect({ checkpoint, replaces, freed }).toEqual({
      checkpoint: null,
      replaces: { from: '2026-12-01T00:00:00.000Z', to: '2026-12-31T00:00:00.000Z' },
      freed: [],
    })
  })

  test("what stands in the owner's connected calendar is busy", async () => {
    await control('PUT', '/busy-times', [{ start: clock(11), end: clock(12) }])
    expect(spans((await sync()).busy)).toEqual([[clock(11), clock(12)]])
  })

  test('where a private time touches an entry of ours, the private time is busy alone', async () => {
    await calendar.create(ctx, entry(9))
    await control('PUT', '/busy-times', [{ start: clock(9), end: clock(12) }])
    expect(spans((await sync()).busy)).toEqual([[clock(10), clock(12)]])
  })

  test('a private time is busy although an entry of ours stood there until it was cancelled', async () => {
    const { reference } = await calendar.create(ctx, entry(9))
    await calendar.cancel(ctx, { reference, calendar: '7' })
    await control('PUT', '/busy-times', [{ start: clock(9), end: clock(10) }])
    expect(spans((await sync()).busy)).toEqual([[clock(9), clock(10)]])
  })

  test('a booking of another event type keeps the host busy, one of ours there does not', async () => {
    await calendar.create(ctx, entry(9, { calendar: '8' }))
    await ownerBooks(13, 8)
    const { busy, facts } = await sync()
    expect(new Set(busy.map(({ start }) => start))).toEqual(new Set([clock(13)]))
    expect(facts).toEqual([])
  })

  test('a move by the owner is told by the new booking alone', async () => {
    const { reference } = await calendar.create(ctx, entry(9))
    const { uid } = await ownerMoves(reference, 13)
    expect((await sync()).facts).toEqual([
      {
        type: 'calendar.entry_moved',
        entryId: entry(9).entryId,
        reference: uid,
        start: clock(13),
        end: clock(14),
      },
    ])
  })

  test('a booking whose customer did not come is told as such', async () => {
    const { reference } = await calendar.create(ctx, entry(9))
    await calendar.markAbsent?.(ctx, { reference, calendar: '7', absent: true })
    expect((await sync()).facts).toContainEqual({
      type: 'calendar.entry_no_show',
      entryId: entry(9).entryId,
      reference,
      absent: true,
    })
  })

  test('a booking that was moved and has lost the metadata is known by the one before', async () => {
    const { reference } = await calendar.create(ctx, entry(9))
    const { uid } = await ownerMoves(reference, 13)
    for (const booking of stored()) if (booking.uid === uid) booking.metadata = {}
    const { facts, busy } = await sync()
    expect(busy).toEqual([])
    expect(facts).toMatchObject([
      { type: 'calendar.entry_moved', entryId: entry(9).entryId, reference: uid, start: clock(13) },
    ])
    expect(await calendar.find(ctx, entry(9))).toMatchObject({ reference: uid, start: clock(13) })
  })

  test('a cancellation by the owner is told', async () => {
    const { reference } = await calendar.create(ctx, entry(9))
    await ownerCancels(reference)
    expect((await sync()).facts).toEqual([
      { type: 'calendar.entry_cancelled', entryId: entry(9).entryId, reference },
    ])
  })

  test('more bookings than fit on a page are all read', async () => {
    await ownerBooks(9)
    const [first] = stored()
    const day = 86_400_000
    for (let copy = 1; copy < 203; copy++) {
      const shift = (copy % 20) * day
      const times = { start: Number(first?.start) + shift, end: Number(first?.end) + shift }
      stored().push({ ...structuredClone(first), ...times, id: 1000 + copy, uid: `copy-${copy}` })
    }
    const uids = (await sync()).busy
      .map(({ externalId }) => externalId)
      .filter((id) => !id.startsWith('busy:'))
    expect(new Set(uids).size).toBe(203)
  })
})
