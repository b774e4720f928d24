import { expect, test } from '@jest/globals'
import { newId } from '../../platform/ids.ts'
import { berlin } from '../testing/call-fixture.ts'
import { connect, freshNumber } from '../testing/salon.ts'
import { CUT, SalonStage } from '../testing/salon-stage.ts'
import type { Answer, TestCall } from '../testing/test-call.ts'

/** What went wrong with a predecessor and must not come back, through the functions that the voice agent calls. */
const stage = new SalonStage()
const ring = stage.ring.bind(stage)

const check = (call: TestCall, service: string, when: string, more: object = {}) =>
  call.ask('check_availability', { service, when, ...more })
const book = (call: TestCall, offered: Answer) =>
  call.ask('book_appointment', { offer_token: offered.data.offer_token, name: 'Maria Vogel' })
const startsOf = ({ data }: Answer): number[] =>
  (data.slots as Array<{ start: string }>).map(({ start }) => Date.parse(start))

/** A service that only Lina does. */
async function linasService(name: string, segments: Array<{ minutes: number; needs: 'staff'[] }>) {
  const { catalog, resources } = stage.hub
  const { tenantId, lina } = stage.salon
  const common = { noticeMinutes: 0, grid: { policy: 'window' as const, minutes: 15 } }
  const { id } = await catalog.create(tenantId, { ...common, name, segments })
  const { serviceIds } = await resources.get(tenantId, lina.id)
  await resources.update(tenantId, lina.id, { serviceIds: [...serviceIds, id] })
  return id
}

/** An entry in an outside calendar of Lina's, as a provider tells it: in UTC. */
async function linasEntry(start: string, end: string): Promise<void> {
  const { tenantId, lina } = stage.salon
  const { connectionId } = await connect(stage.hub.database, tenantId)
  await stage.hub.database.inTenant(tenantId, async (tx) => {
    await tx.run({
      text: `insert into calendar_links (tenant_id, id, resource_id, connection_tenant_id, connection_id, calendar,
          reads, writes, stale_after_minutes, when_stale, created_at)
        values ($1, $2, $3, $1, $4, 'lina', true, false, 60, 'accept_provisional', now())`,
      values: [tenantId, newId(), lina.id, connectionId],
    })
    await tx.run({
      text: `insert into busy_blocks (tenant_id, id, connection_id, calendar, external_id, during)
        values ($1, $2, $3, 'lina', 'entry', tstzrange($4::timestamptz, $5::timestamptz))`,
      values: [tenantId, newId(), connectionId, start, end],
    })
  })
}

test('F01: of two who were told that it is free the second hears at once that it is gone, with others', async () => {
  const when = 'morgen um 10 Uhr'
  const [first, second] = [ring(), ring()]
  const [told, toldToo] = [
    await check(first, CUT, when, { staff: 'Lina' }),
    await check(second, CUT, when, { staff: 'Lina' }),
  ]
  expect([told.status, toldToo.status]).toEqual(['available', 'available'])
  stage.hub.clock.forward(0.5)
  expect((await book(first, told)).status).toBe('booked')
  const late = await book(second, toldToo)
  expect(late).toMatchObject({ status: 'alternatives', data: { reason: 'slot_taken' } })
  expect(await stage.confirmed()).toHaveLength(1)
  const [instead] = late.data.slots as Array<{ offer_token: string }>
  const taken = { offer_token: instead?.offer_token, name: 'Maria Vogel' }
  expect((await second.ask('book_appointment', taken)).status).toBe('booked')
})

test('F01: what is held for one call is not told to be free in another', async () => {
  for (const staff of ['Lina', 'Jörg'])
    expect((await ring().ask('hold_slot', { service: CUT, when: 'morgen um 10 Uhr', staff })).status).toBe(
      'held',
    )
  const told = await check(ring(), CUT, 'morgen um 10 Uhr')
  expect(told).toMatchObject({ status: 'alternatives', data: { reason: 'held_until' } })
  expect(startsOf(told)).not.toContain(berlin('2026-11-25T10:00'))
})

test.each(['morgen um 14 Uhr 15', 'morgen um 13 Uhr 45'])(
  'F03: a minute between two offered ones is not free (%s): both are offered, and neither is booked without a yes',
  async (when) => {
    const call = ring()
    const told = await check(call, CUT, when)
    expect(told.status).toBe('alternatives')
    expect(startsOf(told)).toContain(berlin('2026-11-25T14:00'))
    const booked = await call.ask('book_appointment', { service: CUT, when, name: 'Maria Vogel' })
    expect(booked.status).not.toBe('booked')
    expect(await stage.stored()).toEqual([])
  },
)

