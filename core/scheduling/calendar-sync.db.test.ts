import type { BusyTime, ProviderFact, SyncPage } from '@askpro/plugin-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import { entryRoutes } from './entry-routes.ts'
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
  await outside.links.create(salon.tenantId, {
    connectionId: account.ref.connectionId,
    calendar: 'anna',
    resourceId: salon.anna.id,
  })
})

afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)
const utc = (time: string): string => new Date(at(time)).toISOString()
const busy = (externalId: string, start: string, end: string): BusyTime => ({
  externalId,
  start: utc(start),
  end: utc(end),
})

function save(page: Partial<SyncPage>, syncedAt = hub.clock.now()) {
  const whole = { checkpoint: 'c', busy: [], freed: [], facts: [], ...page }
  return inTenant(hub, salon.tenantId, (tx) =>
    outside.busyTimes.save(tx, account.ref, { calendar: 'anna', page: whole, syncedAt }),
  )
}

const tell = (fact: ProviderFact, connection = account.ref, receivedAt = hub.clock.now()) =>
  outside.facts.accept(connection, fact, receivedAt)

async function booked(time: string, more: object = {}) {
  const result = await hub.orchestrator.book(salon.tenantId, {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: at(time),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
    ...more,
  })
  return result.is === 'booked' ? result.appointment : result
}

async function book(time: string, more: object = {}): Promise<Appointment> {
  const result = await booked(time, more)
  if ('is' in result) throw new Error(result.code)
  return result
}

async function written(time: string, more: object = {}): Promise<Appointment> {
  const appointment = await book(time, more)
  await outside.export(salon.tenantId, appointment.id)
  return read(appointment)
}

const read = ({ id }: Appointment) => hub.appointments.get(salon.tenantId, id)
const events = ({ id }: Appointment) => eventsOf(hub, salon.tenantId, id)
const entryOf = () => [...account.calendar.standing.values()][0]?.entryId ?? ''
const referenceOf = () => [...account.calendar.standing.keys()][0] ?? ''

/** The owner drags one of the hub's entries in the own calendar, and the provider tells. */
function drag(start: string, end: string, which = 0): Promise<void> {
  const [reference, entry] = [...account.calendar.standing][which] ?? []
  if (!entry || !reference) throw new Error('nothing stands there')
  const { entryId } = entry
  account.calendar.standing.set(reference, { ...entry, start: utc(start), end: utc(end) })
  return tell({ type: 'calendar.entry_moved', entryId, reference, start: utc(start), end: utc(end) })
}

