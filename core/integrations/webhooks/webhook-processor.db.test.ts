import type { ProviderFact } from '@askpro/plugin-sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '../../platform/ids.ts'
import { runInContext } from '../../platform/telemetry/request-context.ts'
import { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { acme } from '../testing/acme-plugin.ts'
import {
  type IntegrationFixture,
  type IntegrationSlice,
  integrationFixture,
  integrationSlice,
  runDueJobs,
} from '../testing/integration-fixture.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(async () => {
  hub.provider.on('/me', 200)
  hub.neighbours.accepted.length = 0
  hub.neighbours.beforeFact = () => {}
  const wanted = { plugin: 'acme', name: 'Acme', settings: hub.settings }
  const { id } = await hub.connections.create(hub.tenantId, wanted)
  ref = { tenantId: hub.tenantId, connectionId: id }
})
afterAll(() => hub?.close())

const paid = (reference: string): ProviderFact => ({
  type: 'payment.succeeded',
  hubInvoiceId: 'i-1',
  reference,
  amountMinor: 100,
  currency: 'EUR',
})

const moved = (reference: string): ProviderFact => ({
  type: 'calendar.entry_moved',
  reference,
  start: '2027-03-01T08:00:00Z',
  end: '2027-03-01T09:00:00Z',
})

/** Stores a delivery as the hook's route does after its signature was checked. */
async function accept(body: { id?: string; facts?: ProviderFact[]; ask?: string }): Promise<string> {
  const id = body.id ?? newId()
  const bytes = Buffer.from(JSON.stringify({ ...body, id }))
  await hub.processor.accept(await hub.host.bind(ref), 'events', {
    headers: {},
    body: bytes,
    receivedAt: Date.now(),
  })
  return id
}

interface JobRow {
  id: string
  state: string
  attempts: number
  run_at: Date
  last_error: string | null
  trace: string | null
}

async function jobOf(key: string): Promise<JobRow> {
  const row = await hub.database.asCourier((tx) =>
    tx.first<JobRow>({
      text: `select jobs.* from jobs join inbox on inbox.id::text = jobs.payload ->> 'inbox_id'
             where dedupe_key = $1 and connection_id = $2`,
      values: [key, ref.connectionId],
    }),
  )
  if (!row) throw new Error('there is no job')
  return row
}

async function isProcessed(key: string): Promise<boolean> {
  const rows = await hub.database.inTenant(hub.tenantId, (tx) =>
    tx.rows<{ processed_at: Date | null }>({
      text: 'select processed_at from inbox where dedupe_key = $1',
      values: [key],
    }),
  )
  return rows.every(({ processed_at }) => processed_at !== null)
}

const seen = (): ProviderFact[] => hub.neighbours.accepted.map(({ fact }) => fact)

describe('an accepted delivery', () => {
  test('is worked on once: its facts reach who handles them, in order', async () => {
    const id = await accept({ facts: [paid('p-1'), moved('r-1')] })
    expect(await runDueJobs(hub)).toBe(1)
    expect(seen()).toEqual([paid('p-1'), moved('r-1')])
    expect(hub.neighbours.accepted[0]?.connection).toEqual(ref)
    expect([(await jobOf(id)).state, await isProcessed(id)]).toEqual(['done', true])
    await accept({ id, facts: [paid('p-1')] })
    expect(await runDueJobs(hub)).toBe(0)
    expect(seen()).toHaveLength(2)
  })

  test('that was worked on is not worked on again when its job is', async () => {
    const id = await accept({ facts: [paid('p-1')] })
    await runDueJobs(hub)
    const job = await jobOf(id)
    await hub.database.asCourier((tx) =>
      tx.run({
        text: `update jobs set state = 'waiting', finished_at = null, run_at = '2000-01-01' where id = $1`,
        values: [job.id],
      }),
    )
    expect(await runDueJobs(hub)).toBe(1)
    expect(seen()).toHaveLength(1)
  })

  test('goes on with the trace of the request that brought it', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const id = await runInContext({ requestId: 'r', traceparent, tenantId: undefined }, () => accept({}))
    expect((await jobOf(id)).trace).toBe(traceparent)
  })

  test('that says a calendar changed has that calendar read', async () => {
    await accept({ facts: [{ type: 'calendar.changed', sync: 'entries' }] })
    hub.provider.on('/changes/main', () => ({ status: 200, body: { checkpoint: 'c' } }))
    const before = hub.provider.to('/changes/main').length
    await runDueJobs(hub)
    hub.clock.forward(1_000)
    await runDueJobs(hub)
    expect(hub.provider.to('/changes/main').length - before).toBe(1)
  })

  test('of a kind that nobody handles is done', async () => {
    const id = await accept({
      facts: [{ type: 'payment.failed', hubInvoiceId: 'i', reference: 'r', why: 'w' }],
    })
    await runDueJobs(hub)
    expect((await jobOf(id)).state).toBe('done')
  })
})

