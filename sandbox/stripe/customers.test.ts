import { describe, expect, test } from '@jest/globals'
import Stripe from 'stripe'
import { loadContract } from '../testing/contract-schema.ts'
import { useStripe } from '../testing/use-stripe.ts'

const contract = loadContract('stripe')
const desk = await useStripe()
const { client, running } = desk

describe('the account', () => {
  test('account and balance answer, which is what a health check asks', async () => {
    expect((await client.accounts.retrieveCurrent()).default_currency).toBe('eur')
    const balance = await client.balance.retrieve()
    expect(contract('balance', balance)).toEqual([])
  })

  test('a wrong key is refused with 401, masked, and every answer has a request id', async () => {
    const refused = desk.clientFor('sk_test_wrong_key').balance.retrieve()
    await expect(refused).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
    await expect(refused).rejects.toMatchObject({
      statusCode: 401,
      requestId: expect.stringMatching(/^req_/),
      message: expect.not.stringContaining('wrong_key'),
    })
  })
})

describe('customers', () => {
  test('a created customer reads back, is changed, and is gone when deleted', async () => {
    const created = await client.customers.create({
      email: 'a@example.com',
      name: 'Agentur Nord',
      address: { city: 'Berlin', country: 'DE' },
      metadata: { hub_tenant: 't1', plan: 'gold' },
    })
    expect(await client.customers.retrieve(created.id)).toEqual(created)
    expect(contract('customer', created)).toEqual([])
    const changed = await client.customers.update(created.id, { name: 'Nord', metadata: { plan: '' } })
    expect(changed).toMatchObject({ name: 'Nord', email: 'a@example.com', metadata: { hub_tenant: 't1' } })
    expect(await client.customers.del(created.id)).toMatchObject({ deleted: true })
    expect(await client.customers.retrieve(created.id)).toMatchObject({ deleted: true })
    expect(desk.eventTypes()).toEqual(['customer.created', 'customer.updated', 'customer.deleted'])
  })

  test('the update event tells the former values', async () => {
    const { id } = await client.customers.create({ name: 'Alt' })
    await client.customers.update(id, { name: 'Neu' })
    expect(running.state.events.at(-1)?.data.previous_attributes).toEqual({ name: 'Alt' })
  })

  test('the list pages through all customers once, newest first, both ways', async () => {
    const ids: string[] = []
    for (const name of ['a', 'b', 'c', 'd', 'e']) ids.unshift((await client.customers.create({ name })).id)
    const found: string[] = []
    for await (const { id } of client.customers.list({ limit: 2 })) found.push(id)
    expect(found).toEqual(ids)
    const before = await client.customers.list({ limit: 2, ending_before: ids[3] ?? '' })
    expect(before.data.map(({ id }) => id)).toEqual(ids.slice(1, 3))
    expect(before.has_more).toBe(true)
  })

  test('a missing customer is refused as the fixtures show', async () => {
    await expect(client.customers.retrieve('cus_nope')).rejects.toMatchObject({
      statusCode: 404,
      type: 'StripeInvalidRequestError',
      raw: {
        code: 'resource_missing',
        message: "No such customer: 'cus_nope'",
        param: 'id',
        doc_url: 'https://stripe.com/docs/error-codes/resource-missing',
      },
    })
  })

  test('a parameter the provider does not know is refused, and nothing is created', async () => {
    const typo = client.rawRequest('POST', '/v1/customers', { emial: 'a@example.com' })
    await expect(typo).rejects.toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'emial' })
    expect(running.state.customers).toEqual([])
  })
})
