import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { berlin, bookingFixture, freshKey, type Salon } from './testing/booking-fixture.ts'
import { everyDay } from './testing/sample-request.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon

beforeAll(async () => {
  hub = await bookingFixture()
})

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)
const ask = (more: object = {}) => ({
  serviceId: salon.cut.id,
  locationId: salon.location.id,
  from: at('09:00'),
  to: at('10:00'),
  ...more,
})
const starts = async (more: object = {}) =>
  (await hub.availability.search(salon.tenantId, ask(more))).slots.map(({ start }) => start)
const hold = (time: string, holder: string) =>
  hub.orchestrator.hold(salon.tenantId, { ...ask(), start: at(time), holder, requestKey: freshKey() })

test('what is offered can be booked as it stands, and is offered no more', async () => {
  const { slots } = await hub.availability.search(salon.tenantId, ask())
  expect(slots.map(({ start }) => start)).toEqual([at('09:00'), at('09:15'), at('09:30'), at('09:45')])
  const [slot] = slots
  if (!slot) throw new Error('nothing is offered')
  expect(slot).toMatchObject({ end: at('09:30'), resourceIds: [salon.anna.id] })
  const { serviceId, locationId, start, token } = slot
  const booking = { customerId: null, source: 'api', requestKey: freshKey() }
  const result = await hub.orchestrator.book(salon.tenantId, {
    serviceId,
    locationId,
    start,
    offerToken: token,
    ...booking,
  })
  expect(result.is).toBe('booked')
  expect(await starts()).toEqual([at('09:30'), at('09:45')])
})

test('an own hold does not stand in the way; somebody else’s does, and says until when the answer holds', async () => {
  const held = await hold('09:00', 'call:1')
  if (held.is !== 'held') throw new Error(held.code)
  expect(await starts({ forHolder: 'call:1' })).toContain(at('09:00'))
  expect(await starts({ forHolder: 'call:2' })).not.toContain(at('09:00'))
  const { validUntil } = await hub.availability.search(salon.tenantId, ask())
  expect(validUntil).toBe(held.appointment.holdExpiresAt)
})

test('one start is checked as exactly as it would be booked', async () => {
  const check = (time: string, more: object = {}) => {
    const { from: _, to: __, ...place } = ask(more)
    return hub.availability.check(salon.tenantId, { ...place, start: at(time) })
  }
  expect(await check('09:00')).toMatchObject({ is: 'free', slot: { start: at('09:00') } })
  expect(await check('09:05')).toMatchObject({
    is: 'refused',
    code: 'slot_taken',
    alternatives: [{}, {}, {}],
  })
  expect(await check('20:00')).toMatchObject({ is: 'refused', code: 'outside_hours' })
  await hold('09:00', 'call:1')
  expect(await check('09:00')).toMatchObject({ is: 'refused', code: 'held_until' })
  expect(await check('09:00', { forHolder: 'call:1' })).toMatchObject({ is: 'free' })
})

test('who lacks the skill, is inactive or works elsewhere is not offered', async () => {
  const mute = await salon.addStaff('Mute', [])
  expect(await starts({ resourceId: mute.id })).toEqual([])
  expect(await starts({ resourceId: salon.anna.id })).toHaveLength(4)
  const branch = await hub.locations.create(salon.tenantId, {
    name: 'Kreuzberg',
    zone: 'Europe/Berlin',
    language: 'de',
    address: null,
  })
  expect(await starts({ locationId: branch.id })).toEqual([])
  await hub.schedules.create(salon.tenantId, {
    locationId: branch.id,
    resourceId: salon.anna.id,
    weekly: everyDay([9, 10]),
  })
  expect(await starts({ locationId: branch.id })).toEqual([at('09:00'), at('09:15'), at('09:30')])
  await hub.resources.update(salon.tenantId, salon.anna.id, { active: false })
  expect(await starts()).toEqual([])
})

test('an override replaces the hours of its date, for the location and for one resource', async () => {
  const [opening] = await hub.schedules.list(salon.tenantId)
  const overrides = [{ date: '2027-03-02', windows: [], note: 'holiday' }]
  await hub.schedules.update(salon.tenantId, opening?.id ?? '', { overrides })
  expect(await starts()).toEqual([])
  expect(await starts({ from: berlin('2027-03-03T09:00'), to: berlin('2027-03-03T10:00') })).toHaveLength(4)
  const range = { from: at('00:00'), to: berlin('2027-03-03T23:00') }
  expect(await hub.availability.openingHours(salon.tenantId, salon.location.id, range)).toEqual([
    { date: '2027-03-02', ranges: [] },
    { date: '2027-03-03', ranges: [{ start: berlin('2027-03-03T09:00'), end: berlin('2027-03-03T18:00') }] },
  ])
})

