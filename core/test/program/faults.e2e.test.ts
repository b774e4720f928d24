import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type PlacedCall, placeCall } from '../../app/demo/place-call.ts'
import { readTimeline } from '../../app/demo/timeline.ts'
import { rowsOf } from '../../platform/testing/database-rows.ts'
import { type ApiReply, api, eventually } from './api.ts'
import { control, type DemoHub, startDemoHub } from './demo-hub.ts'
import { startTcpProxy } from './tcp-proxy.ts'
import { entriesAtProviders, exported, exportedSoon, untruths } from './truth.ts'

let program: DemoHub

beforeEach(async () => {
  program = await startDemoHub()
}, 60_000)

afterEach(async () => {
  await program.stop()
}, 60_000)

const settled = async (call: PlacedCall) => readTimeline(program.demo, call.call_id)

async function onlyCall(script: string): Promise<PlacedCall> {
  const [call] = await placeCall(program.demo, script)
  if (!call) throw new Error(`${script} placed no call`)
  return call
}

const idOf = (list: Array<{ id: string; name: string }>, name: string): string =>
  list.find((one) => one.name === name)?.id ?? ''

const pluginOf = (connectionId: string): string =>
  program.demo.connections.find(({ id }) => id === connectionId)?.plugin ?? ''

const withLina = () => ({
  service_id: idOf(program.demo.services, 'Haarschnitt Damen'),
  location_id: idOf(program.demo.locations, 'Mitte'),
  resource_id: idOf(program.demo.resources, 'Lina'),
})

/** Starts that Lina has free and that are an hour apart, in order. */
async function freeStarts(): Promise<string[]> {
  const query = new URLSearchParams({ ...withLina(), limit: '500' })
  const { body } = await api(program.demo, `GET /v1/availability?${query}`)
  const starts: string[] = body.slots.map(({ start }: { start: string }) => start)
  return starts.filter((start) => start.slice(14, 16) === '00')
}

const book = (start: string | undefined): Promise<ApiReply> =>
  api(program.demo, 'POST /v1/appointments', { body: { ...withLina(), start, attendee_name: 'Erika' } })

test('a call becomes a booking, an entry in both calendars, metered usage and a draft invoice', async () => {
  const timeline = await settled(await onlyCall('plain-booking'))
  expect(timeline.call).toMatchObject({ status: 'ended', outcome: 'booked' })
  expect(timeline.appointments).toMatchObject([{ status: 'confirmed' }])
  const entries = timeline.appointments[0]?.external.map(({ connection_id, state }) => [
    pluginOf(connection_id),
    state,
  ])
  expect(entries?.sort()).toEqual([
    ['calcom', 'written'],
    ['google-calendar', 'written'],
  ])
  expect(timeline.usage.map(({ meter }) => meter).sort()).toEqual(['call_seconds', 'calls'])
  expect(timeline.invoice?.totals.total_minor).toBeGreaterThan(0)
  expect(await untruths(program)).toEqual([])
})

test.each(['error_after', 'reset_after'])(
  'a calendar that does the work and then answers nothing useful (%s) gets the entry once',
  async (outcome) => {
    const fault = { method: 'POST', [outcome]: true, times: 1 }
    await control(program.demo, 'PUT', '/faults/calcom', { ...fault, path: '/v2/bookings' })
    await control(program.demo, 'PUT', '/faults/google_calendar', fault)
    await onlyCall('plain-booking')
    await exportedSoon(program)
    expect(await untruths(program)).toEqual([])
    const standing = await entriesAtProviders(program)
    expect(Object.values(standing).map((references) => references.length)).toEqual([1, 1])
  },
  120_000,
)

test('a calendar that is down keeps nobody from booking; its entries follow, the other calendar waits for none of them', async () => {
  await control(program.demo, 'PUT', '/faults/calcom', { status: 503 })
  const starts = await freeStarts()
  const replies = await Promise.all(starts.slice(0, 6).map(book))
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201))
  const google = () => entriesAtProviders(program).then((standing) => standing['google-calendar']?.length)
  expect(await eventually(google, (count) => count === 6)).toBe(6)
  const metrics = () => api(program.demo, 'GET /metrics').then(({ body }) => String(body))
  const calcom = program.demo.connections.find(({ plugin }) => plugin === 'calcom')?.id
  const open = `breaker_state{connection="${calcom}"} 2`
  expect(await eventually(metrics, (text) => text.includes(open))).toContain(open)
  await control(program.demo, 'DELETE', '/faults/calcom')
  await exported(program, 120_000)
  expect(await untruths(program)).toEqual([])
  const closed = `breaker_state{connection="${calcom}"} 0`
  expect(await metrics()).toContain(closed)
}, 240_000)

test('a time that was freed and booked again at once is written when the provider has let the first one go', async () => {
  const [start] = await freeStarts()
  const first = await book(start)
  await exported(program)
  await control(program.demo, 'PUT', '/faults/calcom', {
    method: 'POST',
    path: '/v2/bookings/:uid/cancel',
    status: 503,
    times: 3,
  })
  await api(program.demo, `POST /v1/appointments/${first.body.id}/cancel`, { body: {} })
  expect((await book(start)).status).toBe(201)
  await exportedSoon(program, 120_000)
  expect(await untruths(program)).toEqual([])
}, 240_000)

