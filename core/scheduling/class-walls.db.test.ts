import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../platform/ids.ts'
import { berlin, bookingFixture, inTenant, type Salon } from './testing/booking-fixture.ts'

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
const [yoga, other] = [newId(), newId()]

interface Row {
  classId?: string | null
  place?: number
  places?: number
  layer?: 0 | 1
  from?: string
  to?: string
}

/** An appointment with that one row. */
const participant = ({
  classId = yoga,
  place = 1,
  places = 2,
  layer = 0,
  from = '10:00',
  to = '11:00',
}: Row) =>
  inTenant(hub, salon.tenantId, async (tx) => {
    const id = newId()
    const times = [at(from), at(to)]
    await tx.run({
      text: `insert into appointments (tenant_id, id, status, service_id, location_id, source, starts_at, ends_at,
        created_at, updated_at) values ($1, $2, 'confirmed', $3, $4, 'test', $5, $6, $5, $5)`,
      values: [salon.tenantId, id, salon.cut.id, salon.location.id, ...times],
    })
    await tx.run({
      text: `insert into occupancies (tenant_id, id, appointment_id, resource_id, seat, layer, during, class_id, place,
        places) values ($1, $2, $3, $4, 1, $5, tstzrange($6, $7), $8, $9, $10)`,
      values: [salon.tenantId, newId(), id, salon.anna.id, layer, ...times, classId, place, places],
    })
  })

const single: Row = { classId: null, places: 1 }

test('a class shares its time and its buffers, one place each', async () => {
  await participant({ place: 1 })
  await participant({ place: 2 })
  await participant({ place: 1, layer: 1, from: '11:00', to: '11:15' })
  await participant({ place: 2, layer: 1, from: '10:45', to: '11:15' })
})

test.each<[string, Row, string]>([
  ['a place twice', {}, 'occupancies_places_apart'],
  [
    'a place twice, at a time that is not the same',
    { from: '10:59', to: '12:00' },
    'occupancies_places_apart',
  ],
  ['a place beyond the last', { place: 3 }, 'occupancies_places'],
  ['no place', { place: 0 }, 'occupancies_places'],
  ['places without a class', { classId: null, place: 2 }, 'occupancies_alone'],
  ['another class', { classId: other, place: 2 }, 'occupancies_cores_apart'],
  ['somebody alone', single, 'occupancies_cores_apart'],
  ['another class’s buffer', { classId: other, place: 2, layer: 1 }, 'occupancies_buffers_kept'],
  ['the buffer of somebody alone', { ...single, layer: 1 }, 'occupancies_buffers_kept'],
])('beside one participant there can’t be %s', async (_what, row, constraint) => {
  await participant({})
  await expect(participant(row)).rejects.toMatchObject({ constraint })
})

test('nor does a participant come to stand over somebody who is alone', async () => {
  await participant(single)
  await expect(participant({ place: 2 })).rejects.toMatchObject({ constraint: 'occupancies_cores_apart' })
})