describe('busy times', () => {
  test('of a linked calendar block its resource until they are freed', async () => {
    await save({ busy: [busy('dentist', '10:10', '10:20')] })
    expect(await booked('10:00')).toMatchObject({ is: 'refused', code: 'slot_taken' })
    await save({ freed: ['dentist'] })
    expect(await booked('10:00')).toMatchObject({ status: 'confirmed' })
  })

  test('that move block the new time only', async () => {
    await save({ busy: [busy('dentist', '10:00', '11:00')] })
    await save({ busy: [busy('dentist', '13:00', '14:00')] })
    await book('10:00')
    expect(await booked('13:30')).toMatchObject({ is: 'refused' })
  })

  test('stay in force when a page does not speak of them, and go when it replaces their window or everything', async () => {
    await save({ busy: [busy('a', '10:00', '10:30'), busy('b', '14:00', '14:30')] })
    await save({ busy: [busy('c', '11:00', '11:30')] })
    expect(await booked('10:00')).toMatchObject({ is: 'refused' })
    await save({ replaces: { from: utc('09:00'), to: utc('12:00') }, busy: [busy('c', '11:00', '11:30')] })
    await book('10:00')
    expect(await booked('11:00')).toMatchObject({ is: 'refused' })
    expect(await booked('14:00')).toMatchObject({ is: 'refused' })
    await save({ reset: true, busy: [] })
    await book('11:00')
    await book('14:00')
  })

  test('are rounded outwards to whole minutes', async () => {
    const start = new Date(at('10:29') + 59_000).toISOString()
    await save({ busy: [{ externalId: 'odd', start, end: utc('11:00') }] })
    expect(await booked('10:00')).toMatchObject({ is: 'refused' })
  })

  test('belong to nobody else: neither to a colleague nor to another tenant', async () => {
    const bob = await salon.addStaff('Bob')
    await save({ busy: [busy('dentist', '10:00', '10:30')] })
    expect((await book('10:00')).occupancies[0]?.resourceId).toBe(bob.id)
    const other = await hub.salon()
    const read = await inTenant(hub, other.tenantId, (tx) => tx.rows({ text: 'select * from busy_blocks' }))
    expect(read).toEqual([])
  })

  test('of a second account make the same person busy, and the first account’s full page leaves them alone', async () => {
    const second = await outside.connect(salon.tenantId)
    const wanted = { connectionId: second.ref.connectionId, calendar: 'anna', resourceId: salon.anna.id }
    await outside.links.create(salon.tenantId, { ...wanted, writes: false })
    const page = {
      checkpoint: 'c',
      reset: true,
      freed: [],
      facts: [],
      busy: [busy('school', '10:00', '10:30')],
    }
    await inTenant(hub, salon.tenantId, (tx) =>
      outside.busyTimes.save(tx, second.ref, { calendar: 'anna', page, syncedAt: hub.clock.now() }),
    )
    await save({ reset: true })
    expect(await booked('10:00')).toMatchObject({ is: 'refused' })
    await written('11:00')
    expect([account.calendar.standing.size, second.calendar.standing.size]).toEqual([1, 0])
  })

  test('are asked for exactly where a calendar is read over that connection', async () => {
    await outside.links.create(salon.tenantId, {
      connectionId: account.ref.connectionId,
      calendar: 'write-only',
      resourceId: salon.anna.id,
      reads: false,
    })
    const calendars = (ref: typeof account.ref) =>
      inTenant(hub, ref.tenantId, (tx) => outside.busyTimes.calendarsOf(tx, ref))
    expect(await calendars(account.ref)).toEqual(['anna'])
    expect(await calendars((await outside.connect(salon.tenantId)).ref)).toEqual([])
  })

  test('that come in over an appointment are a conflict that shows, once', async () => {
    const appointment = await book('10:00')
    await save({ busy: [busy('dentist', '10:10', '11:00')] })
    await save({ reset: true, busy: [busy('dentist', '10:10', '11:00')] })
    expect(await events(appointment)).toEqual(['appointment.booked', 'appointment.conflict'])
    expect(await read(appointment)).toMatchObject({ status: 'confirmed', start: at('10:00') })
  })

  test('and a booking at the same moment: one of them sees the other', async () => {
    for (let round = 0; round < 10; round++) {
      const start = at('10:00') + round * 30 * 60_000
      const time = { start: new Date(start).toISOString(), end: new Date(start + 1_800_000).toISOString() }
      const [, result] = await Promise.all([
        save({ busy: [{ externalId: `meeting-${round}`, ...time }] }),
        booked('10:00', { start }),
      ])
      if ('is' in result) continue
      expect(await events(result)).toContain('appointment.conflict')
    }
  })

  test('that are the hub’s own entries block nothing, whichever id they are told by', async () => {
    const appointment = await written('10:00')
    const twice = [busy(referenceOf(), '10:00', '10:30'), busy(entryOf(), '10:00', '10:30')]
    await save({ busy: twice })
    expect(await events(appointment)).toEqual(['appointment.booked'])
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id })
    await book('10:00')
  })

  test('that were read before their reference was known are forgotten once it is', async () => {
    const appointment = await book('10:00')
    await save({ busy: [busy('booking-1', '10:00', '10:30')] })
    await outside.export(salon.tenantId, appointment.id)
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id })
    await book('10:00')
  })
})

describe('a complete page', () => {
  const page = { checkpoint: 'c', reset: true, busy: [], freed: [], facts: [] }
  const compare = (more: Partial<SyncPage> = {}, before = hub.clock.now() + 1) =>
    inTenant(hub, salon.tenantId, (tx) =>
      outside.busyTimes.save(tx, account.ref, {
        calendar: 'anna',
        page: { ...page, ...more },
        syncedAt: hub.clock.now(),
        compare: { from: at('00:00'), to: at('23:59'), before },
      }),
    )

  test('is held against what was known before it, and then counts', async () => {
    await save({ busy: [busy('a', '10:00', '10:30'), busy('b', '11:00', '11:30')] })
    const told = [busy('a', '10:15', '10:30'), busy('c', '12:00', '12:30')]
    const found = await compare({ busy: told })
    expect(found?.drift).toMatchObject({
      busy: { missing_here: 1, missing_there: 1, different: 1 },
      entries: { missing_here: 0, missing_there: 0, different: 0 },
    })
    expect((await compare({ busy: told }))?.drift.sample).toEqual([])
  })

  test('misses what the hub has written and nobody told, unless it was written just now or is over', async () => {
    const appointment = await written('10:00')
    const missed = [{ entryId: entryOf(), reference: referenceOf(), start: utc('10:00') }]
    expect((await compare())?.missed).toEqual(missed)
    expect((await compare({}, hub.clock.now() - 60_000))?.missed).toEqual([])
    expect((await compare({ busy: [busy(referenceOf(), '10:00', '10:30')] }))?.missed).toEqual([])
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id })
    expect((await compare())?.missed).toEqual([])
  })
})

