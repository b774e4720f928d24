import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import type { BookResult, HoldResult } from './booking.ts'
import { lockForBooking } from './taken-repository.ts'
import {
  berlin,
  bookingFixture,
  eventsOf,
  freshKey,
  inTenant,
  type Salon,
  type Slice,
} from './testing/booking-fixture.ts'
import { calendarSlice } from './testing/calendar-fixture.ts'
import { forbiddenOverlaps } from './testing/overlaps.ts'

let hub: Awaited<ReturnType<typeof bookingFixture>>
let other: Slice
let salon: Salon

beforeAll(async () => {
  hub = await bookingFixture()
  other = hub.pool()
})

beforeEach(async () => {
  salon = await hub.salon()
})

afterAll(() => hub.close())

const at = (time: string): number => berlin(`2027-03-02T${time}`)

const cutAt = (time: string) => ({
  serviceId: salon.cut.id,
  locationId: salon.location.id,
  start: at(time),
  customerId: null,
  source: 'api',
  requestKey: freshKey(),
})

function placed(result: BookResult | HoldResult): Appointment {
  if (result.is === 'refused') throw new Error(`refused: ${result.code}`)
  return result.appointment
}

const book = async (time: string) => placed(await hub.orchestrator.book(salon.tenantId, cutAt(time)))
const move = (id: string, time: string, by: Slice = hub) =>
  by.orchestrator.reschedule(salon.tenantId, {
    appointmentId: id,
    start: at(time),
    requestKey: freshKey(),
  })

/** How many wait for a name that somebody else has locked. */
async function waiting(): Promise<number> {
  const [row] = await inTenant(other, salon.tenantId, (tx) =>
    tx.rows<{ waiting: number }>({
      text: `select count(*)::integer as waiting from pg_locks
        where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`,
    }),
  )
  return row?.waiting ?? 0
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await holds())) if (Date.now() > end) throw new Error('it does not come to that')
}

/** Runs `work` while somebody else books for Anna, and looks whether it waited for that. */
async function behindTheLock<T>(work: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined
  let done = false
  await inTenant(other, salon.tenantId, async (tx) => {
    await lockForBooking(tx, salon.tenantId, [salon.anna.id])
    begun = work().finally(() => {
      done = true
    })
    begun.catch(() => {})
    await until(async () => done || (await waiting()) > 0)
    expect(done).toBe(false)
  })
  if (!begun) throw new Error('it was never begun')
  return begun
}

describe('whoever occupies time waits for whoever occupies that person’s time', () => {
  test.each(['hold', 'book'] as const)('%s', async (how) => {
    const wanted = { ...cutAt('10:00'), holder: 'call:1' }
    placed(await behindTheLock<BookResult | HoldResult>(() => hub.orchestrator[how](salon.tenantId, wanted)))
  })

  test('reschedule', async () => {
    const { id } = await book('10:00')
    placed(await behindTheLock(() => move(id, '11:00')))
  })

  test('a hold that has run out and is booked', async () => {
    const held = placed(await hub.orchestrator.hold(salon.tenantId, { ...cutAt('10:00'), holder: 'call:1' }))
    await hub.orchestrator.releaseHold(salon.tenantId, held.id)
    const wanted = { holdId: held.id, customerId: null, source: 'voice', requestKey: freshKey() }
    expect(placed(await behindTheLock(() => hub.orchestrator.book(salon.tenantId, wanted))).id).toBe(held.id)
  })

  test('the owner who drags an entry in the own calendar', async () => {
    const outside = calendarSlice(hub)
    const account = await outside.connect(salon.tenantId)
    await outside.links.create(salon.tenantId, {
      connectionId: account.ref.connectionId,
      calendar: 'anna',
      resourceId: salon.anna.id,
    })
    const appointment = await book('10:00')
    await outside.export(salon.tenantId, appointment.id)
    const [entry] = account.calendar.standing.values()
    const utc = (time: string) => new Date(at(time)).toISOString()
    const fact = {
      type: 'calendar.entry_moved' as const,
      entryId: entry?.entryId ?? '',
      reference: [...account.calendar.standing.keys()][0] ?? '',
      start: utc('13:00'),
      end: utc('13:30'),
    }
    await behindTheLock(() => outside.facts.accept(account.ref, fact, hub.clock.now() + 60_000))
    expect((await hub.appointments.get(salon.tenantId, appointment.id)).start).toBe(at('13:00'))
  })
})

describe('a move that is cut off in the middle loses neither time', () => {
  const cutOff: Array<[string, (tx: Parameters<Parameters<typeof inTenant>[2]>[0]) => Promise<void>]> = [
    ['rolled back', () => Promise.reject(new Error('cut off'))],
    [
      'its connection killed',
      async (tx) => {
        const [row] = await tx.rows<{ pid: number }>({ text: 'select pg_backend_pid() as pid' })
        await inTenant(other, salon.tenantId, (killer) =>
          killer.run({ text: 'select pg_terminate_backend($1)', values: [row?.pid] }),
        )
        await tx.run({ text: 'select 1' })
      },
    ],
  ]

  test.each(cutOff)('%s', async (_how, cut) => {
    const appointment = await book('10:00')
    await expect(
      inTenant(hub, salon.tenantId, async (tx) => {
        placed(await move(appointment.id, '12:00'))
        await cut(tx)
      }),
    ).rejects.toThrow()
    expect(await other.appointments.get(salon.tenantId, appointment.id)).toEqual(appointment)
    expect(await eventsOf(other, salon.tenantId, appointment.id)).toEqual(['appointment.booked'])
    const taken = await other.orchestrator.book(salon.tenantId, cutAt('10:00'))
    expect(taken).toMatchObject({ is: 'refused', code: 'slot_taken' })
    placed(await other.orchestrator.book(salon.tenantId, cutAt('12:00')))
    expect(await forbiddenOverlaps(other, salon.tenantId)).toBe(0)
  })

  test('nobody sees it in neither place, nor in both, while it moves to and fro', async () => {
    const appointment = await book('10:00')
    let moving = true
    const seen = new Set<string>()
    const look = async () => {
      while (moving) {
        const [row] = await inTenant(other, salon.tenantId, (tx) =>
          tx.rows<{ places: string | null }>({
            text: `select string_agg(to_char(starts_at at time zone 'Europe/Berlin', 'HH24:MI'), ' ') as places
              from occupancies where tenant_id = $1 and appointment_id = $2 and active`,
            values: [salon.tenantId, appointment.id],
          }),
        )
        seen.add(row?.places ?? 'nowhere')
      }
    }
    const watching = look()
    for (let i = 0; i < 20; i++) placed(await move(appointment.id, i % 2 ? '10:00' : '14:00'))
    moving = false
    await watching
    expect([...seen].toSorted()).toEqual(['10:00', '14:00'])
  })
})
