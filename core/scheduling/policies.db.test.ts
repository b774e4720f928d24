import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult, CancelResult } from './booking.ts'
import type { PolicyRules, PolicySubject } from './policy.ts'
import { berlin, bookingFixture, freshKey, inTenant, type Salon } from './testing/booking-fixture.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let salon: Salon
let customerId: string

/** The fixture's clock stands at seven on the day before the appointments. */
const NOW = berlin('2027-03-01T07:00')

beforeAll(async () => {
  hub = await bookingFixture(NOW)
})

beforeEach(async () => {
  hub.clock.set(NOW)
  salon = await hub.salon()
  customerId = (await hub.customers.create(salon.tenantId, { name: 'Erika', language: 'de' })).id
})

afterAll(() => hub.close())

const at = (time: string, day = '2027-03-02'): number => berlin(`${day}T${time}`)

async function book(time: string, day?: string): Promise<Appointment> {
  const result = await hub.orchestrator.book(salon.tenantId, {
    serviceId: salon.cut.id,
    locationId: salon.location.id,
    start: at(time, day),
    customerId,
    source: 'api',
    requestKey: freshKey(),
  })
  if (result.is === 'refused') throw new Error(result.code)
  return result.appointment
}

const say = (rules: PolicyRules, subject: PolicySubject = { kind: 'client' }) =>
  hub.policies.put(salon.tenantId, { subject, rules })
const cancel = ({ id }: Appointment, more: object = {}) =>
  hub.orchestrator.cancel(salon.tenantId, { appointmentId: id, ...more })
const move = ({ id }: Appointment, time: string, more: object = {}) =>
  hub.orchestrator.reschedule(salon.tenantId, {
    appointmentId: id,
    start: at(time),
    requestKey: freshKey(),
    ...more,
  })
const codeOf = (result: BookResult | CancelResult) => (result.is === 'refused' ? result.code : result.is)
const statusOf = async ({ id }: Appointment) => (await hub.appointments.get(salon.tenantId, id)).status

async function payloadsOf({ id }: Appointment): Promise<Array<Record<string, unknown>>> {
  const rows = await inTenant(hub, salon.tenantId, (tx) =>
    tx.rows<{ payload: Record<string, unknown> }>({
      text: 'select payload from events where tenant_id = $1 and aggregate_id = $2 order by seq',
      values: [salon.tenantId, id],
    }),
  )
  return rows.map(({ payload }) => payload)
}

const DAY = 1_440

describe('notice', () => {
  const rules = { cancel: { noticeMinutes: DAY }, reschedule: { noticeMinutes: DAY } }

  test('binds the customer up to the deadline, inclusive, and changes nothing after it', async () => {
    await say(rules)
    const early = await book('09:00')
    hub.clock.set(at('09:00', '2027-03-01'))
    expect(codeOf(await move(early, '10:00'))).toBe('booked')
    hub.clock.set(at('10:00', '2027-03-01') + 1)
    const late = await cancel(early)
    expect(late).toMatchObject({
      is: 'refused',
      code: 'cancel_too_late',
      forbidden: { deadline: at('10:00', '2027-03-01') },
      alternatives: [],
    })
    expect(codeOf(await move(early, '11:00'))).toBe('reschedule_too_late')
    expect(await hub.appointments.get(salon.tenantId, early.id)).toMatchObject({
      status: 'confirmed',
      start: at('10:00'),
      version: 2,
    })
  })

  test.each(['business', 'owner'] as const)('does not bind the %s, nor cost anything', async (actor) => {
    await say({
      cancel: {
        noticeMinutes: 2 * DAY,
        quota: { count: 0, per: 'month' },
        fee: { amountMinor: 500, withinMinutes: 2 * DAY },
      },
      reschedule: { noticeMinutes: 2 * DAY, fee: { amountMinor: 500, withinMinutes: 2 * DAY } },
    })
    const appointment = await book('09:00')
    expect(codeOf(await move(appointment, '10:00', { actor }))).toBe('booked')
    expect(codeOf(await cancel(appointment, { actor }))).toBe('cancelled')
    const payloads = await payloadsOf(appointment)
    expect(payloads.slice(1)).toEqual([
      expect.objectContaining({ actor }),
      expect.objectContaining({ actor }),
    ])
    for (const payload of payloads) expect(payload).not.toHaveProperty('fee_minor')
  })

  test('counts from when the customer asked', async () => {
    await say(rules)
    const appointment = await book('09:00')
    hub.clock.set(at('09:00', '2027-03-01') + 500)
    expect(codeOf(await cancel(appointment))).toBe('cancel_too_late')
    expect(codeOf(await cancel(appointment, { askedAt: at('09:00', '2027-03-01') }))).toBe('cancelled')
  })

  test('is no word on a hold that is let go, nor on what was cancelled before', async () => {
    const appointment = await book('09:00')
    await cancel(appointment)
    await say({ cancel: { noticeMinutes: 30 * DAY } })
    expect(codeOf(await cancel(appointment))).toBe('cancelled')
    const held = await hub.orchestrator.hold(salon.tenantId, {
      serviceId: salon.cut.id,
      locationId: salon.location.id,
      start: at('12:00'),
      holder: 'call:1',
      requestKey: freshKey(),
    })
    if (held.is === 'refused') throw new Error(held.code)
    expect(codeOf(await cancel(held.appointment))).toBe('cancelled')
    expect(await statusOf(held.appointment)).toBe('expired')
  })

  test('of a move that was made already is not asked again: the same request is the same answer', async () => {
    await say(rules)
    const appointment = await book('09:00')
    const requestKey = freshKey()
    expect(codeOf(await move(appointment, '10:00', { requestKey }))).toBe('booked')
    hub.clock.set(at('12:00', '2027-03-01'))
    expect(codeOf(await move(appointment, '10:00', { requestKey }))).toBe('booked')
    expect(codeOf(await move(appointment, '11:00'))).toBe('reschedule_too_late')
  })
})

