import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import { berlin, bookingFixture, freshKey, inTenant, type Salon } from './testing/booking-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon

beforeAll(async () => {
  hub = await bookingFixture()
})

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

const at = (time: string): Date => new Date(berlin(`2027-03-02T${time}`))

interface Row {
  appointment: string
  from: string
  to: string
  layer?: 0 | 1
  seat?: number
  resource?: string
  active?: boolean
}

async function writeAppointment(tx: Tx, id = newId()): Promise<string> {
  await tx.run({
    text: `insert into appointments (tenant_id, id, status, service_id, location_id, source, starts_at, ends_at,
      created_at, updated_at) values ($1, $2, 'confirmed', $3, $4, 'test', $5, $6, $5, $5)`,
    values: [salon.tenantId, id, salon.cut.id, salon.location.id, at('10:00'), at('10:30')],
  })
  return id
}

function writeRow(tx: Tx, row: Row): Promise<number> {
  return tx.run({
    text: `insert into occupancies (tenant_id, id, appointment_id, resource_id, seat, layer, during, active)
      values ($1, $2, $3, $4, $5, $6, tstzrange($7, $8), $9)`,
    values: [
      salon.tenantId,
      newId(),
      row.appointment,
      row.resource ?? salon.anna.id,
      row.seat ?? 1,
      row.layer ?? 0,
      at(row.from),
      at(row.to),
      row.active ?? true,
    ],
  })
}

const newAppointment = () => inTenant(hub, salon.tenantId, (tx) => writeAppointment(tx))
const insert = (row: Row) => inTenant(hub, salon.tenantId, (tx) => writeRow(tx, row))
const excluded = (constraint: string) => ({ code: '23P01', constraint })

test('a core never overlaps a core of the same seat, not by a minute; touching is no overlap', async () => {
  const [first, second] = [await newAppointment(), await newAppointment()]
  await insert({ appointment: first, from: '10:00', to: '10:30' })
  const walled = excluded('occupancies_cores_apart')
  await expect(insert({ appointment: second, from: '10:29', to: '11:00' })).rejects.toMatchObject(walled)
  await expect(insert({ appointment: first, from: '10:15', to: '10:20' })).rejects.toMatchObject(walled)
  await insert({ appointment: second, from: '10:30', to: '11:00' })
  await insert({ appointment: second, from: '09:30', to: '10:00' })
})

test('a core never overlaps another appointment’s buffer, whichever comes first', async () => {
  const [first, second] = [await newAppointment(), await newAppointment()]
  await insert({ appointment: first, from: '10:00', to: '10:30' })
  await insert({ appointment: first, from: '10:30', to: '10:45', layer: 1 })
  const walled = excluded('occupancies_buffers_kept')
  await expect(insert({ appointment: second, from: '10:40', to: '11:00' })).rejects.toMatchObject(walled)
  await expect(insert({ appointment: second, from: '09:45', to: '10:01', layer: 1 })).rejects.toMatchObject(
    walled,
  )
})

test('two buffers may overlap, and an appointment may lie on its own', async () => {
  const [first, second] = [await newAppointment(), await newAppointment()]
  await insert({ appointment: first, from: '10:30', to: '10:45', layer: 1 })
  await insert({ appointment: second, from: '10:30', to: '10:45', layer: 1 })
  await insert({ appointment: first, from: '12:00', to: '13:00' })
  await insert({ appointment: first, from: '12:45', to: '13:15', layer: 1 })
})

test('another seat, another resource and what is over are free', async () => {
  const bob = await salon.addStaff('Bob')
  const [first, second] = [await newAppointment(), await newAppointment()]
  await insert({ appointment: first, from: '10:00', to: '10:30' })
  await insert({ appointment: second, from: '10:00', to: '10:30', seat: 2 })
  await insert({ appointment: second, from: '10:00', to: '10:30', resource: bob.id })
  await insert({ appointment: second, from: '10:00', to: '10:30', active: false })
})

test('even a writer that takes no lock can’t be double-booked: the booking waits for it, then offers others', async () => {
  const booking = {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: at('10:00').getTime(),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
  }
  let result: ReturnType<typeof hub.orchestrator.book> | undefined
  await hub.database.inTenant(salon.tenantId, async (tx) => {
    const appointment = await writeAppointment(tx)
    await writeRow(tx, { appointment, from: '10:10', to: '10:40' })
    result = hub.database.outside(() => hub.orchestrator.book(salon.tenantId, booking))
    await whenSomebodyWaits(tx)
  })
  const refusal = await result
  expect(refusal).toMatchObject({ is: 'refused', code: 'slot_taken' })
  if (refusal?.is === 'refused') expect(refusal.alternatives[0]?.start).toBe(at('09:30').getTime())
  expect(await hub.appointments.list(salon.tenantId)).toHaveLength(1)
})

test('a booking inside somebody’s transaction that hits the wall has its true answer, and the whole is undone', async () => {
  const booking = {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: at('10:00').getTime(),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
  }
  let answer: unknown
  const { promise: walled, resolve: wallStands } = Promise.withResolvers<void>()
  const outer = walled.then(() =>
    hub.database.inTenant(salon.tenantId, async (mine) => {
      await writeAppointment(mine)
      answer = await hub.orchestrator.book(salon.tenantId, booking)
      throw new Error('as the layer above does with a refusal')
    }),
  )
  outer.catch(() => {})
  await hub.database.inTenant(salon.tenantId, async (tx) => {
    const appointment = await writeAppointment(tx)
    await writeRow(tx, { appointment, from: '10:00', to: '10:30' })
    wallStands()
    await whenSomebodyWaits(tx)
  })
  await expect(outer).rejects.toThrow('as the layer above')
  expect(answer).toMatchObject({ is: 'refused', code: 'slot_taken' })
  expect(await hub.appointments.list(salon.tenantId)).toHaveLength(1)
})

/** Until another session of this database waits for a lock on a row or for a transaction to end. */
async function whenSomebodyWaits(tx: Tx): Promise<void> {
  for (let i = 0; i < 500; i++) {
    const row = await tx.first<{ waiting: boolean }>({
      text: `select exists (select from pg_locks where not granted and locktype = 'transactionid') as waiting`,
    })
    if (row?.waiting) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('nobody came to wait')
}
