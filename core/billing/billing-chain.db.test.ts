import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { testApp } from '../platform/http/testing/test-app.ts'
import type { JobRun } from '../platform/jobs/job.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import { billingJobs } from './billing-jobs.ts'
import type { InvoiceCollection } from './invoice-collection.ts'
import { BillingFixture } from './testing/billing-fixture.ts'
import { usageReportRoutes } from './usage-report-routes.ts'

const NOVEMBER = Date.UTC(2026, 10, 10, 12)
const DECEMBER = Date.UTC(2026, 11, 3, 12)

let world: BillingFixture
let [agency, partner, client, neighbour] = ['', '', '', '']

beforeAll(async () => {
  world = await BillingFixture.open()
})
afterAll(() => world.close())

/** 10 cents a minute from the agency to the partner, 25 from the partner to the one client and 30 to the other. */
beforeEach(async () => {
  world.now = NOVEMBER
  agency = await world.agency()
  partner = await world.below(agency, { kind: 'partner', perMinute: '0.10' })
  client = await world.below(partner, { kind: 'client', perMinute: '0.25' })
  neighbour = await world.below(partner, { kind: 'client', perMinute: '0.30' })
})

async function finalizeAll(): Promise<void> {
  for (const issuer of [partner, agency]) {
    for (const { invoice } of await world.invoices.list(issuer, { limit: 20 })) {
      if (invoice.issuerId === issuer) await world.engine.finalize(issuer, invoice.id)
    }
  }
}

async function refreshAll(): Promise<void> {
  await world.engine.refreshDraft(partner, client)
  await world.engine.refreshDraft(partner, neighbour)
  await world.engine.refreshDraft(agency, partner)
}

test('a client’s call is rated on each edge above it, at the price of that edge', async () => {
  await world.used(client, 100)
  await world.used(neighbour, 10)
  await world.used(partner, 1)
  await refreshAll()
  expect(await world.nets(agency)).toEqual([[agency, 1_110]])
  expect((await world.nets(partner)).toSorted((a, b) => a[1] - b[1])).toEqual([
    [partner, 300],
    [agency, 1_110],
    [partner, 2_500],
  ])
})

test('invoices of both levels come to what was used, each event once on each edge', async () => {
  await world.used(client, 100)
  await world.used(neighbour, 10)
  await refreshAll()
  world.now = DECEMBER
  await world.used(client, 7, NOVEMBER)
  await finalizeAll()
  expect(await world.nets(agency)).toEqual([[agency, 1_170]])
  expect(await world.nets(client)).toEqual([[partner, 2_675]])
  const rated = await rowsOf(
    world.urls,
    `select r.tenant_id, count(*)::int as events, count(distinct usage_id)::int as once
      from rated_usage r where tenant_id = any ($1) group by tenant_id`,
    [[agency, partner]],
  )
  expect(rated).toHaveLength(2)
  for (const row of rated) expect(row).toMatchObject({ events: 3, once: 3 })
})

test('usage that comes late is charged late on each edge', async () => {
  await world.used(client, 100)
  await refreshAll()
  world.now = DECEMBER
  await finalizeAll()
  await world.used(client, 4, NOVEMBER)
  await refreshAll()
  expect((await world.nets(agency))[0]).toEqual([agency, 40])
  expect((await world.nets(client))[0]).toEqual([partner, 100])
})

test('nobody sees the prices above its own, and siblings nothing of each other', async () => {
  await world.used(client, 100)
  await world.used(neighbour, 10)
  await refreshAll()
  world.now = DECEMBER
  await finalizeAll()
  expect(await world.nets(client)).toEqual([[partner, 2_500]])
  expect(await world.nets(neighbour)).toEqual([[partner, 300]])
  const seen = await world.database.inTenant(client, async (tx) => ({
    plans: await tx.run({ text: 'select from plans' }),
    subscriptions: await tx.run({ text: 'select from subscriptions' }),
    rated: await tx.run({ text: 'select from rated_usage' }),
    usage: await tx.run({ text: 'select from usage_events where tenant_id <> $1', values: [client] }),
  }))
  expect(seen).toEqual({ plans: 0, subscriptions: 0, rated: 0, usage: 0 })
})

/** What a tenant reads over HTTP. */
async function read(tenantId: string, path: string) {
  const app = testApp({ routes: usageReportRoutes(world.report), database: world.database })
  const scopes = 'Bearer scopes:usage:read,invoices:read'
  return (await app.agent.get(path).set('Authorization', scopes).set('X-Tenant-Id', tenantId)).body
}

