import type { CallReport } from '@askpro/plugin-sdk'
import { expect, test } from '@jest/globals'
import { SalonStage } from './testing/salon-stage.ts'

const stage = new SalonStage()
const OVER: Partial<CallReport> = {
  status: 'ended',
  endedAt: 90_000,
  disconnectionReason: 'call_transfer',
  ending: 'transferred',
}
const to = '+493023125999'

const theCall = async () => (await stage.hub.calls.list(stage.salon.tenantId, { limit: 1 }))[0]

test('a caller who was put through is neither lost nor answered: the call was transferred', async () => {
  const call = stage.ring()
  await call.tell('started', { transfer: { state: 'started', to } })
  await call.tell('ended', OVER)
  await call.tell('started', { transfer: { state: 'ended', to: null } })
  expect(await theCall()).toMatchObject({
    state: 'ended',
    outcome: 'transferred',
    facts: { ending: 'transferred', disconnectionReason: 'call_transfer', transfer: { state: 'ended', to } },
  })
})

test('one who booked first has booked', async () => {
  const call = stage.ring()
  await stage.book(call, 'morgen um 9')
  await call.tell('ended', OVER)
  expect(await theCall()).toMatchObject({ outcome: 'booked' })
})

test('a transfer that came to nothing is no outcome', async () => {
  const call = stage.ring()
  await call.ask('list_services')
  await call.tell('started', { transfer: { state: 'cancelled', to } })
  await call.tell('ended', { ...OVER, disconnectionReason: 'user_hangup', ending: 'caller_hung_up' })
  expect(await theCall()).toMatchObject({
    outcome: 'information',
    facts: { transfer: { state: 'cancelled' } },
  })
})

test('a reason that nobody knows yet is kept as it came', async () => {
  await stage.ring().tell('ended', { ...OVER, disconnectionReason: 'solar_flare', ending: 'other' })
  expect((await theCall())?.facts).toMatchObject({ disconnectionReason: 'solar_flare', ending: 'other' })
})
