import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult, HoldResult } from './booking.ts'
import { berlin, bookingFixture, freshKey, type Salon, type Slice } from './testing/booking-fixture.ts'
import { forbiddenOverlaps } from './testing/overlaps.ts'

const ROUNDS = 20
const AT_ONCE = 50

let hub: Awaited<ReturnType<typeof bookingFixture>>
/** Two pools, as two processes of the hub have them. */
let processes: Slice[]

beforeAll(async () => {
  hub = await bookingFixture()
  processes = [hub, hub.pool()]
})

afterAll(() => hub.close())

const MINUTE = 60_000
const nine = berlin('2027-03-02T09:00')

/** The same sequence in every run, so that a failure can be looked at again. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

const either = (roll: (sides: number) => number): Slice => processes[roll(2)] ?? hub

function wanted(salon: Salon, { start, service = salon.cut.id }: { start: number; service?: string }) {
  return {
    serviceId: service,
    locationId: salon.location.id,
    start,
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
  }
}

const isPlaced = (result: BookResult | HoldResult): boolean => result.is !== 'refused'

async function withServices(salon: Salon) {
  const long = await hub.catalog.create(salon.tenantId, {
    name: 'Lang',
    segments: [{ minutes: 75, needs: ['staff'] }],
    noticeMinutes: 0,
    bufferAfter: 10,
  })
  const additive = await hub.catalog.create(salon.tenantId, {
    name: 'Additiv',
    segments: [{ minutes: 20, needs: ['staff'] }],
    noticeMinutes: 0,
    bufferBefore: 10,
    bufferAfter: 5,
    bufferPolicy: 'additive',
  })
  const services = [salon.cut.id, salon.colour.id, long.id, additive.id]
  await hub.resources.update(salon.tenantId, salon.anna.id, { serviceIds: services })
  await salon.addStaff('Bob', services)
  return services
}

test('of fifty callers for the last slot of two staff members exactly two get it, whichever process they reach', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const salon = await hub.salon()
    await salon.addStaff('Bob')
    const roll = dice(round + 1)
    const results = await Promise.all(
      Array.from({ length: AT_ONCE }, () =>
        either(roll).orchestrator.book(salon.tenantId, wanted(salon, { start: nine })),
      ),
    )
    expect(results.filter(isPlaced)).toHaveLength(2)
    expect(await forbiddenOverlaps(hub, salon.tenantId)).toBe(0)
  }
}, 60_000)

test('of overlapping bookings of many lengths none overlap, and none is refused that would have fitted', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const salon = await hub.salon()
    const services = await withServices(salon)
    const roll = dice(round + 100)
    const requests = Array.from({ length: AT_ONCE }, () => {
      const start = nine + roll(20) * 15 * MINUTE
      return wanted(salon, { start, service: services[roll(services.length)] ?? salon.cut.id })
    })
    const results = await Promise.all(
      requests.map((request) => either(roll).orchestrator.book(salon.tenantId, request)),
    )
    expect(await forbiddenOverlaps(hub, salon.tenantId)).toBe(0)
    const booked = await hub.appointments.list(salon.tenantId, { status: 'confirmed' })
    expect(booked).toHaveLength(results.filter(isPlaced).length)
    expect(booked.length).toBeGreaterThan(3)
    const refused = requests.filter((_, i) => results[i]?.is === 'refused')
    const different = new Map(refused.map((request) => [`${request.serviceId} ${request.start}`, request]))
    for (const { serviceId, locationId, start } of different.values()) {
      const asked = { serviceId, locationId, from: start, to: start + MINUTE }
      expect((await hub.availability.search(salon.tenantId, asked)).slots).toEqual([])
    }
  }
}, 60_000)

type Roll = ReturnType<typeof dice>
type Outcome = BookResult | HoldResult | undefined

async function seed(salon: Salon, starts: readonly number[]): Promise<Appointment[]> {
  const seeded: Appointment[] = []
  for (const start of starts) {
    const result = await hub.orchestrator.book(salon.tenantId, wanted(salon, { start }))
    if (result.is === 'booked') seeded.push(result.appointment)
  }
  return seeded
}

interface Scene {
  salon: Salon
  services: readonly string[]
  seeded: readonly Appointment[]
  roll: Roll
}

const quarter = (roll: Roll): number => nine + roll(24) * 15 * MINUTE

function randomAct({ salon, services, seeded, roll }: Scene): Promise<Outcome> {
  const { orchestrator } = either(roll)
  const { tenantId } = salon
  const appointmentId = seeded[roll(seeded.length)]?.id ?? ''
  const request = wanted(salon, { start: quarter(roll), service: services[roll(services.length)] ?? '' })
  const holder = `call:${roll(10)}`
  const dieRoll = roll(10)
  if (dieRoll === 0) return orchestrator.cancel(tenantId, { appointmentId }).then(() => undefined)
  if (dieRoll < 4) return orchestrator.hold(tenantId, { ...request, holder })
  if (dieRoll < 7) return orchestrator.book(tenantId, { ...request, holder })
  return orchestrator.reschedule(tenantId, { ...request, appointmentId }).catch(cancelledMeanwhile)
}

function cancelledMeanwhile(error: { code?: string }): undefined {
  if (error.code !== 'conflict') throw error
}

test('holds, bookings, moves and cancellations at once never overlap, and what was promised is stored', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const salon = await hub.salon()
    const services = await withServices(salon)
    const roll = dice(round + 200)
    const seeded = await seed(
      salon,
      [0, 4, 8, 12, 16, 20].map((step) => nine + step * 15 * MINUTE),
    )
    const scene = { salon, services, seeded, roll }
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => randomAct(scene)))
    expect(await forbiddenOverlaps(hub, salon.tenantId)).toBe(0)
    const stored = new Set((await hub.appointments.list(salon.tenantId)).map(({ id }) => id))
    const promised = results.flatMap((result) => (result && isPlaced(result) ? [result] : []))
    expect(promised.length).toBeGreaterThan(3)
    for (const result of promised)
      if (result.is !== 'refused') expect(stored).toContain(result.appointment.id)
  }
}, 60_000)
