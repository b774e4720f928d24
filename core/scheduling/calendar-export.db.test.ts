import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import {
  berlin,
  bookingFixture,
  eventsOf,
  freshKey,
  inTenant,
  type Salon,
} from './testing/booking-fixture.ts'
import { type CalendarSlice, calendarSlice } from './testing/calendar-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let outside: CalendarSlice
let salon: Salon
let account: Awaited<ReturnType<CalendarSlice['connect']>>

beforeAll(async () => {
  hub = await bookingFixture()
  outside = calendarSlice(hub)
})

beforeEach(async () => {
  salon = await hub.salon()
  account = await outside.connect(salon.tenantId)
})

afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)
const link = (more: object = {}) =>
  outside.links.create(salon.tenantId, {
    connectionId: account.ref.connectionId,
    calendar: 'anna',
    resourceId: salon.anna.id,
    ...more,
  })
const run = ({ id }: Appointment) => outside.export(salon.tenantId, id)
const standing = () => [...account.calendar.standing.values()]
const read = ({ id }: Appointment) => hub.appointments.get(salon.tenantId, id)

async function book(time: string, more: object = {}): Promise<Appointment> {
  const result = await hub.orchestrator.book(salon.tenantId, {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: at(time),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
    ...more,
  })
  if (result.is === 'refused') throw new Error(result.code)
  return result.appointment
}

const move = ({ id }: Appointment, time: string, more: object = {}) =>
  hub.orchestrator.reschedule(salon.tenantId, {
    appointmentId: id,
    start: at(time),
    requestKey: freshKey(),
    ...more,
  })

test('an appointment is written with all that the provider needs, and again changes nothing', async () => {
  await link()
  const customer = await hub.customers.create(salon.tenantId, {
    name: 'Erika Muster',
    phone: '+4930901820',
    email: 'erika@example.org',
    language: 'de',
  })
  const appointment = await book('10:00', { customerId: customer.id })
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(standing()).toEqual([
    {
      entryId: expect.stringMatching(/^[0-9a-f]{32}$/),
      appointmentId: appointment.id,
      calendar: 'anna',
      start: '2027-03-02T09:00:00.000Z',
      end: '2027-03-02T09:30:00.000Z',
      zone: 'Europe/Berlin',
      title: 'Haarschnitt: Erika Muster',
      attendee: { name: 'Erika Muster', phone: '+4930901820', email: 'erika@example.org', language: 'de' },
    },
  ])
  const { connectionId } = account.ref
  expect((await read(appointment)).external).toEqual([
    { connectionId, reference: 'booking-1', state: 'written' },
  ])
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(account.calendar.calls).toEqual(['create'])
})

test('an entry whose making answered with an error is found, not made twice', async () => {
  await link()
  const appointment = await book('10:00')
  account.calendar.fail('lost_answer')
  expect(await run(appointment)).toMatchObject({ is: 'snooze' })
  expect((await read(appointment)).external).toMatchObject([{ reference: null, state: 'creating' }])
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(account.calendar.calls).toEqual(['create', 'find'])
  expect(standing()).toHaveLength(1)
  expect((await read(appointment)).external).toMatchObject([{ reference: 'booking-1', state: 'written' }])
})

test('an outage before anything was done ends in one entry as well', async () => {
  await link()
  const appointment = await book('10:00')
  account.calendar.fail('outage', 'outage')
  expect(await run(appointment)).toMatchObject({ is: 'snooze', until: hub.clock.now() + 5_000 })
  expect(await run(appointment)).toMatchObject({ is: 'snooze' })
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(standing()).toHaveLength(1)
})

test('two runs at once make one entry: the second waits', async () => {
  await link()
  const appointment = await book('10:00')
  const answer = account.calendar.pause()
  const first = run(appointment)
  while (account.calendar.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await run(appointment)).toMatchObject({ is: 'snooze', until: hub.clock.now() + 2_000 })
  answer()
  expect(await first).toEqual({ is: 'done' })
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(account.calendar.calls).toEqual(['create'])
})

test('a move follows, also where its answer was lost and the provider has given a new reference', async () => {
  await link()
  const appointment = await book('10:00')
  await run(appointment)
  await move(appointment, '11:00')
  account.calendar.fail('lost_answer')
  expect(await run(appointment)).toMatchObject({ is: 'snooze' })
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(account.calendar.calls).toEqual(['create', 'move', 'find'])
  expect(standing().map(({ start }) => start)).toEqual(['2027-03-02T10:00:00.000Z'])
  expect((await read(appointment)).external).toMatchObject([{ reference: 'booking-2', state: 'written' }])
})