test('usage is shown day by day at the price of the own edge, and behind the lines of an invoice', async () => {
  await world.used(client, 100)
  await world.used(client, 2, NOVEMBER + 86_400_000)
  await world.used(neighbour, 10)
  await refreshAll()
  const days = (tenantId: string) => read(tenantId, '/v1/usage/days?from=2026-11-09&to=2026-11-11')
  expect(await days(client)).toEqual({
    zone: 'Europe/Berlin',
    currency: 'EUR',
    data: [
      { date: '2026-11-09', meters: [], amount_minor: 0 },
      {
        date: '2026-11-10',
        meters: [{ meter: 'call_seconds', quantity: '6000', events: 1 }],
        amount_minor: 2_500,
      },
      {
        date: '2026-11-11',
        meters: [{ meter: 'call_seconds', quantity: '120', events: 1 }],
        amount_minor: 50,
      },
    ],
  })
  expect((await days(partner)).data.map((day: { amount_minor: number }) => day.amount_minor)).toEqual([
    0, 1_100, 20,
  ])
  expect((await days(agency)).data[1]).toMatchObject({ amount_minor: null, meters: [{ quantity: '6600' }] })
  expect(await read(client, '/v1/usage/days?from=2026-11-11&to=2026-11-09')).toMatchObject({ status: 422 })
  const plan = (await read(client, '/v1/usage/plan')).data
  expect(plan).toMatchObject({ issuer_id: partner, terms: { prices: [{ unit_price: '0.25' }] } })
  expect((await read(agency, '/v1/usage/plan')).data).toBeNull()
  const [draft] = await world.invoices.list(client, { limit: 1 })
  const behind = (who: string, query = '') =>
    read(who, `/v1/invoices/${draft?.invoice.id}/usage?meter=call_seconds${query}`)
  const quantities = async (...asked: Parameters<typeof behind>) =>
    (await behind(...asked)).data.map(({ quantity }: { quantity: string }) => Number(quantity))
  expect(await quantities(client)).toEqual([120, 6_000])
  expect(await quantities(partner, '&to=2026-11-11T00:00:00Z')).toEqual([6_000])
  expect(await behind(neighbour)).toMatchObject({ status: 404 })
  world.now = DECEMBER
  await finalizeAll()
  await world.used(client, 4, NOVEMBER)
  expect(await quantities(client)).toEqual([120, 6_000])
})

test('what was used is told as a price preview takes it: of all below, events of one size together', async () => {
  await world.used(client, 2)
  await world.used(client, 2, NOVEMBER + 86_400_000)
  await world.used(neighbour, 10)
  const items = (tenantId: string, from = '2026-11-10') =>
    read(tenantId, `/v1/usage/items?from=${from}&to=2026-11-11`)
  const two = { meter: 'call_seconds', quantity: '120', events: 2 }
  expect(await items(client)).toEqual({ data: [two] })
  expect(await items(client, '2026-11-11')).toEqual({ data: [{ ...two, events: 1 }] })
  expect(await items(partner)).toEqual({ data: [two, { ...two, quantity: '600', events: 1 }] })
  expect(await items(client, '2026-11-12')).toMatchObject({ status: 422 })
})

/** Runs all draft jobs that are due; gives for whom. */
async function runDrafts(): Promise<string[]> {
  const { database, directory, engine, jobs, clock } = world
  const collection = {} as InvoiceCollection
  const handler = billingJobs({ database, directory, engine, jobs, clock, collection }).find(
    ({ kind }) => kind === 'billing.draft',
  )
  const due = await rowsOf<{ id: string; tenant_id: string }>(
    world.urls,
    `update jobs set state = 'done' where kind = 'billing.draft' and state = 'waiting' and run_at <= $1
      and tenant_id = any ($2) returning id, tenant_id`,
    [new Date(world.now), [agency, partner, client, neighbour]],
  )
  for (const { tenant_id: tenantId } of due) {
    await handler?.run({ tenantId, log: silentLogger, signal: new AbortController().signal } as JobRun)
  }
  return due.map(({ tenant_id }) => tenant_id)
}

test('one job rates many usages, and the levels above are rated after it', async () => {
  for (let n = 0; n < 20; n += 1) await world.used(client, 1)
  world.now += 2_000
  expect(await runDrafts()).toEqual([client])
  expect(await world.nets(client)).toEqual([[partner, 500]])
  expect(await world.nets(agency)).toEqual([])
  world.now += 60_000
  expect(await runDrafts()).toEqual([partner])
  expect(await world.nets(agency)).toEqual([[agency, 200]])
  // The agency is nobody's customer.
  world.now += 60_000
  expect(await runDrafts()).toEqual([])
})

test('usage after a job has run makes the next one', async () => {
  await world.used(client, 1)
  world.now += 2_000
  await runDrafts()
  await world.used(client, 1)
  world.now += 2_000
  expect(await runDrafts()).toEqual([client])
  expect(await world.nets(client)).toEqual([[partner, 50]])
})