test('the staff member’s word comes before the service’s, that before the location’s and the client’s', async () => {
  const levels: Array<[PolicySubject, number]> = [
    [{ kind: 'client' }, 10],
    [{ kind: 'location', id: salon.location.id }, 20],
    [{ kind: 'service', id: salon.cut.id }, 30],
    [{ kind: 'resource', id: salon.anna.id }, 40],
  ]
  const appointment = await book('09:00')
  const rulesNow = async () =>
    (await hub.policies.terms(appointment, { change: 'cancel', at: NOW })).rules.noticeMinutes
  expect(await rulesNow()).toEqual({ value: null, from: null })
  for (const [subject, noticeMinutes] of levels) {
    await say({ cancel: { noticeMinutes } }, subject)
    expect(await rulesNow()).toEqual({ value: noticeMinutes, from: subject })
  }
  const bob = await salon.addStaff('Bob')
  await say({ cancel: { noticeMinutes: 50 } }, { kind: 'resource', id: bob.id })
  await say({ cancel: { noticeMinutes: 60 } }, { kind: 'service', id: salon.colour.id })
  expect(await rulesNow()).toEqual({ value: 40, from: { kind: 'resource', id: salon.anna.id } })
  await hub.policies.remove(salon.tenantId, { kind: 'resource', id: salon.anna.id })
  expect(await rulesNow()).toEqual({ value: 30, from: { kind: 'service', id: salon.cut.id } })
})

