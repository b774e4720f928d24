import { afterEach, expect, test } from '@jest/globals'
import { berlin } from './testing/call-fixture.ts'
import { cutOff } from './testing/cut-off.ts'
import { connect, freshNumber, openSalon } from './testing/salon.ts'
import { CUT, SalonStage } from './testing/salon-stage.ts'
import { TestCall } from './testing/test-call.ts'

const stage = new SalonStage()
const ring = stage.ring.bind(stage)
const TROUBLE = 'Das kann ich Ihnen gerade leider nicht sagen. Darf ich notieren, dass wir Sie zurückrufen?'
const undo: Array<() => void> = []

afterEach(() => {
  for (const each of undo.splice(0)) each()
})

/** The same hub over a way to its database that can be blocked. */
async function overAWire() {
  const wire = await cutOff(stage.hub.made.appUrl)
  undo.push(() => wire.close())
  return { wire, hub: stage.hub.through(wire.url) }
}

/** Somebody else has the call's row for as long as wanted. */
async function lockCalls(): Promise<() => void> {
  let release = () => {}
  const locked = new Promise<void>((taken) => {
    void stage.hub.database.inTenant(stage.salon.tenantId, async (tx) => {
      await tx.run({ text: 'select from calls for update' })
      taken()
      await new Promise<void>((done) => {
        release = done
      })
    })
  })
  await locked
  undo.push(() => release())
  return () => release()
}

async function timed<T>(work: Promise<T>): Promise<{ took: number; result: T }> {
  const begun = performance.now()
  const result = await work
  return { took: performance.now() - begun, result }
}

const functionCalls = async (call: TestCall) => {
  const all = await stage.hub.calls.list(stage.salon.tenantId, { limit: 50 })
  const found = all.find(({ providerCallId }) => providerCallId === call.id)
  return (await stage.hub.calls.get(stage.salon.tenantId, found?.id ?? '')).functionCalls
}

test('every question and its answer are stored with the call, in order', async () => {
  const call = ring()
  await call.ask('identify_caller', {}, 'tool_1')
  const answer = await call.ask('check_availability', { service: CUT, when: 'morgen um 9' }, 'tool_2')
  const { today, ...said } = answer
  expect(today).not.toBeNull()
  expect(await functionCalls(call)).toMatchObject([
    { name: 'identify_caller', tool_call_id: 'tool_1', status: 'unknown' },
    { name: 'check_availability', arguments: { service: CUT, when: 'morgen um 9' }, result: said },
  ])
})

test('a function may come before any event of its call, and the event makes no second call', async () => {
  const call = ring()
  expect((await call.ask('identify_caller')).status).toBe('unknown')
  await call.tell('started')
  expect(await stage.hub.calls.list(stage.salon.tenantId, { limit: 10 })).toMatchObject([
    { providerCallId: call.id, state: 'ongoing', rank: 'started' },
  ])
})

test('what the model says of call, tenant and caller counts for nothing', async () => {
  const other = await openSalon(stage.hub)
  const call = ring(null)
  const answer = await call.ask('identify_caller', {
    call_id: 'call_001',
    tenant_id: other.tenantId,
    phone_number: freshNumber(),
    location_id: other.location.id,
  })
  expect(answer.status).toBe('withheld')
  expect(await stage.hub.calls.list(other.tenantId, { limit: 10 })).toEqual([])
})

test('a function the hub does not know is answered, and an operator is told', async () => {
  const answer = await ring().ask('transfer_to_mars')
  expect(answer).toMatchObject({ status: 'unknown_function', today: { date: '2026-11-24' } })
  expect(stage.hub.log.errors).toEqual(['the agent called a function that the hub does not know'])
})

test('a version behind a function’s name belongs to the agent’s flow', async () => {
  expect((await ring().ask('list_services_v17')).status).toBe('ok')
})

test('a number that leads nowhere, or belongs to another account, is answered neutrally', async () => {
  const stranger = await connect(stage.hub.database, stage.salon.agencyId)
  for (const salon of [
    { ...stage.salon, number: freshNumber() },
    { ...stage.salon, connection: stranger },
  ]) {
    const answer = await new TestCall(stage.hub, salon, freshNumber()).ask('list_services')
    expect(answer).toMatchObject({ status: 'unknown_number', data: {}, today: null })
    expect(JSON.stringify(answer)).not.toContain('Haarschnitt')
  }
  expect(stage.hub.log.errors).toHaveLength(2)
  expect(await stage.hub.calls.list(stage.salon.tenantId, { limit: 10 })).toEqual([])
})

test('text that no database takes is no reason to fall silent', async () => {
  const odd = 'Grüße\u0000 \ud83d <b>'
  const call = ring()
  const answer = await call.ask('request_callback', { name: odd, reason: odd, [odd]: { deep: [odd] } }, odd)
  expect(answer.status).toBe('noted')
  expect(await functionCalls(call)).toHaveLength(1)
})