test('every call event doubled, reordered and late: the call is one, metered once', async () => {
  const webhooks = { duplicate: 3, reorder: true, delay_ms: 300 }
  await control(program.demo, 'PUT', '/faults/retell', { webhooks })
  const call = await onlyCall('plain-booking')
  await control(program.demo, 'POST', '/webhooks/retell/flush')
  const timeline = await eventually(
    () => settled(call),
    ({ call: { status, cost } }) => status === 'ended' && cost !== null,
  )
  expect(timeline.call).toMatchObject({ status: 'ended', outcome: 'booked' })
  const { body } = await api(program.demo, 'GET /v1/calls')
  expect(body.data).toHaveLength(1)
  expect(await untruths(program)).toEqual([])
}, 120_000)

test('a call whose events are all lost is asked for at the provider, ended and metered', async () => {
  await control(program.demo, 'PUT', '/faults/retell', { webhooks: { lose: true } })
  await onlyCall('plain-booking')
  const read = async () => (await api(program.demo, 'GET /v1/calls')).body.data
  expect(await read()).toMatchObject([{ status: 'ongoing', cost: null }])
  // As if the quarter of an hour had passed after which the hub asks.
  await rowsOf(program.database, `update jobs set run_at = now() where kind = 'call.repair'`)
  const [call] = await eventually(read, ([found]) => found.status === 'ended')
  expect(call).toMatchObject({ status: 'ended', outcome: 'booked', cost: { currency: 'USD' } })
  await exported(program)
  expect(await untruths(program)).toEqual([])
}, 120_000)

test('a card that was given on a page pays; what goes back, and a dispute nobody told of, are known', async () => {
  const { demo } = program
  const ask = (route: string, body?: object) => api(demo, route, { key: demo.agency.api_key, body })
  const opened = await api(demo, 'POST /v1/payer/payment-method-setups', {
    body: { return_url: 'https://portal.example.com/done' },
  })
  const session = String(opened.body.url).split('/').at(-1)
  const mastercard = { payment_method: 'pm_card_mastercard' }
  await control(demo, 'POST', `/stripe/checkout/${session}/complete`, mastercard)
  const payer = () => api(demo, 'GET /v1/payer').then(({ body }) => body)
  const given = { state: 'ready', brand: 'mastercard', last4: '4444' }
  expect(await eventually(payer, ({ brand }) => brand === 'mastercard')).toMatchObject(given)

  await onlyCall('plain-booking')
  const invoices = () => ask('GET /v1/invoices').then(({ body }) => body.data)
  const [draft] = await eventually(invoices, ([found]) => found?.totals.total_minor > 0)
  await rowsOf(program.database, `update invoices set period_end = now() - interval '1 second'`)
  const route = `/v1/invoices/${draft.id}`
  expect((await ask(`POST ${route}/finalize`)).status).toBe(200)
  const [invoice] = await eventually(invoices, ([found]) => found.status === 'paid')
  expect(invoice).toMatchObject({ status: 'paid', balance_minor: 0, collection: { state: 'paid' } })

  await control(demo, 'PUT', '/faults/stripe', { webhooks: { lose: true } })
  const credited = await ask(`POST ${route}/credit`, { reason: 'goodwill', net_minor: 100, refund: true })
  const [{ amount_minor }] = credited.body.refunds
  const money = () => ask(`GET ${route}/payments`).then(({ body }) => body)
  const returned = await eventually(money, ({ refunds }) => refunds[0].state === 'succeeded')
  expect(returned).toMatchObject({ refunds: [{ amount_minor }], returnable_minor: 0, uncredited_minor: 0 })
  const { charges } = (await control(demo, 'GET', '/state/stripe')) as { charges: Array<{ id: string }> }
  await control(demo, 'POST', `/stripe/charges/${charges[0]?.id}/dispute`, { amount: 200 })
  const connection = demo.connections.find(({ plugin }) => plugin === 'stripe')?.id
  expect((await ask(`POST /v1/connections/${connection}/sync`, {})).body).toEqual({ syncs: ['changes'] })
  const disputes = () => ask('GET /v1/disputes?open=true').then(({ body }) => body.data)
  const [dispute] = await eventually(disputes, (all) => all.length > 0)
  expect(dispute).toMatchObject({ invoice_id: draft.id, state: 'needs_response', amount_minor: 200 })

  await control(demo, 'DELETE', '/faults/stripe')
  await control(demo, 'POST', `/stripe/disputes/${dispute.reference}/move`, { status: 'won' })
  expect(await eventually(disputes, (all) => all.length === 0)).toEqual([])
}, 120_000)

test('while Postgres is away the hub says so at once, and goes on by itself when it is back', async () => {
  const { hostname: host, port } = new URL(program.database.appUrl)
  const wire = await startTcpProxy({ host, port: Number(port) })
  const through = Object.assign(new URL(program.database.appUrl), { port: String(wire.port) })
  await program.restartHub({ DATABASE_URL: through.href })
  const [start] = await freeStarts()
  await wire.cut()
  const ready = () => api(program.demo, 'GET /readyz', { key: null })
  const away = await eventually(ready, ({ status }) => status === 503)
  expect(away.body.missing.map(({ name }: { name: string }) => name)).toContain('database')
  const asked = Date.now()
  const refused = await book(start)
  expect([refused.status, refused.body.code]).toEqual([503, 'unavailable'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Date.now() - asked).toBeLessThan(10_000)
  expect((await api(program.demo, 'GET /healthz', { key: null })).status).toBe(200)
  await wire.restore()
  expect((await eventually(ready, ({ status }) => status === 200)).status).toBe(200)
  expect((await book(start)).status).toBe(201)
  await exported(program)
  expect(await untruths(program)).toEqual([])
  await program.stopHub()
  await wire.cut()
}, 120_000)
