import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { BillingFixture } from './testing/billing-fixture.ts'

const [OCTOBER, NOVEMBER, DECEMBER, JANUARY] = [
  Date.UTC(2026, 9, 10, 12),
  Date.UTC(2026, 10, 10, 12),
  Date.UTC(2026, 11, 3, 12),
  Date.UTC(2027, 0, 3, 12),
]

let world: BillingFixture
let [agency, client] = ['', '']

beforeAll(async () => {
  world = await BillingFixture.open()
})
afterAll(() => world.close())

beforeEach(async () => {
  world.now = NOVEMBER
  agency = await world.agency()
  client = await world.below(agency, { kind: 'client', perMinute: '0.10' })
})

const refresh = () => world.engine.refreshDraft(agency, client)
const nets = async () => (await world.nets(client)).map(([, minor]) => minor)

test('between the end of a period and its invoice, late usage is on the draft of its own period only', async () => {
  await world.used(client, 100)
  await refresh()
  world.now = DECEMBER
  await world.used(client, 5)
  await world.used(client, 10, NOVEMBER)
  await refresh()
  // December, then November.
  expect(await nets()).toEqual([50, 1_100])
  const [, november] = await world.invoices.list(client, { limit: 2 })
  await world.engine.finalize(agency, november?.invoice.id ?? '')
  await refresh()
  expect(await nets()).toEqual([50, 1_100])
})

test('a draft that is finalized before an older one leaves it what it shows', async () => {
  await world.used(client, 100)
  await refresh()
  world.now = DECEMBER
  await world.used(client, 5)
  await refresh()
  world.now = JANUARY
  await refresh()
  const [, december] = await world.invoices.list(client, { limit: 3 })
  const final = await world.engine.finalize(agency, december?.invoice.id ?? '')
  expect(final.invoice.totals.subtotal_minor).toBe(50)
  await refresh()
  expect(await nets()).toEqual([0, 50, 1_000])
})

test('usage before the subscription began is on no draft', async () => {
  await world.used(client, 100, OCTOBER)
  await refresh()
  expect(await nets()).toEqual([0])
})
