import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import {
  berlin,
  bookingFixture,
  freshKey,
  inTenant,
  type Salon,
  type Slice,
} from './testing/booking-fixture.ts'
import { everyDay } from './testing/sample-request.ts'

const WAY = 30

let hub: Awaited<ReturnType<typeof bookingFixture>>
let other: Slice
let salon: Salon
let branch: string
let way: string

beforeAll(async () => {
  hub = await bookingFixture()
  other = hub.pool()
})

/** Anna works in both places, from nine to six. */
beforeEach(async () => {
  salon = await hub.salon()
  const place = { zone: 'Europe/Berlin', language: 'de', address: null } as const
  branch = (await hub.locations.create(salon.tenantId, { name: 'Nord', ...place })).id
  const weekly = everyDay([9, 18])
  await hub.schedules.create(salon.tenantId, { locationId: branch, weekly })
  await hub.schedules.create(salon.tenantId, { locationId: branch, resourceId: salon.anna.id, weekly })
  const locationIds = [salon.location.id, branch] as const
  way = (await hub.travels.create(salon.tenantId, { locationIds, minutes: WAY })).id
})

afterAll(() => hub.close())

const MINUTE = 60_000
const at = (time: string): number => berlin(`2027-03-02T${time}`)
const asked = (locationId: string) => ({ serviceId: salon.cut.id, locationId })

function book(start: number, locationId: string, process: Slice = hub) {
  const details = { customerId: null, source: 'api', requestKey: freshKey() }
  return process.orchestrator.book(salon.tenantId, { ...asked(locationId), start, ...details })
}

async function booked(time: string, locationId = salon.location.id) {
  const result = await book(at(time), locationId)
  if (result.is !== 'booked') throw new Error(result.code)
  return result.appointment
}

async function starts(locationId: string): Promise<string[]> {
  const range = { from: at('09:00'), to: at('12:00') }
  const { slots } = await hub.availability.search(salon.tenantId, { ...asked(locationId), ...range })
  return slots.map(({ start }) => new Date(start + 60 * MINUTE).toISOString().slice(11, 16))
}

test('whoever is at one location can neither come from nor get to the other in less than the way takes', async () => {
  await booked('10:30')
  expect(await starts(branch)).toEqual(['09:00', '09:15', '09:30', '11:30', '11:45'])
  expect(await starts(salon.location.id)).toEqual([
    '09:00',
    '09:15',
    '09:30',
    '09:45',
    '10:00',
    '11:00',
    '11:15',
    '11:30',
    '11:45',
  ])
  expect(await book(at('09:45'), branch)).toMatchObject({ is: 'refused', code: 'slot_taken' })
  expect(await book(at('11:15'), branch)).toMatchObject({ is: 'refused', code: 'slot_taken' })
  expect((await book(at('11:30'), branch)).is).toBe('booked')
  expect(await starts(salon.location.id)).not.toContain('11:15')
})

test('a longer way is read as far as it reaches, and one that takes no time any more is none', async () => {
  await booked('09:00')
  await hub.travels.update(salon.tenantId, way, 600)
  expect(await book(at('17:30'), branch)).toMatchObject({ is: 'refused' })
  await hub.travels.remove(salon.tenantId, way)
  expect((await book(at('09:30'), branch)).is).toBe('booked')
})

test('an explanation names the appointment at the other end', async () => {
  await booked('10:30')
  const explained = await hub.availability.explain(salon.tenantId, { ...asked(branch), start: at('11:15') })
  const [start, end] = [at('10:30') / MINUTE, at('11:00') / MINUTE]
  expect(explained.resources[0]?.reasons).toEqual([{ code: 'appointment', start, end, near: true }])
})

test('an appointment that moves is in its own way nowhere, and takes the way with it', async () => {
  const { id: appointmentId } = await booked('10:30')
  const move = { appointmentId, start: at('10:45'), requestKey: freshKey() }
  expect((await hub.orchestrator.reschedule(salon.tenantId, move)).is).toBe('booked')
  expect(await starts(branch)).toEqual(['09:00', '09:15', '09:30', '09:45', '11:45'])
})

test('an own hold at the other end is given up for one that it leaves no way to', async () => {
  const hold = (time: string, locationId: string) =>
    hub.orchestrator.hold(salon.tenantId, {
      ...asked(locationId),
      start: at(time),
      holder: 'call:1',
      requestKey: freshKey(),
    })
  const first = await hold('10:30', salon.location.id)
  if (first.is !== 'held') throw new Error(first.code)
  expect((await hold('11:15', branch)).is).toBe('held')
  expect((await hub.appointments.get(salon.tenantId, first.appointment.id)).status).toBe('expired')
})

interface Stay {
  place: string
  start: number
  end: number
}

/** Of all that is booked, pairs at different locations with too little between them; counted without the engine. */
async function tooClose(): Promise<number> {
  const rows = await inTenant(hub, salon.tenantId, (tx) =>
    tx.rows<Stay>({
      text: `select location_id as place, (extract(epoch from starts_at) / 60)::float8 as start,
          (extract(epoch from ends_at) / 60)::float8 as end
        from appointments where tenant_id = $1 and status in ('confirmed', 'held')`,
      values: [salon.tenantId],
    }),
  )
  const close = (a: Stay, b: Stay) => a.place !== b.place && b.start >= a.start && b.start - a.end < WAY
  return rows.flatMap((a) => rows.filter((b) => close(a, b))).length
}

test('of many bookings at both places at once none leave too little for the way', async () => {
  const places = new Set<string>()
  for (let round = 0; round < 4; round++) {
    const day = round * 86_400_000
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        book(
          at('09:00') + day + ((i * 7) % 32) * 15 * MINUTE,
          i % 2 ? branch : salon.location.id,
          i % 3 ? hub : other,
        ),
      ),
    )
    const placed = results.flatMap((result) =>
      result.is === 'booked' ? [result.appointment.locationId] : [],
    )
    expect(placed.length).toBeGreaterThan(3)
    expect(await tooClose()).toBe(0)
    for (const place of placed) places.add(place)
  }
  expect(places.size).toBe(2)
})

test('a way leads between two locations of the client, once', async () => {
  const wrong = (locationIds: [string, string]) =>
    hub.travels.create(salon.tenantId, { locationIds, minutes: 5 })
  await expect(wrong([branch, salon.location.id])).rejects.toMatchObject({ code: 'conflict' })
  await expect(wrong([branch, branch])).rejects.toMatchObject({ code: 'invalid' })
  const foreign = await hub.salon()
  await expect(wrong([branch, foreign.location.id])).rejects.toMatchObject({ code: 'invalid' })
  await expect(hub.travels.remove(foreign.tenantId, way)).rejects.toMatchObject({ code: 'not_found' })
})
