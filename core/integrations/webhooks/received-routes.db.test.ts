import { RetryLater } from '@askpro/plugin-sdk'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { ConnectionRef } from '../connections/connection.ts'
import { acmeSignature } from '../testing/acme-plugin.ts'
import {
  http,
  type IntegrationFixture,
  integrationFixture,
  runDueJobs,
} from '../testing/integration-fixture.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture()
  hub.provider.on('/me', 200)
})
beforeEach(async () => {
  const settings = { plugin: 'acme', name: 'Acme', settings: hub.settings }
  const { id } = await hub.connections.create(hub.tenantId, settings)
  ref = { tenantId: hub.tenantId, connectionId: id }
  hub.neighbours.accepted.length = 0
  hub.neighbours.beforeFact = () => {}
})
afterAll(() => hub?.close())

function deliver(body: object, signature?: string) {
  const text = JSON.stringify(body)
  return http(hub)
    .post(`/hooks/${ref.connectionId}/events`)
    .set('x-acme-signature', signature ?? acmeSignature('signs-for-acme', text))
    .set('content-type', 'application/json')
    .send(text)
}

const read = async (path: string) => (await http(hub).get(path).set('x-tenant-id', hub.tenantId)).body
const send = (path: string, body?: object) => http(hub).post(path).set('x-tenant-id', hub.tenantId).send(body)
const deliveries = (query = '') => read(`/v1/connections/${ref.connectionId}/deliveries?${query}`)

const run = (text: string, values: unknown[] = []) =>
  hub.database.asCourier((tx) => tx.rows({ text, values }))

const moved = (id: string) => ({
  id,
  facts: [{ type: 'calendar.entry_moved', reference: id, start: '2027-01-01', end: '2027-01-01' }],
})

test('a delivery is given byte for byte to whoever may read payloads, and to nobody of another tenant', async () => {
  await deliver(moved('ä'))
  const [{ id }] = (await deliveries()).data
  const raw = await read(`/v1/deliveries/${id}/raw`)
  const bytes = Buffer.from(raw.body_base64, 'base64')
  expect(JSON.parse(bytes.toString())).toEqual(moved('ä'))
  expect(raw).toMatchObject({
    id,
    hook: 'events',
    headers: { 'x-acme-signature': acmeSignature('signs-for-acme', bytes.toString()) },
  })
  const stranger = await hub.newTenant()
  expect((await http(hub).get(`/v1/deliveries/${id}/raw`).set('x-tenant-id', stranger)).status).toBe(404)
  expect(hub.routes.find(({ path }) => path === '/v1/deliveries/:id/raw')?.permission).toBe('payloads:read')
})

test('deliveries are listed with what became of them, newest first, page by page', async () => {
  await deliver(moved('one'))
  await runDueJobs(hub)
  hub.neighbours.beforeFact = () => {
    throw new RetryLater('The calendar is away.', { after: 60_000 })
  }
  await deliver(moved('two'))
  await runDueJobs(hub)
  const { data } = await deliveries()
  expect(data).toMatchObject([
    { state: 'waiting', reason: 'The calendar is away.', processed_at: null, verdict: 'genuine' },
    { state: 'processed', reason: null, hook: 'events' },
  ])
  const first = await deliveries('limit=1')
  expect([first.data[0].id, first.next_cursor]).toEqual([data[0].id, data[0].id])
  expect((await deliveries(`limit=1&cursor=${first.next_cursor}`)).data[0].id).toBe(data[1].id)
  expect((await deliveries('hook=other')).data).toEqual([])
})

test('a payload is shown without what a log must not hold', async () => {
  await deliver({ ...moved('one'), phone: '+491713920019', ask: 7, nested: { customer_name: 'Erika' } })
  const [{ id }] = (await deliveries()).data
  const whole = await read(`/v1/deliveries/${id}`)
  expect(whole.payload).toMatchObject({
    id: 'one',
    phone: '[redacted]',
    nested: { customer_name: '[redacted]' },
  })
  expect(whole.headers['x-acme-signature']).toBe('[redacted]')
  expect(JSON.stringify(whole)).not.toMatch(/3920019|Erika/)
})

test('a dead letter is listed, and worked on when it is replayed', async () => {
  await deliver(moved('one'))
  const text = `update jobs set state = 'failed', last_error = 'it broke', finished_at = now() where kind = 'inbox.process' and state = 'waiting'`
  await run(text)
  const dead = await deliveries('state=given_up')
  expect(dead.data).toMatchObject([{ state: 'given_up', reason: 'it broke' }])
  expect((await send(`/v1/deliveries/${dead.data[0].id}/replay`)).body).toMatchObject({
    state: 'waiting',
    attempts: 0,
  })
  await runDueJobs(hub)
  expect(hub.neighbours.accepted.length).toBe(1)
  expect((await deliveries('state=given_up')).data).toEqual([])
})

test('one that was processed is replayed though its job is forgotten, and not while a run is at work on it', async () => {
  await deliver(moved('one'))
  await runDueJobs(hub)
  const [{ id }] = (await deliveries()).data
  await run('delete from jobs where unique_key = $1', [id])
  expect((await deliveries()).data).toMatchObject([{ state: 'processed', attempts: null }])
  expect((await send(`/v1/deliveries/${id}/replay`)).status).toBe(202)
  await run(`update jobs set state = 'running' where unique_key = $1`, [id])
  expect((await send(`/v1/deliveries/${id}/replay`)).status).toBe(409)
  await run(`update jobs set state = 'waiting' where unique_key = $1`, [id])
  await runDueJobs(hub)
  expect(hub.neighbours.accepted.length).toBe(2)
})

test('a range is replayed, of the state that is asked for', async () => {
  for (const id of ['one', 'two', 'three']) await deliver(moved(id))
  await runDueJobs(hub)
  const [three, two, one] = (await deliveries()).data
  const replay = (body: object) => send(`/v1/connections/${ref.connectionId}/replay`, body)
  expect((await replay({ from: one.received_at, to: one.received_at })).status).toBe(422)
  const none = await replay({ from: one.received_at, state: 'given_up' })
  expect(none.body).toEqual({ deliveries: 0, resume_from: null })
  const some = await replay({ from: two.received_at, state: 'processed' })
  expect(some.body.deliveries).toBeGreaterThanOrEqual(2)
  await runDueJobs(hub)
  const again = hub.neighbours.accepted.slice(3).map(({ fact }) => 'reference' in fact && fact.reference)
  expect(again).toEqual(expect.arrayContaining(['two', 'three']))
  expect(three.state).toBe('processed')
})

test('a thousand forged deliveries are a number and a reason, and nothing of them is kept', async () => {
  const before = await run('select id from inbox')
  for (let i = 0; i < 30; i++) expect((await deliver({ id: `forged-${i}` }, 'forged')).status).toBe(401)
  for (let i = 0; i < 970; i++) hub.rejections.note(ref, 'events', `reason ${i} of the sender's own making`)
  await hub.rejections.flush()
  await deliver({ id: 'forged-too' }, 'forged')
  await hub.rejections.flush()
  const { data } = await read(`/v1/connections/${ref.connectionId}/rejected-deliveries`)
  expect(data.length).toBe(11)
  expect(data.find(({ why }: { why: string }) => why === 'the signature is not ours').count).toBe(31)
  expect(data.find(({ why }: { why: string }) => why === 'another reason').count).toBe(961)
  expect(await run('select id from inbox')).toEqual(before)
})