test('breaks are closed, and the opening hours say so', async () => {
  const [opening] = await hub.schedules.list(salon.tenantId)
  await hub.schedules.update(salon.tenantId, opening?.id ?? '', { breaks: everyDay([12, 13]) })
  await hub.schedules.create(salon.tenantId, {
    locationId: salon.location.id,
    resourceId: salon.anna.id,
    weekly: everyDay([9, 18]),
    breaks: everyDay([9.25, 9.75]),
  })
  expect(await starts()).toEqual([at('09:45')])
  expect(await starts({ from: at('11:30'), to: at('13:15') })).toEqual([at('11:30'), at('13:00')])
  const range = { from: at('00:00'), to: at('20:00') }
  expect(await hub.availability.openingHours(salon.tenantId, salon.location.id, range)).toEqual([
    {
      date: '2027-03-02',
      ranges: [
        { start: at('09:00'), end: at('12:00') },
        { start: at('13:00'), end: at('18:00') },
      ],
    },
  ])
})

describe('a public holiday of the region', () => {
  const eighth = (time: string): number => berlin(`2027-03-08T${time}`)
  const then = { from: eighth('09:00'), to: eighth('10:00') }
  const keep = (change: object) => hub.locations.update(salon.tenantId, salon.location.id, change)

  test('closes the location, and opening hours say what it is', async () => {
    expect(await starts(then)).toHaveLength(4)
    await keep({ holidayRegion: 'DE-BE' })
    expect(await starts(then)).toEqual([])
    const range = { from: eighth('00:00'), to: berlin('2027-03-09T12:00') }
    expect(await hub.availability.openingHours(salon.tenantId, salon.location.id, range)).toEqual([
      {
        date: '2027-03-08',
        ranges: [],
        holiday: { de: 'Internationaler Frauentag', en: "International Women's Day" },
      },
      {
        date: '2027-03-09',
        ranges: [{ start: berlin('2027-03-09T09:00'), end: berlin('2027-03-09T18:00') }],
      },
    ])
    const wanted = { ...ask(), start: eighth('09:00') }
    const booking = { customerId: null, source: 'api', requestKey: freshKey() }
    expect(await hub.orchestrator.book(salon.tenantId, { ...wanted, ...booking })).toMatchObject({
      code: 'outside_hours',
    })
    expect((await hub.availability.explain(salon.tenantId, wanted)).holiday?.date).toBe('2027-03-08')
  })

  test.each(['Internationaler Frauentag', '2027-03-08'])('does not where it is open on %s', async (open) => {
    await keep({ holidayRegion: 'DE-BE', holidaysOpen: [open] })
    expect(await starts(then)).toHaveLength(4)
  })

  test('is over for whoever has hours of their own on it, in availability and booking', async () => {
    await keep({ holidayRegion: 'DE-BE' })
    await hub.schedules.create(salon.tenantId, {
      locationId: salon.location.id,
      resourceId: salon.anna.id,
      weekly: everyDay([9, 18]),
      overrides: [{ date: '2027-03-08', windows: [{ start: 540, end: 600 }], note: '' }],
    })
    await salon.addStaff('Bob')
    expect(await starts({ ...then, to: eighth('11:00') })).toEqual(['09:00', '09:15', '09:30'].map(eighth))
    const wanted = { ...ask(), start: eighth('09:30'), customerId: null, source: 'api' }
    const book = () => hub.orchestrator.book(salon.tenantId, { ...wanted, requestKey: freshKey() })
    expect([(await book()).is, (await book()).is]).toEqual(['booked', 'refused'])
  })

  test('hours of the location for that date come before it', async () => {
    await keep({ holidayRegion: 'DE-BE' })
    const [opening] = await hub.schedules.list(salon.tenantId)
    const overrides = [{ date: '2027-03-08', windows: [{ start: 540, end: 600 }], note: 'Frauentag' }]
    await hub.schedules.update(salon.tenantId, opening?.id ?? '', { overrides })
    expect(await starts(then)).toHaveLength(3)
    const range = { from: eighth('00:00'), to: eighth('12:00') }
    expect(await hub.availability.openingHours(salon.tenantId, salon.location.id, range)).toEqual([
      { date: '2027-03-08', ranges: [{ start: eighth('09:00'), end: eighth('10:00') }] },
    ])
  })

  test('is of a region that there is', async () => {
    await expect(keep({ holidayRegion: 'DE-XX' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(keep({ holidayRegion: 'DE-BE', holidaysOpen: ['Epiphany'] })).rejects.toMatchObject({
      code: 'invalid',
    })
    await keep({ holidayRegion: 'DE-BY', holidaysOpen: ['Epiphany'] })
    await expect(keep({ holidayRegion: 'DE-BE' })).rejects.toMatchObject({ code: 'invalid' })
    expect(await keep({ holidayRegion: null, holidaysOpen: [] })).toMatchObject({ holidayRegion: null })
  })
})

test('a location that has no hours yet is closed', async () => {
  const [opening] = await hub.schedules.list(salon.tenantId)
  await hub.schedules.remove(salon.tenantId, opening?.id ?? '')
  expect(await starts()).toEqual([])
  const range = { from: at('00:00'), to: at('12:00') }
  const days = await hub.availability.openingHours(salon.tenantId, salon.location.id, range)
  expect(days).toEqual([{ date: '2027-03-02', ranges: [] }])
})

test('staff and room are found together, and a room is free again for the next', async () => {
  const service = await hub.catalog.create(salon.tenantId, {
    name: 'Massage',
    segments: [{ minutes: 60, needs: ['staff', 'room'] }],
    noticeMinutes: 0,
  })
  await hub.resources.update(salon.tenantId, salon.anna.id, { serviceIds: [service.id] })
  await salon.addStaff('Bob', [service.id])
  expect(await starts({ serviceId: service.id })).toEqual([])
  const room = await hub.resources.create(salon.tenantId, {
    locationId: salon.location.id,
    name: 'Room',
    kind: 'room',
    serviceIds: [service.id],
  })
  const { slots } = await hub.availability.search(salon.tenantId, ask({ serviceId: service.id }))
  expect(slots[0]?.resourceIds).toEqual([salon.anna.id, room.id])
})

test('a seat for each: two are served at once, the third is not', async () => {
  await hub.resources.update(salon.tenantId, salon.anna.id, { seats: 2 })
  const { from: start, ...place } = ask()
  const book = () =>
    hub.orchestrator.book(salon.tenantId, {
      ...place,
      start,
      customerId: null,
      source: 'api',
      requestKey: freshKey(),
    })
  const results = await Promise.all([book(), book(), book()])
  expect(results.map(({ is }) => is).sort()).toEqual(['booked', 'booked', 'refused'])
})

test('unknown and foreign ids are not found, whatever is asked', async () => {
  const other = await hub.salon()
  const foreign = [
    { serviceId: other.cut.id },
    { locationId: other.location.id },
    { resourceId: other.anna.id },
  ]
  for (const more of foreign) await expect(starts(more)).rejects.toMatchObject({ code: 'not_found' })
  await hub.catalog.update(salon.tenantId, salon.cut.id, { active: false })
  await expect(starts()).rejects.toMatchObject({ code: 'not_found' })
})

test('a range the wrong way round or of more than 100 days is refused', async () => {
  await expect(hub.availability.search(salon.tenantId, ask({ to: at('08:00') }))).rejects.toMatchObject({
    code: 'invalid',
  })
  const to = at('09:00') + 101 * 86_400_000
  await expect(hub.availability.search(salon.tenantId, ask({ to }))).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('different questions rest on what was read for the first, until it is told of a change', async () => {
  const other = hub.pool()
  expect(await starts()).toEqual([at('09:00'), at('09:15'), at('09:30'), at('09:45')])
  await other.absences.create(salon.tenantId, {
    resourceId: salon.anna.id,
    start: at('09:00'),
    end: at('09:30'),
  })
  expect(await starts({ from: at('09:15') })).toEqual([at('09:15'), at('09:30'), at('09:45')])
  hub.cache.forget(salon.tenantId)
  expect(await starts({ from: at('09:15') })).toEqual([at('09:30'), at('09:45')])
  expect(await starts()).toEqual([at('09:30'), at('09:45')])
})

test('from memory and from the database the answers are the same, whatever the range', async () => {
  const other = hub.pool()
  await salon.addStaff('Ben')
  for (const [day, time] of [
    ['02', '10:00'],
    ['05', '12:30'],
    ['09', '17:00'],
    ['20', '09:00'],
  ]) {
    const start = berlin(`2027-03-${day}T${time}`)
    const end = start + 45 * 60_000
    await hub.absences.create(salon.tenantId, { resourceId: salon.anna.id, start, end })
  }
  for (const [from, days] of [
    [1, 3],
    [2, 1],
    [4, 12],
    [8, 2],
    [1, 30],
    [19, 2],
  ] as const) {
    const question = {
      ...ask(),
      from: berlin('2027-03-01T08:00') + from * DAY,
      to: berlin('2027-03-01T08:00') + (from + days) * DAY,
    }
    const remembered = await hub.availability.search(salon.tenantId, question)
    other.cache.forget(salon.tenantId)
    const read = await other.availability.search(salon.tenantId, question)
    const times = ({ slots }: typeof read) => slots.map(({ start, resourceIds }) => [start, resourceIds])
    expect(times(remembered)).toEqual(times(read))
    expect(read.slots.length).toBeGreaterThan(10)
  }
})

const DAY = 86_400_000
