import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { testApp } from '../platform/http/testing/test-app.ts'
import { newId } from '../platform/ids.ts'
import { planRoutes } from './plan-routes.ts'
import { BillingFixture } from './testing/billing-fixture.ts'

let billing: BillingFixture
let agency: string
let client: string
let plan: string
let first: string

beforeAll(async () => {
  billing = await BillingFixture.open()
})
afterAll(() => billing.close())

beforeEach(async () => {
  billing.now = Date.UTC(2026, 10, 1, 12)
  agency = await billing.agency()
  client = await billing.below(agency, { kind: 'client', perMinute: '1.00' })
  const [known] = await billing.plans.subscriptions(agency)
  first = String(known?.id)
  const price = { model: 'per_unit', meter: 'call_seconds', unit: 'minute', unit_price: '2.00' } as const
  plan = (await billing.plans.create(agency, { name: 'Dearer', terms: { currency: 'EUR', prices: [price] } }))
    .id
})

const change = (fields: object = {}) => {
  const wanted = {
    recipientId: client,
    planId: plan,
    anchorDate: '2026-11-01',
    months: 1,
    autoFinalize: true,
  }
  return billing.plans.subscribe(agency, { ...wanted, replaces: first, ...fields })
}
const live = async () =>
  (await billing.plans.subscriptions(agency)).filter(
    ({ recipientId, endedAt }) => recipientId === client && !endedAt,
  )

test('the old plan ends at the moment at which the new one begins, and each charges its own time', async () => {
  await billing.used(client, 10)
  billing.now = Date.UTC(2026, 10, 10, 12)
  const made = await change()
  expect((await billing.plans.subscriptions(agency)).map(({ id, endedAt }) => [id, endedAt])).toEqual([
    [first, new Date(billing.now)],
    [made.id, null],
  ])
  await billing.used(client, 10, billing.now + 1_000)
  billing.now += 60_000
  await billing.engine.refreshDraft(agency, client)
  expect((await billing.nets(agency)).map(([, net]) => net).toSorted((a, b) => a - b)).toEqual([1_000, 2_000])
})

test.each([
  ['a plan that is not there', { planId: newId() }, 'not_found'],
  ['a day that no database takes', { anchorDate: '2026-02-30' }, undefined],
  ['a subscription that is not there', { replaces: newId() }, 'invalid'],
])('with %s nothing ends', async (_name, fields, code) => {
  await expect(change(fields)).rejects.toMatchObject(code ? { code } : {})
  expect((await live()).map(({ id }) => id)).toEqual([first])
})

test('the subscription of another client is not replaced', async () => {
  const neighbour = await billing.below(agency, { kind: 'client', perMinute: '1.00' })
  const [theirs] = (await billing.plans.subscriptions(agency)).filter(
    ({ recipientId }) => recipientId === neighbour,
  )
  await expect(change({ replaces: theirs?.id })).rejects.toMatchObject({
    code: 'invalid',
    extra: { errors: [{ path: '/replaces' }] },
  })
  expect((await billing.plans.subscriptions(agency)).filter(({ endedAt }) => endedAt)).toEqual([])
})

test('of eight who change it at once one does; the others hear that it has ended', async () => {
  const done = await Promise.allSettled(Array.from({ length: 8 }, () => change()))
  const refusals = done.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(refusals).toHaveLength(7)
  for (const refusal of refusals)
    expect(refusal).toMatchObject({ code: 'conflict', extra: { errors: [{ path: '/replaces' }] } })
  expect(await live()).toHaveLength(1)
})

test('over HTTP it is one request', async () => {
  const { agent } = testApp({ routes: planRoutes(billing.plans), database: billing.database })
  const body = { recipient_id: client, plan_id: plan, anchor_date: '2026-11-01', replaces: first }
  const send = (fields: object) =>
    agent
      .post('/v1/subscriptions')
      .set({ Authorization: 'Bearer scopes:subscriptions:write', 'X-Tenant-Id': agency })
      .send({ ...body, ...fields })
  expect((await send({ replaces: undefined })).status).toBe(409)
  expect((await send({ replaces: newId() })).status).toBe(422)
  expect((await send({})).body).toMatchObject({ plan_id: plan, ended_at: null })
  expect((await send({})).status).toBe(409)
  expect(await live()).toMatchObject([{ planId: plan }])
})
