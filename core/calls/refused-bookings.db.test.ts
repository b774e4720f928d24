import { Refused } from '@askpro/plugin-sdk'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { BoundCalendar } from '../integrations/index.ts'
import { JobRunner } from '../platform/jobs/job-runner.ts'
import { eventually } from '../platform/jobs/testing/eventually.ts'
import { berlin, type CallFixture, callFixture, TUESDAY } from './testing/call-fixture.ts'
import { connect, freshNumber, openSalon, type Salon } from './testing/salon.ts'
import { TestCall } from './testing/test-call.ts'

let hub: CallFixture
let salon: Salon
/** Whether the calendar takes what is written. */
let takes: boolean

const calendar: BoundCalendar = {
  plugin: 'fake',
  entries: 'whole',
  listCalendars: async () => [],
  slots: async () => undefined,
  find: async () => null,
  async create({ entryId, start, end }) {
    if (!takes) throw new Refused('not_available', 'Somebody has an appointment there.')
    return { reference: entryId, start, end }
  },
  move: async (reference, { start, end }) => ({ reference, start, end }),
  async cancel() {},
}

beforeAll(async () => {
  hub = await callFixture({ providers: { calendar: async () => calendar } })
})
beforeEach(async () => {
  hub.clock.set(berlin(TUESDAY))
  takes = false
  salon = await openSalon(hub)
  const { connectionId } = await connect(hub.database, salon.tenantId)
  await hub.links.create(salon.tenantId, { connectionId, calendar: 'lina', resourceId: salon.lina.id })
})
afterAll(() => hub?.close())

async function runJobs(): Promise<void> {
  const { database, clock, log } = hub
  const handlers = hub.jobs.filter(({ kind }) => kind !== 'hold.expire')
  const runner = new JobRunner({ database, clock, log, handlers })
  for (let started = -1; started !== 0; ) {
    let ended = 0
    started = await runner.startDue(() => void ended++)
    await eventually('they have ended', () => ended === started)
  }
}

async function bookByPhone(): Promise<TestCall> {
  const call = new TestCall(hub, salon, freshNumber())
  const { data } = await call.ask('check_availability', {
    service: 'Damenhaarschnitt',
    when: 'morgen um 10 Uhr',
    staff: 'Lina',
  })
  const answer = await call.ask('book_appointment', { offer_token: data.offer_token, name: 'Maria Vogel' })
  expect(answer.status).toBe('booked')
  await runJobs()
  return call
}

const rows = <Row extends object>(text: string) =>
  hub.database.inTenant(salon.tenantId, (tx) => tx.rows<Row>({ text, values: [salon.tenantId] }))

const messages = () =>
  rows<{ payload: { alternatives: Array<{ start: string }>; task_id: string } }>(
    `select payload from events where tenant_id = $1 and type = 'appointment.alternatives'`,
  )
const tasks = () =>
  rows<{ id: string; kind: string; state: string; facts: Record<string, unknown> }>(
    'select id, kind, state, facts from tasks where tenant_id = $1 order by id',
  )

const AT_TEN = 'Ihr Termin am Mittwoch, dem 25. November, um 10 Uhr passt nicht mehr in den Kalender.'

test('a caller who is still on the phone hears with the next answer, once, that the calendar did not take it', async () => {
  const call = await bookByPhone()
  const answer = await call.ask('opening_hours')
  expect(answer.say).toContain(AT_TEN)
  expect(answer.say).toMatch(/Frei wäre .*Was passt Ihnen\?$/)
  const told = answer.data.not_in_calendar as { slots: Array<{ start: string }> }
  expect(told.slots.length).toBeGreaterThan(0)
  expect((await call.ask('opening_hours')).say).not.toContain('Kalender')
  await call.tell('ended', { status: 'ended' })
  hub.clock.forward(1)
  await runJobs()
  expect(await messages()).toEqual([])
  expect(await tasks()).toMatchObject([
    { kind: 'entry_refused', state: 'open', facts: { caller_told_at: expect.any(String) } },
  ])
})

test('and moves it in the same call: nobody has anything left to do', async () => {
  const call = await bookByPhone()
  await call.ask('opening_hours')
  takes = true
  expect((await call.ask('reschedule_appointment', { when: 'morgen um 11 Uhr' })).status).toBe('rescheduled')
  await runJobs()
  await call.tell('ended', { status: 'ended' })
  hub.clock.forward(1)
  await runJobs()
  expect([await messages(), await tasks()]).toMatchObject([[], [{ state: 'settled' }]])
})

test('once the caller has gone an event has other times, once, and so has the task', async () => {
  const call = await bookByPhone()
  expect(await messages()).toEqual([])
  await call.tell('ended', { status: 'ended' })
  hub.clock.forward(1)
  await runJobs()
  const [task] = await tasks()
  const [message] = await messages()
  expect(message?.payload).toMatchObject({
    task_id: task?.id,
    alternatives: [{ start: expect.any(String) }, {}, {}],
  })
  expect(task).toMatchObject({
    kind: 'entry_refused',
    state: 'open',
    facts: { code: 'not_available', alternatives: message?.payload.alternatives, caller_told_at: null },
  })
  const [first] = message?.payload.alternatives ?? []
  takes = true
  const appointmentId = String(
    (await rows<{ about: { appointment_id: string } }>('select about from tasks where tenant_id = $1'))[0]
      ?.about.appointment_id,
  )
  const moved = await hub.bookings.reschedule(salon.tenantId, {
    appointmentId,
    start: Date.parse(first?.start ?? ''),
    requestKey: 'moved',
    actor: 'business',
  })
  expect(moved.is).not.toBe('refused')
  await runJobs()
  expect(await tasks()).toMatchObject([{ state: 'settled' }])
  expect(await messages()).toHaveLength(1)
})

test('what was booked without a call is told by the event at once', async () => {
  const [slot] = (
    await hub.availability.search(salon.tenantId, {
      serviceId: salon.ladies.id,
      locationId: salon.location.id,
      resourceId: salon.lina.id,
      from: berlin('2026-11-25T10:00'),
      to: berlin('2026-11-25T11:00'),
    })
  ).slots
  await hub.bookings.book(salon.tenantId, {
    serviceId: salon.ladies.id,
    locationId: salon.location.id,
    start: slot?.start ?? 0,
    resourceId: salon.lina.id,
    customerId: null,
    source: 'api',
    requestKey: 'by-web',
  })
  await runJobs()
  expect(await messages()).toHaveLength(1)
})

test('nothing is said of what stands by now', async () => {
  const call = await bookByPhone()
  const [task] = await tasks()
  await hub.database.inTenant(salon.tenantId, (tx) =>
    tx.run({
      text: `update appointment_entries set state = 'written', reference = 'r' where tenant_id = $1`,
      values: [salon.tenantId],
    }),
  )
  expect((await call.ask('opening_hours')).say).not.toContain('Kalender')
  hub.clock.forward(1)
  await runJobs()
  expect([await messages(), task?.kind]).toEqual([[], 'entry_refused'])
})