describe('a quota', () => {
  test('of moves is counted for each appointment, and only those of the customer', async () => {
    await say({ reschedule: { quota: { count: 2, per: 'appointment' } } })
    const appointment = await book('09:00')
    expect(codeOf(await move(appointment, '10:00', { actor: 'business' }))).toBe('booked')
    expect(codeOf(await move(appointment, '11:00'))).toBe('booked')
    expect(codeOf(await move(appointment, '12:00'))).toBe('booked')
    expect(await move(appointment, '13:00')).toMatchObject({
      code: 'quota_reached',
      forbidden: { change: 'reschedule', quota: { count: 2, per: 'appointment' } },
    })
    expect(codeOf(await move(await book('15:00'), '16:00'))).toBe('booked')
  })

  test('of cancellations is counted for each customer and calendar month, also before it was said', async () => {
    const booked = [await book('09:00'), await book('10:00'), await book('11:00'), await book('12:00')]
    const [first, second, third, fourth] = booked as [Appointment, Appointment, Appointment, Appointment]
    expect(codeOf(await cancel(first))).toBe('cancelled')
    expect(codeOf(await cancel(second, { actor: 'business' }))).toBe('cancelled')
    await say({ cancel: { quota: { count: 1, per: 'month' } } })
    expect(codeOf(await cancel(third))).toBe('quota_reached')
    await say({ cancel: { quota: { count: 2, per: 'month' } } })
    expect(codeOf(await cancel(third))).toBe('cancelled')
    expect(codeOf(await cancel(fourth))).toBe('quota_reached')
    const april = await book('09:00', '2027-04-02')
    hub.clock.set(berlin('2027-03-31T23:59'))
    expect(codeOf(await cancel(april))).toBe('quota_reached')
    hub.clock.set(berlin('2027-04-01T00:00'))
    expect(codeOf(await cancel(april))).toBe('cancelled')
  })

  test('holds for twelve at once: of cancellations of one customer and of moves of one appointment', async () => {
    await say({
      cancel: { quota: { count: 2, per: 'year' } },
      reschedule: { quota: { count: 1, per: 'appointment' } },
    })
    const other = hub.pool()
    const booked: Appointment[] = []
    for (let hour = 9; hour < 15; hour++)
      for (const minute of ['00', '30']) booked.push(await book(`${String(hour).padStart(2, '0')}:${minute}`))
    const cancelled = await Promise.all(
      booked.map(({ id }, i) =>
        (i % 2 ? hub : other).orchestrator.cancel(salon.tenantId, { appointmentId: id }),
      ),
    )
    expect(cancelled.map(codeOf).filter((code) => code === 'cancelled')).toHaveLength(2)
    const [kept] = booked.filter((_, i) => cancelled[i]?.is === 'refused')
    if (!kept) throw new Error('none was kept')
    const moved = await Promise.all(
      ['15:00', '15:30', '16:00', '16:30', '17:00', '17:30'].map((time, i) =>
        (i % 2 ? hub : other).orchestrator.reschedule(salon.tenantId, {
          appointmentId: kept.id,
          start: at(time),
          requestKey: freshKey(),
        }),
      ),
    )
    expect(moved.map(codeOf).filter((code) => code === 'booked')).toHaveLength(1)
    expect(moved.map(codeOf).filter((code) => code === 'quota_reached')).toHaveLength(5)
  })
})

test('a fee that is due is written with the event, in the client’s currency', async () => {
  await say({
    cancel: { fee: { amountMinor: 2_000, withinMinutes: 2 * DAY } },
    reschedule: { fee: { percent: 50, withinMinutes: 2 * DAY } },
  })
  const appointment = await book('09:00')
  await move(appointment, '10:00')
  await cancel(appointment)
  const [, moved, cancelled] = await payloadsOf(appointment)
  expect(moved).toMatchObject({ actor: 'customer', fee_minor: null, fee_percent: 50 })
  expect(cancelled).toMatchObject({ actor: 'customer', fee_minor: 2_000, currency: 'EUR' })
})

describe('a policy as it is kept', () => {
  const subject = { kind: 'client' } as const
  const rules = { cancel: { noticeMinutes: 60, quota: null } }

  test('is replaced as a whole, and not over somebody else’s change', async () => {
    expect(await hub.policies.get(salon.tenantId, subject)).toEqual({ subject, rules: {}, version: 0 })
    const put = (version?: number) => hub.policies.put(salon.tenantId, { subject, rules, version })
    await expect(put(1)).rejects.toMatchObject({ code: 'version_conflict' })
    expect(await put(0)).toEqual({ subject, rules, version: 1 })
    await expect(put(0)).rejects.toMatchObject({ code: 'version_conflict' })
    expect(await put(1)).toEqual({ subject, rules, version: 2 })
    expect(await put()).toEqual({ subject, rules, version: 3 })
    expect(await hub.policies.get(salon.tenantId, subject)).toEqual({ subject, rules, version: 3 })
    await hub.policies.remove(salon.tenantId, subject)
    expect(await hub.policies.get(salon.tenantId, subject)).toEqual({ subject, rules: {}, version: 0 })
  })

  test.each(['location', 'service', 'resource'] as const)(
    'is none about somebody else’s %s',
    async (kind) => {
      const theirs = await hub.salon()
      const ids = { location: theirs.location.id, service: theirs.cut.id, resource: theirs.anna.id }
      const about = { kind, id: ids[kind] }
      const { tenantId } = salon
      await expect(hub.policies.get(tenantId, about)).rejects.toMatchObject({ code: 'not_found' })
      await expect(hub.policies.put(tenantId, { subject: about, rules })).rejects.toMatchObject({
        code: 'not_found',
      })
      await expect(hub.policies.remove(tenantId, about)).rejects.toMatchObject({ code: 'not_found' })
    },
  )
})