describe('a calendar that has not been read for long', () => {
  const search = () =>
    hub.availability.search(salon.tenantId, {
      serviceId: salon.cut.id,
      locationId: salon.location.id,
      from: at('10:00'),
      to: at('10:01'),
    })

  test('is told with every answer, and what is booked then is provisional until it is read again', async () => {
    const { connectionId } = account.ref
    expect(await search()).toMatchObject({
      stale: true,
      calendars: [{ connection_id: connectionId, synced_at: null }],
    })
    const appointment = await book('10:00')
    expect(appointment.provisional).toBe(true)
    await save({})
    expect((await read(appointment)).provisional).toBe(false)
    expect(await search()).toMatchObject({ stale: false, calendars: [{ synced_at: hub.clock.now() }] })
    expect((await book('11:00')).provisional).toBe(false)
  })

  test('is not offered at all where the client wants it so', async () => {
    const [link] = await outside.links.list(salon.tenantId)
    await outside.links.update(salon.tenantId, link?.id ?? '', { whenStale: 'refuse', staleAfterMinutes: 60 })
    expect(await booked('10:00')).toMatchObject({ is: 'refused', code: 'calendar_stale', alternatives: [] })
    await save({}, hub.clock.now() - 61 * 60_000)
    expect((await search()).slots).toEqual([])
    await save({}, hub.clock.now() - 60 * 60_000)
    await book('10:00')
  })
})

describe('the owner', () => {
  test('who moves an entry moves the appointment, off the grid as well', async () => {
    const appointment = await written('10:00')
    await drag('13:07', '13:37')
    expect(await read(appointment)).toMatchObject({ status: 'confirmed', start: at('13:07'), version: 2 })
    const calls = account.calendar.calls.length
    await outside.export(salon.tenantId, appointment.id)
    expect(account.calendar.calls).toHaveLength(calls)
    await drag('13:07', '13:37')
    expect((await read(appointment)).version).toBe(2)
  })

  test('who moves it onto another appointment sees it put back, and the conflict shows', async () => {
    const appointment = await written('10:00')
    await book('12:00')
    await drag('12:15', '12:45')
    expect(await read(appointment)).toMatchObject({ start: at('10:00'), version: 1 })
    expect(await events(appointment)).toContain('appointment.conflict')
    await outside.export(salon.tenantId, appointment.id)
    expect([...account.calendar.standing.values()].map(({ start }) => start)).toEqual([utc('10:00')])
  })

  test('who makes it longer changes no booking, but it shows once', async () => {
    const appointment = await written('10:00')
    await drag('10:00', '11:30')
    await drag('10:00', '11:30')
    expect(await events(appointment)).toEqual(['appointment.booked', 'appointment.conflict'])
    expect(await read(appointment)).toMatchObject({ end: at('10:30') })
  })

  test('who moves one part of a service moves the whole', async () => {
    account.calendar.entries = 'parts'
    const appointment = await written('10:00', { serviceId: salon.colour.id })
    await drag('14:00', '14:30', 1)
    expect(await read(appointment)).toMatchObject({ start: at('13:00'), end: at('14:30') })
    await outside.export(salon.tenantId, appointment.id)
    const starts = [...account.calendar.standing.values()].map(({ start }) => start)
    expect(starts.sort()).toEqual([utc('13:00'), utc('14:00')])
  })

  test('who removes an entry cancels the appointment; a second word of it changes nothing', async () => {
    const appointment = await written('10:00')
    const fact = { type: 'calendar.entry_cancelled', reference: referenceOf(), reason: 'ill' } as const
    await tell(fact)
    await tell(fact)
    expect(await read(appointment)).toMatchObject({ status: 'cancelled', endReason: 'ill', version: 2 })
  })
})