test('F04: an entry told in UTC blocks that instant on the wall of the salon, and no other', async () => {
  await linasEntry('2026-11-25T13:00:00Z', '2026-11-25T13:30:00Z')
  const statusAt = async (hour: number) =>
    (await check(ring(), CUT, `morgen um ${hour} Uhr`, { staff: 'Lina' })).status
  expect([await statusAt(13), await statusAt(14), await statusAt(15)]).toEqual([
    'available',
    'alternatives',
    'available',
  ])
})

test('F06: what begins before an entry of the outside calendar and would run into it is not free', async () => {
  await linasService('Balayage', [{ minutes: 55, needs: ['staff'] }])
  await linasEntry('2026-11-25T12:30:00Z', '2026-11-25T13:25:00Z')
  const told = await check(ring(), 'Balayage', 'morgen um 13 Uhr 15')
  expect(told).toMatchObject({ status: 'alternatives', data: { reason: 'slot_taken' } })
  const [from, to] = [berlin('2026-11-25T12:36'), berlin('2026-11-25T14:25')]
  for (const start of startsOf(told)) expect(start < from || start >= to).toBe(true)
  expect((await check(ring(), 'Balayage', 'morgen um 12 Uhr 30')).status).toBe('available')
})

test('F07: no part of a long service is laid over somebody else’s appointment', async () => {
  const work = (minutes: number) => ({ minutes, needs: ['staff' as const] })
  const waiting = (minutes: number) => ({ minutes, needs: [] })
  await linasService('Dauerwelle', [work(50), waiting(15), work(5), waiting(10), work(15), work(40)])
  await linasService('Hochzeit', [work(135)])
  const bride = ring()
  await book(bride, await check(bride, 'Hochzeit', 'morgen um 10 Uhr'))
  const told = await check(ring(), 'Dauerwelle', 'morgen um 10 Uhr 45')
  expect(told.status).toBe('alternatives')
  const [from, to] = [berlin('2026-11-25T10:00'), berlin('2026-11-25T12:15')]
  for (const start of startsOf(told)) expect(start + 135 * 60_000 <= from || start >= to).toBe(true)
})

test('F08: an appointment is as long as its service', async () => {
  await linasService('Balayage', [{ minutes: 55, needs: ['staff'] }])
  const call = ring()
  const offered = await check(call, 'Balayage', 'morgen um 10 Uhr')
  expect((await book(call, offered)).status).toBe('booked')
  const [appointment] = await stage.confirmed()
  expect((appointment?.end ?? 0) - (appointment?.start ?? 0)).toBe(55 * 60_000)
})

test('F10: without a check or a hold before it a booking only asks, and the same words after the check book', async () => {
  const call = ring()
  const args = { service: CUT, when: 'morgen um 10 Uhr', name: 'Maria Vogel' }
  for (const more of [{}, { confirm: true }, { bestaetigung: 'false' }, { bestaetigung: null }]) {
    const asked = await ring().ask('book_appointment', { ...args, ...more })
    expect(asked).toMatchObject({ status: 'needs_confirmation', data: { slot: {} } })
  }
  expect(await stage.stored()).toEqual([])
  await check(call, CUT, 'morgen um 10 Uhr')
  expect((await call.ask('book_appointment', args)).status).toBe('booked')
})

test('F33: the same booking ten seconds later is the same success, not "taken" by oneself', async () => {
  const call = ring(freshNumber())
  const offered = await check(call, CUT, 'morgen um 10 Uhr', { staff: 'Lina' })
  const first = await book(call, offered)
  stage.hub.clock.forward(10 / 60)
  expect(await book(call, offered)).toEqual(first)
  expect(await stage.confirmed()).toHaveLength(1)
})

test('F50: the call that holds a time is told that it is free, and books it', async () => {
  const call = ring()
  const held = await call.ask('hold_slot', { service: CUT, when: 'morgen um 10 Uhr', staff: 'Lina' })
  const told = await check(call, CUT, 'morgen um 10 Uhr', { staff: 'Lina' })
  expect(told.status).toBe('available')
  const booked = await book(call, told)
  expect(booked).toMatchObject({ status: 'booked', data: { appointment: { id: held.data.hold_id } } })
})
