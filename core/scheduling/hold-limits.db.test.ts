import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult, HoldResult } from './booking.ts'
import {
  berlin,
  bookingFixture,
  freshKey,
  inTenant,
  type Salon,
  type Slice,
} from './testing/booking-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let other: Slice
let salon: Salon

beforeAll(async () => {
  hub = await bookingFixture()
  other = hub.pool()
  await connectAll(other, 8)
})

/** Opens so many connections: one that has yet to be made comes too late to be at once. */
async function connectAll({ database }: Slice, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let open = 0
  const wait = () =>
    database.inDirectory(() => {
      open += 1
      if (open === count) resolve()
      return promise
    })
  await Promise.all(Array.from({ length: count }, wait))
}

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

const cutAt = (time: string) => ({
  serviceId: salon.cut.id,
  locationId: salon.location.id,
  start: berlin(`2027-03-02T${time}`),
  customerId: null,
  source: 'api',
  requestKey: freshKey(),
})

const book = (time: string) => hub.orchestrator.book(salon.tenantId, cutAt(time))
const hold = (time: string, holder: string, more: object = {}) =>
  hub.orchestrator.hold(salon.tenantId, { ...cutAt(time), holder, ...more })

function placed(result: BookResult | HoldResult): Appointment {
  if (result.is === 'refused') throw new Error(`refused: ${result.code}`)
  return result.appointment
}

const codeOf = (result: BookResult | HoldResult) => (result.is === 'refused' ? result.code : result.is)

describe('nobody can starve a business', () => {
  /** Halves of hours from nine on, one for each number. */
  const timeOf = (i: number) => `${String(9 + Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`
  const caller = '+4930123456'

  test('a caller holds at most five, over however many calls', async () => {
    const held: Appointment[] = []
    for (let i = 0; i < 5; i++) held.push(placed(await hold(timeOf(i), `call:${i}`, { caller })))
    expect(await hold(timeOf(5), 'call:5', { caller })).toMatchObject({
      code: 'limit_reached',
      limit: 'caller',
      alternatives: [],
    })
    placed(await hold(timeOf(6), 'call:6', { caller: '+4930999999' }))
    placed(await hold(timeOf(7), 'call:7'))
    const [first, second] = held as [Appointment, Appointment]
    await hub.orchestrator.releaseHold(salon.tenantId, first.id)
    placed(await hold(timeOf(8), 'call:8', { caller }))
    expect(codeOf(await hold(timeOf(9), 'call:9', { caller }))).toBe('limit_reached')
    const wanted = { holdId: second.id, customerId: null, source: 'voice', requestKey: freshKey() }
    placed(await hub.orchestrator.book(salon.tenantId, wanted))
    placed(await hold(timeOf(10), 'call:10', { caller }))
    hub.clock.forward(5)
    placed(await hold(timeOf(11), 'call:11', { caller }))
  })

  /** Holds of twelve people at once, from two processes: no two of them wait for the same person's time. */
  async function heldAtOnce(more: (i: number) => object) {
    const staff = []
    for (let i = 0; i < 12; i++) staff.push(await salon.addStaff(`Staff ${i}`))
    return Promise.all(
      staff.map(({ id }, i) =>
        (i % 2 ? hub : other).orchestrator.hold(salon.tenantId, {
          ...cutAt('10:00'),
          holder: `call:${i}`,
          resourceId: id,
          ...more(i),
        }),
      ),
    )
  }

  test('nor more of them at once, whichever process they reach', async () => {
    const results = await heldAtOnce(() => ({ caller }))
    expect(results.map(codeOf).filter((code) => code === 'held')).toHaveLength(5)
    expect(results.map(codeOf).filter((code) => code === 'limit_reached')).toHaveLength(7)
  })

  test('a client has as many as its policy says, at once as well, and books on without a hold', async () => {
    const rules = { maxLiveHolds: 3 }
    await hub.policies.put(salon.tenantId, { subject: { kind: 'client' }, rules })
    const results = await heldAtOnce((i) => ({ caller: `+4930${i}` }))
    const refused = results.filter(({ is }) => is === 'refused')
    expect(refused).toHaveLength(9)
    for (const each of refused) expect(each).toMatchObject({ code: 'limit_reached', limit: 'client' })
    placed(await book('10:00'))
    const theirs = await hub.salon()
    const elsewhere = { ...cutAt('10:00'), serviceId: theirs.cut.id, locationId: theirs.location.id }
    placed(await hub.orchestrator.hold(theirs.tenantId, { ...elsewhere, holder: 'call:1' }))
  })

  test('of the caller nothing is kept but a hash, and that no longer than the hold', async () => {
    const held = placed(await hold('10:00', 'call:1', { caller }))
    const row = async () => {
      const [found] = await inTenant(hub, salon.tenantId, (tx) =>
        tx.rows<{ text: string; caller_key: string | null }>({
          text: 'select a::text as text, caller_key from appointments a where tenant_id = $1 and id = $2',
          values: [salon.tenantId, held.id],
        }),
      )
      return found
    }
    expect(await row()).toMatchObject({ caller_key: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect((await row())?.text).not.toContain('4930123456')
    await hub.orchestrator.releaseHolds(salon.tenantId, 'call:1')
    expect(await row()).toMatchObject({ caller_key: null })
  })
})