describe('where the provider has version marks', () => {
  const factJobs = () =>
    inTenant(hub, salon.tenantId, (tx) =>
      tx.rows<{ fact: object }>({
        text: "select payload -> 'fact' as fact from jobs where kind = 'fact.accept' and payload ->> 'connection_id' = $1",
        values: [account.ref.connectionId],
      }),
    )
  const drag = (entry: { entryId: string }, over: object) => {
    const [[reference, stands] = ['', undefined]] = [...account.calendar.standing]
    if (stands) account.calendar.standing.set(reference, { ...stands, ...over })
    account.calendar.touch(entry)
  }
  const movedAfter = async (over: object) => {
    account.calendar.marks = new Map()
    await link()
    const appointment = await book('10:00')
    await run(appointment)
    const [entry] = standing()
    if (!entry) throw new Error('nothing stands')
    drag(entry, over)
    await move(appointment, '11:00')
    expect(await run(appointment)).toEqual({ is: 'done' })
    return entry
  }

  test('what the owner has changed but for its time is moved all the same', async () => {
    await movedAfter({})
    expect(account.calendar.calls).toEqual(['create', 'move', 'find', 'move'])
    expect(standing().map(({ start }) => start)).toEqual(['2027-03-02T10:00:00.000Z'])
    expect(await factJobs()).toEqual([])
  })

  test('what the owner has moved meanwhile is not written over, but told', async () => {
    const [start, end] = ['2027-03-02T13:00:00.000Z', '2027-03-02T13:30:00.000Z']
    const { entryId } = await movedAfter({ start, end })
    expect(standing().map((entry) => entry.start)).toEqual([start])
    const fact = { type: 'calendar.entry_moved', entryId, reference: 'booking-1', start, end }
    expect(await factJobs()).toEqual([{ fact }])
    await outside.facts.accept(account.ref, { ...fact, type: 'calendar.entry_moved' }, hub.clock.now())
    const [{ appointmentId = '' } = {}] = standing()
    expect((await hub.appointments.get(salon.tenantId, appointmentId)).start).toBe(Date.parse(start))
  })
})

test('a move before the first run leaves one entry at the last time, whichever job runs', async () => {
  await link()
  const appointment = await book('10:00')
  await move(appointment, '11:00')
  await move(appointment, '12:00')
  for (let job = 0; job < 3; job++) expect(await run(appointment)).toEqual({ is: 'done' })
  expect(account.calendar.calls).toEqual(['create'])
  expect(standing().map(({ start }) => start)).toEqual(['2027-03-02T11:00:00.000Z'])
})

test('what is cancelled goes, also where it is not known whether it was ever written', async () => {
  await link()
  const [first, second] = [await book('10:00'), await book('11:00')]
  await run(first)
  account.calendar.fail('lost_answer')
  await run(second)
  for (const appointment of [first, second]) {
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id })
    expect(await run(appointment)).toEqual({ is: 'done' })
    expect((await read(appointment)).external).toMatchObject([{ state: 'cancelled' }])
  }
  expect(standing()).toEqual([])
  expect(await run(first)).toEqual({ is: 'done' })
})

test('whoever takes over an appointment has it in their calendar, and the other one has not', async () => {
  const bob = await salon.addStaff('Bob')
  await link()
  await link({ calendar: 'bob', resourceId: bob.id })
  const appointment = await book('10:00', { resourceId: salon.anna.id })
  await run(appointment)
  expect(standing().map(({ calendar }) => calendar)).toEqual(['anna'])
  await move(appointment, '10:00', { resourceId: bob.id })
  await run(appointment)
  expect(standing().map(({ calendar }) => calendar)).toEqual(['bob'])
  await move(appointment, '10:00', { resourceId: salon.anna.id })
  await run(appointment)
  expect(standing().map(({ calendar }) => calendar)).toEqual(['anna'])
})

test('a calendar that wants parts leaves the waiting free', async () => {
  await link()
  account.calendar.entries = 'parts'
  const appointment = await book('10:00', { serviceId: salon.colour.id })
  await run(appointment)
  expect(standing().map(({ start, end }) => [start, end])).toEqual([
    ['2027-03-02T09:00:00.000Z', '2027-03-02T09:30:00.000Z'],
    ['2027-03-02T10:00:00.000Z', '2027-03-02T10:30:00.000Z'],
  ])
  await move(appointment, '12:00')
  await run(appointment)
  expect(standing().map(({ start }) => start)).toEqual([
    '2027-03-02T11:00:00.000Z',
    '2027-03-02T12:00:00.000Z',
  ])
})

