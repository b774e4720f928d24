import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { testApp } from '../../platform/http/testing/test-app.ts'
import { rowsOf } from '../../platform/testing/database-rows.ts'
import { invoiceRoutes } from '../invoice-routes.ts'
import { BillingFixture } from '../testing/billing-fixture.ts'
import { jobRun } from '../testing/job-run.ts'
import type { BillingDetails } from './billing-details.ts'
import { billingDetailsRoutes } from './billing-details-routes.ts'

const SELLER: BillingDetails = {
  name: 'Agentur Nord GmbH',
  line1: 'Hafenstr. 1',
  line2: null,
  postalCode: '20457',
  city: 'Hamburg',
  country: 'DE',
  email: 'rechnung@nord.example',
  vatId: 'DE123456789',
  taxNumber: '37/123/45678',
}
const BUYER: BillingDetails = {
  ...SELLER,
  name: 'Salon Sonnenschein e. K.',
  line1: 'Lange Str. 2',
  line2: 'Hinterhaus',
  email: 'buero@salon.example',
  vatId: 'ATU12345678',
  taxNumber: null,
}

let billing: BillingFixture
let agency: string
let client: string

beforeAll(async () => {
  billing = await BillingFixture.open()
})
afterAll(() => billing.close())

beforeEach(async () => {
  billing.provider.collected.length = 0
  billing.now = Date.UTC(2026, 10, 1, 12)
  agency = await billing.agency()
  client = await billing.below(agency, { kind: 'client', perMinute: '1.00' })
})

const say = async () => {
  await billing.details.put(agency, SELLER)
  await billing.details.put(client, BUYER)
}
const onInvoice = async (reader: string, id: string) => {
  const { invoice } = await billing.invoices.get(reader, id)
  return (await billing.details.on([invoice])).get(id)
}
const drafted = async () => {
  billing.now = Date.UTC(2026, 10, 10, 12)
  await billing.used(client, 10)
  await billing.engine.refreshDraft(agency, client)
  const [draft] = await billing.invoices.list(agency, { limit: 1 })
  return String(draft?.invoice.id)
}

test('a draft shows what both ends say now; a final invoice what they said when it became final, for ever', async () => {
  const id = await drafted()
  expect(await onInvoice(client, id)).toEqual({ seller: null, buyer: null })
  await say()
  expect(await onInvoice(client, id)).toEqual({ seller: SELLER, buyer: BUYER })
  billing.now = Date.UTC(2026, 11, 3, 12)
  await billing.engine.finalize(agency, id)
  await billing.details.put(agency, { ...SELLER, name: 'Agentur Süd GmbH' })
  await billing.details.remove(client)
  const frozen = { seller: SELLER, buyer: BUYER }
  expect([await onInvoice(agency, id), await onInvoice(client, id)]).toEqual([frozen, frozen])
  await billing.invoices.void(agency, id, 'x')
  expect((await billing.invoices.get(agency, id)).invoice).toMatchObject({ status: 'void', parties: frozen })
})

test('what was final before details were kept has none, whatever is said later', async () => {
  await say()
  const id = await billing.invoiced(agency, client, 10)
  await rowsOf(billing.urls, `update invoices set state = state - 'parties' where id = $1 returning id`, [id])
  expect(await onInvoice(agency, id)).toEqual({ seller: null, buyer: null })
})

test('who has said nothing is left out, and does not keep an invoice from becoming final', async () => {
  await billing.details.put(agency, SELLER)
  const id = await billing.invoiced(agency, client, 10)
  expect(await onInvoice(client, id)).toEqual({ seller: SELLER, buyer: null })
})

test('of many who save over the same version one does, and the others are told the present one', async () => {
  const saves = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) => billing.details.put(client, { ...BUYER, line1: `Weg ${n}` }, 0)),
  )
  const refusals = saves.flatMap((save) => (save.status === 'rejected' ? [save.reason] : []))
  expect(refusals).toHaveLength(7)
  for (const refusal of refusals)
    expect(refusal).toMatchObject({ code: 'version_conflict', extra: { current_version: 1 } })
  await expect(billing.details.put(client, BUYER, 2)).rejects.toMatchObject({ code: 'version_conflict' })
  await expect(billing.details.remove(client, 2)).rejects.toMatchObject({ code: 'version_conflict' })
  expect(await billing.details.put(client, BUYER, 1)).toEqual({ details: BUYER, version: 2 })
  await billing.details.remove(client, 2)
  expect(await billing.details.get(client)).toEqual({ details: null, version: 0 })
})

test('the payments provider is told name, address and VAT number; a mail address for invoices goes first', async () => {
  const id = await billing.invoiced(agency, client, 10)
  const collect = () => billing.collection.run(jobRun(agency, { invoice_id: id }))
  await collect()
  await say()
  await collect()
  await billing.payers.update(client, { email: 'konto@salon.example' })
  await collect()
  const { vatId, name, city, country, line1, line2, postalCode } = BUYER
  const told = { hubId: client, name, vatId, address: { line1, line2, postalCode, city, country } }
  expect(billing.provider.collected.map(({ payer }) => payer)).toEqual([
    { hubId: client, name: 'client' },
    { ...told, email: 'buero@salon.example' },
    { ...told, email: 'konto@salon.example' },
  ])
})

test('over HTTP: details with their version, an invoice with both ends and its date', async () => {
  const { details, invoices, refunds, ledger, engine, database } = billing
  const routes = [
    ...billingDetailsRoutes(details),
    ...invoiceRoutes({ details, invoices, refunds, ledger, engine }),
  ]
  const { agent } = testApp({ routes, database })
  const path = '/v1/billing-details'
  const as = (tenant: string) => ({
    Authorization: 'Bearer scopes:billing-details:write,invoices:read',
    'X-Tenant-Id': tenant,
  })
  const sent = { name: 'Salon', line1: 'Lange Str. 2', city: 'Graz', country: 'AT', vat_id: 'ATU12345678' }
  const shown = { ...sent, line2: null, postal_code: null, email: null, tax_number: null }
  expect((await agent.get(path).set(as(client))).body).toEqual({ details: null, version: 0 })
  const put = (body: object, version: string) =>
    agent.put(path).set(as(client)).set('If-Match', version).send(body)
  const first = await put(sent, '"0"')
  expect([first.status, first.headers.etag, first.body]).toEqual([200, '"1"', { details: shown, version: 1 }])
  expect((await put(sent, '"0"')).status).toBe(412)
  for (const wrong of [{ country: 'Austria' }, { vat_id: 'U 12' }, { name: ' ' }, { email: 'x' }]) {
    expect((await put({ ...sent, ...wrong }, '"1"')).body.errors).toMatchObject([
      { path: `/${Object.keys(wrong)[0]}` },
    ])
  }
  const id = await billing.invoiced(agency, client, 10)
  const read = async () => (await agent.get(`/v1/invoices/${id}`).set(as(agency))).body
  expect(await read()).toMatchObject({ seller: null, buyer: shown, issued_at: '2026-12-03T12:00:00.000Z' })
  expect((await agent.delete(path).set(as(client)).set('If-Match', '"1"')).status).toBe(204)
  expect((await agent.get(path).set(as(client))).body).toEqual({ details: null, version: 0 })
  expect((await read()).buyer).toEqual(shown)
})