describe('what goes wrong is not lost', () => {
  test('a fact that cannot be taken is given again, with those before it', async () => {
    const id = await accept({ facts: [paid('p-1'), moved('r-1')] })
    hub.neighbours.beforeFact = ({ type }) => {
      if (type === 'calendar.entry_moved') throw new Error('not yet')
    }
    await runDueJobs(hub)
    expect(await jobOf(id)).toMatchObject({ state: 'waiting', attempts: 1 })
    expect(await isProcessed(id)).toBe(false)
    hub.neighbours.beforeFact = () => {}
    hub.clock.forward(3_600_000)
    await runDueJobs(hub)
    expect(seen()).toEqual([paid('p-1'), paid('p-1'), moved('r-1')])
    expect((await jobOf(id)).state).toBe('done')
  })

  test('an outage of the provider uses up no attempts and shows at the connection', async () => {
    hub.provider.on('/detail', 503)
    const id = await accept({ ask: '/detail', facts: [paid('p-1')] })
    for (let i = 0; i < 30; i++) {
      await runDueJobs(hub)
      hub.clock.forward(20_000)
    }
    expect(await jobOf(id)).toMatchObject({ state: 'waiting', attempts: 0 })
    expect((await hub.connections.get(ref)).state.is).toBe('retrying')
    hub.provider.on('/detail', 200)
    await hub.connections.update(ref, { settings: {} })
    hub.clock.forward(3_600_000)
    await runDueJobs(hub)
    expect(seen()).toEqual([paid('p-1')])
  })

  test('that a delivery could be read says nothing about a provider in trouble', async () => {
    await hub.health.set(ref, { is: 'retrying', at: hub.clock.now() + 1e9, why: 'away' })
    await accept({ facts: [paid('p-1')] })
    await runDueJobs(hub)
    expect(seen()).toHaveLength(1)
    expect((await hub.connections.get(ref)).state.is).toBe('retrying')
  })

  test('a plugin that is broken after an update finds its deliveries waiting', async () => {
    const id = await accept({ facts: [paid('p-1')] })
    const broken = { state: 'crashed' as const, id: acme.id, dir: '', reason: 'SyntaxError' }
    const crashed: IntegrationSlice = integrationSlice({ ...hub, catalog: new PluginCatalog([broken]) })
    for (let i = 0; i < 30; i++) {
      await runDueJobs(crashed)
      hub.clock.forward(301_000)
    }
    expect(await jobOf(id)).toMatchObject({ state: 'waiting', attempts: 0 })
    await runDueJobs(hub)
    expect(seen()).toEqual([paid('p-1')])
  })

  test('a delivery whose connection was removed in between ends', async () => {
    const id = await accept({ facts: [paid('p-1')] })
    const { id: job } = await jobOf(id)
    await hub.connections.remove(ref)
    await runDueJobs(hub)
    const left = await hub.database.asCourier((tx) =>
      tx.first<JobRow>({ text: 'select * from jobs where id = $1', values: [job] }),
    )
    expect(left?.state).toBe('cancelled')
    expect(seen()).toEqual([])
  })
})
