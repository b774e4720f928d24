import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type ApiReply, api, eventually } from './api.ts'
import { control, type DemoHub, startDemoHub } from './demo-hub.ts'
import { type HubProcess, startHubProcess, untilReady } from './hub-process.ts'
import { PhoneLine } from './phone-line.ts'
import { appointments, exported, exportedSoon, untruths } from './truth.ts'

/** The hub is a process of its own here, on a database that was seeded before, so that it can be killed. */
let program: DemoHub
let hub: HubProcess

beforeAll(async () => {
  program = await startDemoHub()
  await program.stopHub()
  await start()
}, 120_000)

afterAll(async () => {
  hub.kill('SIGKILL')
  await hub.ended(10_000)
  await program.stop()
})

async function start(): Promise<void> {
  hub = startHubProcess(program.variables)
  await untilReady(hub)
}

/** As the kernel would: nothing is finished, flushed or given back. */
async function crash(): Promise<void> {
  hub.kill('SIGKILL')
  await hub.ended(10_000)
}

/** Milliseconds that requests of these kinds have been under way when the hub is killed. */
const BOOKING_AGES = [40, 20, 12, 8, 4, 0]
const END_AGES = [20, 10, 5, 0]
const MOVE_AGES = [15, 6, 0]

/** One request after the other is sent, so that each has its age at the crash; undefined for one that is lost in it. */
async function crashAfter(
  ages: readonly number[],
  send: ReadonlyArray<() => Promise<ApiReply>>,
): Promise<Array<ApiReply | undefined>> {
  const asked: Array<Promise<ApiReply | undefined>> = []
  for (const [at, age] of ages.entries()) {
    asked.push(send[at]?.().catch(() => undefined) ?? Promise.resolve(undefined))
    await new Promise((resolve) => setTimeout(resolve, age - (ages[at + 1] ?? 0)))
  }
  await crash()
  return Promise.all(asked)
}

let callers = 0

function ring(): PhoneLine {
  const { demo, sandbox } = program
  callers += 1
  return new PhoneLine({
    baseUrl: demo.base_url,
    connectionId: demo.connections.find(({ plugin }) => plugin === 'retell')?.id ?? '',
    apiKey: sandbox.apiKeys.retell ?? '',
    to: demo.locations.find(({ name }) => name === 'Mitte')?.phone ?? '',
    from: `+4917139201${String(10 + callers)}`,
  })
}

/** What Lina does in Mitte, whose appointments stand in both calendars. */
function withLina() {
  const { services, locations, resources } = program.demo
  const id = (list: Array<{ id: string; name: string }>, name: string) =>
    list.find((one) => one.name === name)?.id ?? ''
  return {
    service_id: id(services, 'Haarschnitt Damen'),
    location_id: id(locations, 'Mitte'),
    resource_id: id(resources, 'Lina'),
  }
}

async function offer(): Promise<string> {
  const query = new URLSearchParams({ ...withLina(), limit: '1' })
  const { body } = await api(program.demo, `GET /v1/availability?${query}`)
  return body.slots[0].offer_token
}

/** So many pairs of free times that do not touch, three to ten days ahead: no notice comes in between. */
async function pairsOfTimes(count: number) {
  const day = 86_400_000
  const at = (days: number) => new Date(Date.now() + days * day).toISOString()
  const query = new URLSearchParams({ ...withLina(), from: at(3), to: at(10), limit: '500' })
  const { body } = await api(program.demo, `GET /v1/availability?${query}`)
  const starts = body.slots.map(({ start }: { start: string }) => start).filter(isFullHour)
  const of = (start: string) => ({ ...withLina(), start })
  return Array.from({ length: count }, (_, pair) => ({
    early: of(starts[2 * pair]),
    late: of(starts[2 * pair + 1]),
  }))
}

const isFullHour = (start: string): boolean => start.slice(14, 16) === '00'

/** Somebody rings and has a time held. */
async function holding(): Promise<{ line: PhoneLine; book: () => Promise<ApiReply> }> {
  const line = ring()
  const held = await line.function('hold_slot', { offer_token: await offer() })
  expect(held.body.status).toBe('held')
  const { hold_id } = held.body.data
  return { line, book: () => line.function('book_appointment', { hold_id, name: 'Erika Musterfrau' }) }
}

/** As an agent does: `pending` asks to be asked again, which a hub that has just started may have to say. */
function toldInTheEnd(book: () => Promise<ApiReply>): Promise<string> {
  return eventually(
    async () => (await book()).body.status,
    (status) => status !== 'pending',
  )
}

