import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import { berlin, bookingFixture, eventsOf, freshKey, type Salon } from './testing/booking-fixture.ts'
import { calendarSlice } from './testing/calendar-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>

beforeAll(async () => {
  hub = await bookingFixture()
})

afterAll(() => hub.close())

async function book(salon: Salon, time: string): Promise<Appointment> {
  const result = await hub.orchestrator.book(salon.tenantId, {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: berlin(`2027-03-02T${time}`),
    customerId: null,
    source: 'api',
    requestKey: freshKey(),
  })
  if (result.is === 'refused') throw new Error(result.code)
  return result.appointment
}

test.each(['older_booking', 'older_reference'] as const)(
  'F43: a provider that answers with a booking of another appointment is not believed (%s), and that one stays',
  async (fault) => {
    const salon = await hub.salon()
    const outside = calendarSlice(hub)
    const { ref, calendar } = await outside.connect(salon.tenantId)
    const of = { connectionId: ref.connectionId, calendar: 'anna', resourceId: salon.anna.id }
    await outside.links.create(salon.tenantId, of)
    const read = ({ id }: Appointment) => hub.appointments.get(salon.tenantId, id)
    const first = await book(salon, '10:00')
    await outside.export(salon.tenantId, first.id)
    const before = await read(first)
    expect(before.external).toMatchObject([{ state: 'written', reference: 'booking-1' }])
    const second = await book(salon, '11:00')
    calendar.fail(fault)
    expect(await outside.export(salon.tenantId, second.id)).toEqual({ is: 'done' })
    expect((await read(second)).external).toMatchObject([{ state: 'refused', reference: null }])
    expect(await eventsOf(hub, salon.tenantId, second.id)).toContain('appointment.export_refused')
    expect(await read(first)).toEqual(before)
    expect([...calendar.standing.keys()]).toEqual(['booking-1'])
  },
)