test('an answer comes within two and a half seconds though the work takes longer, which then counts', async () => {
  const call = ring()
  const held = await call.ask('hold_slot', { service: CUT, when: 'morgen um 9' })
  const release = await lockCalls()
  const request = { hold_id: held.data.hold_id, name: 'Anna Schmidt' }
  const { took, result } = await timed(call.ask('book_appointment', request))
  expect(took).toBeLessThan(2_500)
  expect(result).toMatchObject({ status: 'pending', today: { date: '2026-11-24' } })
  release()
  const again = await call.ask('book_appointment', request)
  expect(again.status).toBe('booked')
  expect(await stage.confirmed()).toHaveLength(1)
  const statuses = (await functionCalls(call)).map(({ status }) => status)
  expect(statuses.sort()).toEqual(['booked', 'held', 'pending', 'repeated'])
})

test.each(['de', 'en'] as const)(
  'with the database frozen or gone the caller hears so in time, in the line’s language (%s)',
  async (language) => {
    await stage.reopen({ language })
    const { wire, hub } = await overAWire()
    const call = new TestCall(hub, stage.salon, freshNumber())
    await call.ask('identify_caller')
    wire.freeze()
    const frozen = await timed(call.ask('check_availability', { service: CUT, when: 'morgen um 9' }))
    expect(frozen.took).toBeLessThan(2_500)
    expect(frozen.result).toMatchObject({ status: 'trouble', today: { date: '2026-11-24' } })
    wire.close()
    const gone = await timed(call.ask('list_appointments'))
    expect(gone.took).toBeLessThan(2_500)
    expect(gone.result.status).toBe('trouble')
    for (const { result } of [frozen, gone]) {
      const german = result.say === TROUBLE
      expect(german).toBe(language === 'de')
    }
  },
)

test('who cannot note a callback does not offer one', async () => {
  const { wire, hub } = await overAWire()
  wire.close()
  const call = new TestCall(hub, stage.salon, freshNumber())
  const answer = await call.ask('request_callback')
  expect(answer).toMatchObject({
    status: 'trouble',
    say: 'Das konnte ich gerade leider nicht sicher notieren. Bitte rufen Sie später noch einmal an.',
    today: null,
  })
})

test('an inbound call is told the date, the language and who calls', async () => {
  const from = freshNumber()
  await stage.hub.customers.create(stage.salon.tenantId, {
    name: 'Anna Schmidt',
    phone: from,
    language: 'de',
  })
  const { connection, number: to, location } = stage.salon
  const known = await stage.hub.desk.inbound(connection, { callId: '', from, to })
  expect(known).toEqual({
    metadata: { location_id: location.id },
    variables: {
      location_name: 'Mitte',
      language: 'de',
      today: '2026-11-24',
      weekday: 'Dienstag',
      year: '2026',
      today_spoken: 'Dienstag, der 24. November',
      time_now: '10:00',
      time_spoken: '10 Uhr',
      caller_known: 'yes',
      caller_withheld: 'no',
      customer_name: 'Anna Schmidt',
      opening_hours_today: 'Dienstag, der 24. November: geöffnet von 9 Uhr bis 18 Uhr.',
      open_now: 'yes',
      has_appointment: 'no',
      next_appointment: '',
    },
  })
  const withheld = await stage.hub.desk.inbound(connection, { callId: '', from: null, to })
  expect(withheld.variables).toMatchObject({
    caller_known: 'no',
    caller_withheld: 'yes',
    customer_name: '',
    has_appointment: 'no',
  })
  expect(await stage.hub.calls.list(stage.salon.tenantId, { limit: 10 })).toEqual([])
})

test('an inbound call is put through whatever happens, with the date if the line is remembered', async () => {
  const { wire, hub } = await overAWire()
  const { connection, number: to } = stage.salon
  const inbound = (number: string) => hub.desk.inbound(connection, { callId: '', from: null, to: number })
  await inbound(to)
  expect(await inbound(freshNumber())).toEqual({ variables: {}, metadata: {} })
  wire.freeze()
  const frozen = await timed(inbound(to))
  expect(frozen.took).toBeLessThan(2_500)
  expect(frozen.result.variables).toMatchObject({ today: '2026-11-24', caller_known: 'no' })
})

test('a function call renews what its own call holds', async () => {
  const [mine, theirs] = [ring(), ring()]
  await mine.ask('hold_slot', { service: CUT, when: 'morgen um 9' })
  await theirs.ask('hold_slot', { service: CUT, when: 'morgen um 10' })
  stage.hub.clock.forward(4)
  await mine.ask('list_services')
  expect((await stage.stored()).map(({ start, holdExpiresAt }) => [start, holdExpiresAt])).toEqual([
    [berlin('2026-11-25T09:00'), berlin('2026-11-24T10:09')],
    [berlin('2026-11-25T10:00'), berlin('2026-11-24T10:05')],
  ])
})
