import { describe, expect, test } from '@jest/globals'
import { loadContract } from '../testing/contract-schema.ts'
import { useStripe } from '../testing/use-stripe.ts'
import { signStripe } from './stripe-events.ts'

const contract = loadContract('stripe')
const desk = await useStripe()
const { client, running } = desk

describe('webhooks and events', () => {
  const url = desk.webhookUrl

  test('an event reaches the endpoint that wants it, signed for the official client', async () => {
    const endpoint = await client.webhookEndpoints.create({
      url,
      enabled_events: ['customer.created'],
      api_version: '2026-10-28.endive',
    })
    const secret = endpoint.secret ?? ''
    const { id } = await client.customers.create({ name: 'Añá' }, { idempotencyKey: 'k9' })
    await client.customers.update(id, { name: 'B' })
    const [delivery] = await desk.waitFor(1)
    await running.webhooks.idle()
    expect(desk.received().length).toBe(1)
    const signature = delivery?.headers['stripe-signature'] ?? ''
    const event = client.webhooks.constructEvent(delivery?.raw ?? '', signature, secret)
    expect(event).toMatchObject({
      type: 'customer.created',
      data: { object: { id, name: 'Añá' } },
      request: { idempotency_key: 'k9' },
    })
    expect(() => client.webhooks.constructEvent(delivery?.raw ?? '', signature, 'whsec_other')).toThrow()
    expect(contract('event', delivery?.body)).toEqual([])
  })

  test('the secret is shown on creation only', async () => {
    const created = await client.webhookEndpoints.create({ url, enabled_events: ['*'] })
    const read = await client.webhookEndpoints.retrieve(created.id)
    expect(created.secret).toMatch(/^whsec_/)
    expect(read).not.toHaveProperty('secret')
    expect(contract('webhook_endpoint', read)).toEqual([])
    expect(JSON.stringify(running.describe())).not.toContain(created.secret)
  })

  test('an endpoint that fails is tried four times in all, one that is disabled not at all', async () => {
    const { id } = await client.webhookEndpoints.create({ url, enabled_events: ['*'] })
    desk.answerWith(500, 302, 400, 503)
    await client.customers.create({ name: 'A' })
    await desk.waitFor(4)
    await client.webhookEndpoints.update(id, { disabled: true })
    await client.customers.create({ name: 'B' })
    await running.webhooks.idle()
    expect(desk.received().length).toBe(4)
  })

  test('events can be caught up with for 30 days, newest first, by type', async () => {
    await client.customers.create({ name: 'old' })
    desk.now += 31 * 86_400_000
    const { id } = await client.customers.create({ name: 'new' })
    await client.customers.update(id, { name: 'newer' })
    const all = await client.events.list()
    expect(all.data.map(({ type }) => type)).toEqual(['customer.updated', 'customer.created'])
    const created = await client.events.list({ type: 'customer.created' })
    expect(created.data).toHaveLength(1)
    const [first] = created.data
    expect(await client.events.retrieve(first?.id ?? '')).toEqual(first)
    const since = await client.events.list({ created: { gt: Math.floor(desk.now / 1000) } })
    expect(since.data).toEqual([])
  })
})

test('the signature equals the worked example', () => {
  expect(
    signStripe('{"id":"evt_1","object":"event","type":"invoice.paid"}', 'whsec_test_0123456789', 1796117400),
  ).toBe('t=1796117400,v1=0f07949d82b3c0d2203d0d7d726b48a2d6f181b6efd396cf009f0a6cd286b5fd')
})