describe('a calendar whose owner is not followed', () => {
  const changes = async (ownerChanges: 'ask' | 'restore') => {
    const [link] = await outside.links.list(salon.tenantId)
    await outside.links.update(salon.tenantId, link?.id ?? '', { ownerChanges })
  }
  const remove = async () => {
    const [[reference = ''] = []] = [...account.calendar.standing]
    account.calendar.standing.delete(reference)
    await tell({ type: 'calendar.entry_cancelled', entryId, reference })
  }
  const payloads = ({ id }: Appointment) =>
    inTenant(hub, salon.tenantId, (tx) =>
      tx.rows<{ type: string; payload: Record<string, unknown> }>({
        text: 'select type, payload from events where aggregate_id = $1 order by seq offset 1',
        values: [id],
      }),
    )
  const stands = () => [...account.calendar.standing.values()].map(({ start, end }) => [start, end])
  let appointment: Appointment
  let entryId: string
  beforeEach(async () => {
    appointment = await written('10:00')
    entryId = entryOf()
  })

  test('asked about: nothing changes, and one event has both times', async () => {
    await changes('ask')
    await drag('13:07', '13:37')
    await drag('13:07', '13:37')
    expect(await read(appointment)).toMatchObject({ status: 'confirmed', start: at('10:00'), version: 1 })
    const told = { told_start: utc('13:07'), told_end: utc('13:37'), wished_start: utc('13:07') }
    const payload = expect.objectContaining({ ...told, why: 'moved', start: utc('10:00'), calendar: 'anna' })
    expect(await payloads(appointment)).toEqual([{ type: 'appointment.owner_wish', payload }])
    expect(stands()).toEqual([[utc('13:07'), utc('13:37')]])
  })

  const tasks = () =>
    inTenant(hub, salon.tenantId, (tx) =>
      tx.rows<{ kind: string; state: string; facts: Record<string, unknown> }>({
        text: 'select kind, state, facts from tasks where tenant_id = $1 order by id',
        values: [salon.tenantId],
      }),
    )

  test('asked about: somebody has a task, until it is declined', async () => {
    await changes('ask')
    await drag('13:07', '13:37')
    const facts = { why: 'moved', start: utc('10:00'), wished_start: utc('13:07'), calendar: 'anna' }
    expect(await tasks()).toMatchObject([{ kind: 'owner_wish', state: 'open', facts }])
    await outside.export(salon.tenantId, appointment.id)
    expect(await tasks()).toMatchObject([{ state: 'settled' }])
  })

  test('asked about: the task is settled when the business agrees', async () => {
    await changes('ask')
    await drag('13:00', '13:30')
    await hub.orchestrator.reschedule(salon.tenantId, {
      appointmentId: appointment.id,
      start: at('13:00'),
      requestKey: 'agreed',
      actor: 'business',
    })
    await outside.export(salon.tenantId, appointment.id)
    expect(await tasks()).toMatchObject([{ kind: 'owner_wish', state: 'settled' }])
    expect(stands()).toEqual([[utc('13:00'), utc('13:30')]])
  })

  test('asked about: the task is settled when the owner puts the entry back, or the appointment is cancelled', async () => {
    await changes('ask')
    await drag('13:00', '13:30')
    await drag('10:00', '10:30')
    expect(await tasks()).toMatchObject([{ state: 'settled' }])
    await remove()
    expect((await tasks()).map(({ state }) => state)).toEqual(['settled', 'open'])
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id, actor: 'business' })
    await outside.export(salon.tenantId, appointment.id)
    expect((await tasks()).map(({ state }) => state)).toEqual(['settled', 'settled'])
  })

  test('asked about and declined: the entry is written back', async () => {
    await changes('ask')
    await drag('13:07', '13:37')
    const [route] = entryRoutes(hub)
    const request = { tenantId: salon.tenantId, params: { id: appointment.id } }
    expect(await route?.handler(request as never)).toEqual({ status: 202 })
    const jobs = await inTenant(hub, salon.tenantId, (tx) =>
      tx.rows<{ id: string }>({
        text: `select payload ->> 'appointment_id' as id from jobs where kind = 'appointment.export' and unique_key like '%:asked-%'
          and tenant_id = $1`,
        values: [salon.tenantId],
      }),
    )
    expect(jobs).toEqual([{ id: appointment.id }])
    await outside.export(salon.tenantId, appointment.id)
    expect(stands()).toEqual([[utc('10:00'), utc('10:30')]])
  })

  test('asked about: a removed entry leaves the appointment where it is', async () => {
    await changes('ask')
    await remove()
    await tell({ type: 'calendar.entry_cancelled', entryId, reference: 'booking-1' })
    expect(await read(appointment)).toMatchObject({ status: 'confirmed', version: 1 })
    const payload = expect.objectContaining({ why: 'removed', wished_start: null, start: utc('10:00') })
    expect(await payloads(appointment)).toEqual([{ type: 'appointment.owner_wish', payload }])
  })

  test.each([
    ['moved', () => drag('13:07', '13:37')],
    ['made longer', () => drag('10:00', '11:30')],
    ['removed', () => remove()],
  ])('restored: what was %s is written back, and its echo changes nothing', async (_what, change) => {
    await changes('restore')
    await change()
    await outside.export(salon.tenantId, appointment.id)
    expect(stands()).toEqual([[utc('10:00'), utc('10:30')]])
    const [reference = ''] = [...account.calendar.standing.keys()]
    const calls = account.calendar.calls.length
    const back = { start: utc('10:00'), end: utc('10:30') }
    await tell({ type: 'calendar.entry_moved', entryId, reference, ...back })
    await outside.export(salon.tenantId, appointment.id)
    expect(account.calendar.calls).toHaveLength(calls)
    expect(await read(appointment)).toMatchObject({ status: 'confirmed', start: at('10:00'), version: 1 })
  })
})