describe('what a provider refuses', () => {
  test('is shown and not asked again, while the other calendars go on', async () => {
    await link()
    const other = await outside.connect(salon.tenantId)
    await link({ connectionId: other.ref.connectionId, calendar: 'all', resourceId: undefined })
    const appointment = await book('10:00')
    account.calendar.fail('refuses')
    expect(await run(appointment)).toEqual({ is: 'done' })
    expect(other.calendar.standing.size).toBe(1)
    expect((await read(appointment)).external.map(({ state }) => state).sort()).toEqual([
      'refused',
      'written',
    ])
    expect(await eventsOf(hub, salon.tenantId, appointment.id)).toContain('appointment.export_refused')
    expect(await run(appointment)).toEqual({ is: 'done' })
    expect(account.calendar.calls).toEqual(['create'])
  })

  const tasks = () =>
    inTenant(hub, salon.tenantId, (tx) =>
      tx.rows({
        text: 'select kind, state, about, facts from tasks where tenant_id = $1 order by id',
        values: [salon.tenantId],
      }),
    )

  test('is a task for somebody, until the appointment is cancelled', async () => {
    await link()
    const appointment = await book('10:00')
    account.calendar.fail('refuses')
    await run(appointment)
    expect(await tasks()).toMatchObject([
      {
        kind: 'entry_refused',
        state: 'open',
        about: { appointment_id: appointment.id, connection_id: account.ref.connectionId },
        facts: { code: 'not_available', calendar: 'anna', start: '2027-03-02T09:00:00.000Z' },
      },
    ])
    await run(appointment)
    expect(await tasks()).toMatchObject([{ state: 'open' }])
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id, actor: 'business' })
    await run(appointment)
    expect(await tasks()).toMatchObject([{ state: 'settled' }])
  })

  test('and does not remove stays a task, until it does', async () => {
    await link()
    const appointment = await book('10:00')
    await run(appointment)
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id, actor: 'business' })
    account.calendar.fail('refuses')
    await run(appointment)
    expect(await tasks()).toMatchObject([
      { kind: 'entry_refused', state: 'open', facts: { what: 'removal' } },
    ])
    await run(appointment)
    expect([standing(), await tasks()]).toMatchObject([[], [{ state: 'settled' }]])
  })

  test('is asked again once the appointment has moved, and the task is settled', async () => {
    await link()
    const appointment = await book('10:00')
    account.calendar.fail('refuses')
    await run(appointment)
    await move(appointment, '11:00')
    await run(appointment)
    expect(await tasks()).toMatchObject([{ kind: 'entry_refused', state: 'settled' }])
    expect(standing().map(({ start }) => start)).toEqual(['2027-03-02T10:00:00.000Z'])
  })

  test('includes a time that nobody asked for: it is taken back', async () => {
    await link()
    const appointment = await book('10:00')
    account.calendar.fail('other_time')
    expect(await run(appointment)).toEqual({ is: 'done' })
    expect(standing()).toEqual([])
    expect((await read(appointment)).external).toMatchObject([{ state: 'refused' }])
  })
})

test('an outage of one calendar keeps no other one waiting, and is tried again', async () => {
  await link()
  const other = await outside.connect(salon.tenantId)
  await link({ connectionId: other.ref.connectionId, calendar: 'all', resourceId: undefined })
  const appointment = await book('10:00')
  account.calendar.fail('outage')
  expect(await run(appointment)).toMatchObject({ is: 'snooze' })
  expect(other.calendar.standing.size).toBe(1)
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(other.calendar.calls).toEqual(['create'])
  expect(account.calendar.standing.size).toBe(1)
})

test('a link for another service or another resource, or only for reading, is left alone', async () => {
  const bob = await salon.addStaff('Bob')
  await link({ resourceId: bob.id })
  await link({ serviceId: salon.colour.id })
  await link({ calendar: 'private', writes: false })
  const appointment = await book('10:00', { resourceId: salon.anna.id })
  expect(await run(appointment)).toEqual({ is: 'done' })
  expect(account.calendar.calls).toEqual([])
})

test('a hold never stands in a calendar', async () => {
  await link()
  const held = await hub.orchestrator.hold(salon.tenantId, {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: at('10:00'),
    holder: 'call:1',
    requestKey: freshKey(),
  })
  if (held.is !== 'held') throw new Error(held.code)
  await run(held.appointment)
  expect(account.calendar.calls).toEqual([])
})

test('each booking, move and cancellation puts its job in the same transaction', async () => {
  const appointment = await book('10:00')
  await move(appointment, '11:00')
  await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id })
  const jobs = await inTenant(hub, salon.tenantId, (tx) =>
    tx.rows<{ payload: object }>({
      text: `select payload from jobs where kind = 'appointment.export' order by id`,
    }),
  )
  const id = appointment.id
  expect(jobs.map(({ payload }) => payload)).toEqual(
    [1, 2, 3].map((version) => ({ appointment_id: id, version })),
  )
})

describe('an agency’s connection', () => {
  test('serves its client where it is shared, for writing only', async () => {
    const shared = await outside.connect(salon.agencyId, true)
    const wanted = { connectionId: shared.ref.connectionId, resourceId: undefined }
    await link(wanted)
    await run(await book('10:00'))
    expect(shared.calendar.standing.size).toBe(1)
    await expect(
      link({ ...wanted, calendar: 'more', reads: true, resourceId: salon.anna.id }),
    ).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  test('that is not shared, or another agency’s, is unknown', async () => {
    const kept = await outside.connect(salon.agencyId, false)
    const foreign = await outside.connect((await hub.salon()).agencyId, true)
    for (const { ref } of [kept, foreign]) {
      await expect(link({ connectionId: ref.connectionId })).rejects.toMatchObject({ code: 'invalid' })
    }
  })
})
