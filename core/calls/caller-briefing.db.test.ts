import { expect, test } from '@jest/globals'
import { type Briefing, brief } from './caller-briefing.ts'
import { freshNumber } from './testing/salon.ts'
import { SalonStage } from './testing/salon-stage.ts'

const stage = new SalonStage()

async function customer() {
  const phone = freshNumber()
  const call = stage.ring(phone)
  await stage.book(call, 'morgen um 14 Uhr')
  return phone
}

const ringing = (from: string | null) => {
  const { tenantId, location } = stage.salon
  return { tenantId, location, from, now: stage.hub.clock.now() }
}

test('whoever rings again is told their next appointment, in words', async () => {
  const from = await customer()
  const { connection, number: to } = stage.salon
  const { variables } = await stage.hub.desk.inbound(connection, { callId: '', from, to })
  expect(variables).toMatchObject({
    customer_name: 'Maria Vogel',
    has_appointment: 'yes',
    next_appointment: expect.stringMatching(/^Haarschnitt Damen .*am Mittwoch, dem 25\. November, um 14 Uhr/),
  })
})

test('a withheld number has no appointments', async () => {
  await customer()
  const found: Briefing = {}
  await brief(ringing(null), found, stage.hub)
  expect(found).toMatchObject({ next: null, hours: { date: '2026-11-24' } })
})

test('what is slow is left out, and what came before it is there', async () => {
  const from = await customer()
  const found: Briefing = {}
  const never = new Promise<never>(() => {})
  const appointments = { list: () => never } as unknown as typeof stage.hub.appointments
  void brief(ringing(from), found, { ...stage.hub, appointments })
  while (found.hours === undefined) await stage.hub.customers.findByPhone(stage.salon.tenantId, from)
  expect(found).toMatchObject({ customer: { name: 'Maria Vogel' } })
  expect(found).not.toHaveProperty('next')
})
