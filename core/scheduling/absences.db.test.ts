import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { BookResult } from './booking.ts'
import {
  berlin,
  bookingFixture,
  eventsOf,
  freshKey,
  type Salon,
  type Slice,
} from './testing/booking-fixture.ts'
import { forbiddenOverlaps } from './testing/overlaps.ts'

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
const place = () => ({ serviceId: salon.cut.id, locationId: salon.location.id })
const away = (more: object = {}) =>
  hub.absences.create(salon.tenantId, {
    resourceId: salon.anna.id,
    start: at('10:00'),
    end: at('11:00'),
    reason: 'Zahnarzt',
    ...more,
  })

async function slots(more: object = {}) {
  const asked = { ...place(), from: at('09:30'), to: at('11:30'), ...more }
  return (await hub.availability.search(salon.tenantId, asked)).slots
}

function book(time: string, more: object = {}, process: Slice = hub): Promise<BookResult> {
  const details = { customerId: null, source: 'api', requestKey: freshKey() }
  return process.orchestrator.book(salon.tenantId, { ...place(), start: at(time), ...details, ...more })
}

async function booked(time: string, more: object = {}) {
  const result = await book(time, more)
  if (result.is !== 'booked') throw new Error(result.code)
  return result.appointment
}

const resourcesOf = ({ occupancies }: { occupancies: ReadonlyArray<{ resourceId: string }> }) =>
  occupancies.map(({ resourceId }) => resourceId)

test('whoever is away is not offered and cannot be booked, until the absence is taken back', async () => {
  const { absence } = await away()
  const free = ['09:30', '11:00', '11:15'].map(at)
  expect((await slots()).map(({ start }) => start)).toEqual(free)
  expect(await book('10:15')).toMatchObject({ is: 'refused', code: 'slot_taken' })
  const explained = await hub.availability.explain(salon.tenantId, { ...place(), start: at('10:15') })
  expect(explained.resources[0]?.reasons).toEqual([
    { code: 'absence', start: at('10:00') / 60_000, end: at('11:00') / 60_000, near: false },
  ])
  await hub.absences.remove(salon.tenantId, absence.id)
  expect((await book('10:15')).is).toBe('booked')
})

test('appointments that are there already are named and stay', async () => {
  const earlier = await booked('10:30')
  const cancelled = await booked('10:00')
  await hub.orchestrator.cancel(salon.tenantId, { appointmentId: cancelled.id })
  await booked('11:00')
  const { conflicts } = await away()
  expect(conflicts).toEqual([{ appointmentId: earlier.id, start: at('10:30'), end: at('11:00') }])
  expect(await eventsOf(hub, salon.tenantId, earlier.id)).toEqual([
    'appointment.booked',
    'appointment.conflict',
  ])
  expect(await hub.appointments.get(salon.tenantId, earlier.id)).toMatchObject({ status: 'confirmed' })
})

test('who asks for the one that is away gets the stand-in then, and the slot says so', async () => {
  const bob = await salon.addStaff('Bob')
  const { id: resourceId } = salon.anna
  await away({ standInId: bob.id })
  expect(
    (await slots({ resourceId })).map(({ start, resourceIds, insteadOf }) => [start, resourceIds, insteadOf]),
  ).toEqual([
    [at('09:30'), [resourceId], undefined],
    ...['09:45', '10:00', '10:15', '10:30', '10:45'].map((time) => [at(time), [bob.id], resourceId]),
    [at('11:00'), [resourceId], undefined],
    [at('11:15'), [resourceId], undefined],
  ])
  expect(resourcesOf(await booked('10:15', { resourceId }))).toEqual([bob.id])
  expect(await book('10:15', { resourceId })).toMatchObject({ is: 'refused', code: 'slot_taken' })
  const explained = await hub.availability.explain(salon.tenantId, {
    ...place(),
    resourceId,
    start: at('10:45'),
  })
  expect(explained).toMatchObject({
    offered: true,
    resources: [{ resourceId }, { resourceId: bob.id, reasons: [] }],
  })
})

test('a token for the stand-in books the stand-in', async () => {
  const bob = await salon.addStaff('Bob')
  await away({ standInId: bob.id })
  const [slot] = await slots({ resourceId: salon.anna.id, from: at('10:00') })
  expect(resourcesOf(await booked('10:00', { offerToken: slot?.token }))).toEqual([bob.id])
})

test('who lacks the skill or is away as well stands in for nobody', async () => {
  const [mute, bob] = [await salon.addStaff('Mute', []), await salon.addStaff('Bob')]
  const { absence } = await away({ standInId: mute.id })
  const { id: resourceId } = salon.anna
  const during = { resourceId, from: at('10:00'), to: at('11:00') }
  expect(await slots(during)).toEqual([])
  await hub.absences.remove(salon.tenantId, absence.id)
  await away({ standInId: bob.id })
  expect(await slots(during)).toHaveLength(4)
  await away({ resourceId: bob.id, standInId: salon.anna.id })
  expect(await slots(during)).toEqual([])
})

test('of a booking and an absence at once, whichever is second sees the other', async () => {
  const processes = [hub, hub.pool()] as const
  const days = Array.from({ length: 20 }, (_, i) => 86_400_000 * i)
  const outcomes = await Promise.all(
    days.map(async (later, i) => {
      const absent = away({ start: at('10:00') + later, end: at('11:00') + later })
      const result = book('10:15', { start: at('10:15') + later }, processes[i % 2])
      return { conflicts: (await absent).conflicts, result: await result }
    }),
  )
  for (const { conflicts, result } of outcomes) {
    const seen = conflicts.map(({ appointmentId }) => appointmentId)
    expect(seen).toEqual(result.is === 'booked' ? [result.appointment.id] : [])
  }
})

test('stand-ins and their own customers at once never overlap', async () => {
  const bob = await salon.addStaff('Bob')
  await away({ standInId: bob.id, end: at('16:00') })
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      book(['10:00', '10:15', '10:30'][i % 3] ?? '', { resourceId: i % 2 ? bob.id : salon.anna.id }),
    ),
  )
  expect(results.filter(({ is }) => is === 'booked').length).toBeGreaterThan(0)
  expect(await forbiddenOverlaps(hub, salon.tenantId)).toBe(0)
})

test('what makes no sense is invalid, and a foreign absence is not found', async () => {
  const other = await hub.salon()
  const wrong = [
    { end: at('10:00') },
    { standInId: salon.anna.id },
    { resourceId: other.anna.id },
    { standInId: other.anna.id },
  ]
  for (const more of wrong) await expect(away(more)).rejects.toMatchObject({ code: 'invalid' })
  expect(await hub.absences.list(salon.tenantId)).toEqual([])
  const { absence } = await away()
  await expect(hub.absences.remove(other.tenantId, absence.id)).rejects.toMatchObject({ code: 'not_found' })
  const lists = await Promise.all(
    [{}, { resourceId: salon.anna.id, from: at('10:59') }, { from: at('11:00') }, { to: at('10:00') }].map(
      (filter) => hub.absences.list(salon.tenantId, filter),
    ),
  )
  expect(lists.map(({ length }) => length)).toEqual([1, 1, 0, 0])
})
