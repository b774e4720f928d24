import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { RouteRequest } from '../platform/http/route.ts'
import { SchemaCompiler } from '../platform/http/schema-compiler.ts'
import { policyExampleRoutes } from './policy-example-routes.ts'
import { policyExampleReply } from './policy-example-schemas.ts'
import { berlin, type CallFixture, callFixture, TUESDAY } from './testing/call-fixture.ts'
import { openSalon, type Salon } from './testing/salon.ts'

let hub: CallFixture
let salon: Salon
const checkReply = new SchemaCompiler().body(policyExampleReply)

beforeAll(async () => {
  hub = await callFixture()
})

beforeEach(async () => {
  hub.clock.set(berlin(TUESDAY))
  salon = await openSalon(hub)
})

afterAll(() => hub.close())

async function examples(body: object) {
  const [route] = policyExampleRoutes(hub)
  if (!route) throw new Error('there is no such route')
  const request = { tenantId: salon.tenantId, body: { language: 'en', ...body } }
  const reply = await route.handler(request as unknown as RouteRequest<never, never, never>)
  checkReply(structuredClone(reply.body))
  const { cancel, reschedule } = reply.body as Record<
    'cancel' | 'reschedule',
    { case: string; text: string }[]
  >
  const textOf = (list: typeof cancel) => Object.fromEntries(list.map((each) => [each.case, each.text]))
  return { cancel: textOf(cancel), reschedule: textOf(reschedule) }
}

test('without rules one case is enough', async () => {
  expect(await examples({ kind: 'client' })).toEqual({
    cancel: { in_time: 'The appointment can be cancelled.' },
    reschedule: { in_time: 'The appointment can be moved.' },
  })
})

test('each limit has its case, in the words of the phone', async () => {
  const fee = { percent: 50, within_minutes: 2_880 }
  const cancel = { notice_minutes: 1_440, quota: { count: 2, per: 'month' }, fee }
  const said = await examples({ kind: 'client', cancel })
  expect(Object.keys(said.cancel)).toEqual(['in_time', 'fee_due', 'too_late', 'too_often'])
  expect(said.cancel.fee_due).toContain('Cancelling it now costs 50 percent of the price.')
  expect(said.cancel.too_late).toMatch(/^I'm sorry, it could only be cancelled until/)
  expect(said.cancel.too_often).toBe("I'm sorry, cancelling is only possible twice a month.")
})

test('a fee that could only be due when it is too late anyway has no case', async () => {
  const cancel = { notice_minutes: 2_880, fee: { percent: 50, within_minutes: 1_440 } }
  const said = await examples({ kind: 'client', cancel })
  expect(Object.keys(said.cancel)).toEqual(['in_time', 'too_late'])
})

test('what is left out is as the levels above have it, and a share is of the price of the service', async () => {
  await hub.catalog.update(salon.tenantId, salon.ladies.id, { priceMinor: 4_000 })
  const rules = { cancel: { noticeMinutes: 60, fee: { percent: 50, withinMinutes: 2_880 } } }
  await hub.policies.put(salon.tenantId, { subject: { kind: 'client' }, rules })
  const own = { kind: 'service', service_id: salon.ladies.id }
  const said = await examples({ ...own, cancel: { notice_minutes: null } })
  expect(Object.keys(said.cancel)).toEqual(['in_time', 'fee_due'])
  expect(said.cancel.fee_due).toContain('20 euros')
})