describe('an echo', () => {
  test('of what the hub wrote itself changes nothing', async () => {
    const appointment = await written('10:00')
    await hub.orchestrator.reschedule(salon.tenantId, {
      appointmentId: appointment.id,
      start: at('11:00'),
      requestKey: freshKey(),
    })
    // Before and after the move has reached the provider, which tells where it stands at every sync.
    const entryId = entryOf()
    const stands = (time: string, end: string) =>
      tell({
        type: 'calendar.entry_moved',
        entryId,
        reference: referenceOf(),
        start: utc(time),
        end: utc(end),
      })
    await stands('10:00', '10:30')
    await outside.export(salon.tenantId, appointment.id)
    await stands('11:00', '11:30')
    await stands('10:00', '10:30')
    // The booking that was moved stays behind at some providers, as cancelled.
    await tell({ type: 'calendar.entry_cancelled', entryId, reference: 'booking-1' })
    expect(await read(appointment)).toMatchObject({ status: 'confirmed', start: at('11:00'), version: 2 })
    expect(await events(appointment)).toEqual(['appointment.booked', 'appointment.rescheduled'])
  })

  test('of a cancellation changes nothing', async () => {
    const appointment = await written('10:00')
    const fact = { type: 'calendar.entry_cancelled', entryId: entryOf(), reference: referenceOf() } as const
    await hub.orchestrator.cancel(salon.tenantId, { appointmentId: appointment.id, reason: 'customer' })
    await outside.export(salon.tenantId, appointment.id)
    await tell(fact)
    expect(await read(appointment)).toMatchObject({ endReason: 'customer', version: 2 })
  })
})

describe('a fact over somebody else’s connection', () => {
  test('is about nothing, even with the right id', async () => {
    const appointment = await written('10:00')
    const stranger = await outside.connect((await hub.salon()).tenantId)
    const fact = { type: 'calendar.entry_cancelled', entryId: entryOf(), reference: referenceOf() } as const
    await tell(fact, stranger.ref)
    expect((await read(appointment)).status).toBe('confirmed')
  })

  test('finds the client’s appointment when it is their agency’s, shared one', async () => {
    const shared = await outside.connect(salon.agencyId, true)
    await outside.links.create(salon.tenantId, { connectionId: shared.ref.connectionId, calendar: 'all' })
    const appointment = await written('10:00')
    const [entry] = [...shared.calendar.standing.values()]
    const [reference = ''] = [...shared.calendar.standing.keys()]
    await tell({ type: 'calendar.entry_cancelled', entryId: entry?.entryId ?? '', reference }, shared.ref)
    expect((await read(appointment)).status).toBe('cancelled')
  })
})

test('an explanation names the entry of the outside calendar by its times, and says how old the calendar is', async () => {
  const explain = (time: string) =>
    hub.availability.explain(salon.tenantId, {
      serviceId: salon.cut.id,
      locationId: salon.location.id,
      start: at(time),
    })
  const read = { resourceId: salon.anna.id, connectionId: account.ref.connectionId, calendar: 'anna' }
  expect(await explain('10:00')).toMatchObject({
    offered: true,
    resources: [{ resourceId: salon.anna.id, reasons: [] }],
    calendars: [{ ...read, syncedAt: null, stale: true }],
  })
  await save({ busy: [busy('theirs', '10:10', '10:20')] })
  const span = { start: at('10:10') / 60_000, end: at('10:20') / 60_000 }
  expect(await explain('10:00')).toMatchObject({
    offered: false,
    resources: [{ reasons: [{ code: 'calendar_entry', near: false, ...span }] }],
    calendars: [{ ...read, syncedAt: hub.clock.now(), stale: false }],
  })
})