async function callOf({ callId }: PhoneLine): Promise<{ id: string; status: string }> {
  const { body } = await api(program.demo, 'GET /v1/calls?limit=200')
  return body.data.find(({ provider_call_id: id }: { provider_call_id: string }) => id === callId)
}

async function bookedIn(line: PhoneLine) {
  const call = await callOf(line)
  return (await appointments(program)).filter(({ call_id }) => call_id === call.id)
}

test('killed while a time is held: the caller still has it after the restart and books it', async () => {
  const { line, book } = await holding()
  await crash()
  await start()
  expect(await toldInTheEnd(book)).toBe('booked')
  expect(await bookedIn(line)).toMatchObject([{ status: 'confirmed' }])
}, 180_000)

test('killed while bookings are at every stage: asked again each is booked, once', async () => {
  const calls = []
  for (const _age of BOOKING_AGES) calls.push(await holding())
  await crashAfter(
    BOOKING_AGES,
    calls.map(({ book }) => book),
  )
  await start()
  for (const { line, book } of calls) {
    expect(await toldInTheEnd(book)).toBe('booked')
    expect(await bookedIn(line)).toMatchObject([{ status: 'confirmed' }])
  }
}, 180_000)

test('killed as soon as the caller has heard that it is booked: it reaches both calendars, once', async () => {
  const { book } = await holding()
  expect((await book()).body.status).toBe('booked')
  await crash()
  await start()
  await exported(program, 45_000)
  expect(await untruths(program)).toEqual([])
}, 180_000)

test('killed while the providers are writing the entry: it is found there and not written twice', async () => {
  const slow = { method: 'POST', latency_ms: 1_500, times: 1 }
  await control(program.demo, 'PUT', '/faults/calcom', { ...slow, path: '/v2/bookings' })
  await control(program.demo, 'PUT', '/faults/google_calendar', slow)
  const asked = async () => {
    const journals = await Promise.all(
      ['calcom', 'google_calendar'].map((name) => control(program.demo, 'GET', `/faults/${name}`)),
    )
    return journals.flat().length
  }
  const { book } = await holding()
  expect((await book()).body.status).toBe('booked')
  // A fault is taken when its request comes in.
  expect(await eventually(asked, (left) => left < 2)).toBeLessThan(2)
  await crash()
  await start()
  // What a killed hub left half done is taken up again within 20 s; the rest is for a slow machine.
  await exported(program, 45_000)
  expect(await untruths(program)).toEqual([])
}, 240_000)

test('killed while the ends of calls are being told: told again or not, each ends and is metered once', async () => {
  const lines = END_AGES.map(ring)
  for (const line of lines) await line.function('identify_caller')
  const heard = await crashAfter(
    END_AGES,
    lines.map((line) => () => line.event('call_ended')),
  )
  await start()
  // A provider tells again what was not answered.
  for (const [at, line] of lines.entries()) if (heard[at]?.status !== 200) await line.event('call_ended')
  const ended = await eventually(
    () => Promise.all(lines.map(callOf)),
    (calls) => calls.every(({ status }) => status === 'ended'),
  )
  expect(ended.map(({ status }) => status)).toEqual(lines.map(() => 'ended'))
  expect(await untruths(program)).toEqual([])
}, 180_000)

test('killed while moves are at every stage: each stands at one of its two times, and asked again it has moved', async () => {
  const { demo } = program
  const moves = (await pairsOfTimes(MOVE_AGES.length)).map(({ early, late }) => ({ early, late, id: '' }))
  for (const move of moves) {
    const { status, body } = await api(demo, 'POST /v1/appointments', { body: move.early })
    expect([status, body.start]).toEqual([201, move.early.start])
    move.id = body.id
  }
  const ask = ({ id, late: { start } }: (typeof moves)[number]) =>
    api(demo, `POST /v1/appointments/${id}/reschedule`, { body: { start } })
  await crashAfter(
    MOVE_AGES,
    moves.map((move) => () => ask(move)),
  )
  await start()
  for (const move of moves) {
    const { early, late, id } = move
    const { body: after } = await eventually(
      () => api(demo, `GET /v1/appointments/${id}`),
      (reply) => reply.status !== 503,
    )
    expect(after).toMatchObject({ id, start: expect.any(String) })
    expect([early.start, late.start]).toContain(after.start)
    expect(after.occupancies).toMatchObject([{ start: after.start, end: after.end }])
    expect((await ask(move)).body).toMatchObject({ status: 'confirmed', start: late.start })
    expect((await api(demo, 'POST /v1/appointments', { body: early })).status).toBe(201)
  }
  await exportedSoon(program)
  expect(await untruths(program)).toEqual([])
}, 180_000)
