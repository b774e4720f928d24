import { describe, expect, test } from '@jest/globals'
import Stripe from 'stripe'
import { useStripe } from '../testing/use-stripe.ts'

const desk = await useStripe()
const { client, running } = desk

describe('idempotency keys', () => {
  test('the same key and parameters give the first answer again and do the work once', async () => {
    const options = { idempotencyKey: 'k1' }
    const first = await client.customers.create({ name: 'A', email: 'a@example.com' }, options)
    const again = await client.customers.create({ email: 'a@example.com', name: 'A' }, options)
    expect(again).toEqual(first)
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(running.state.customers).toHaveLength(1)
  })

  test('the same key with other parameters or another path is refused', async () => {
    const options = { idempotencyKey: 'k1' }
    await client.customers.create({ name: 'A' }, options)
    const other = client.customers.create({ name: 'B' }, options)
    await expect(other).rejects.toMatchObject({
      statusCode: 400,
      rawType: 'idempotency_error',
      message: expect.stringContaining("other than 'k1'"),
    })
    await expect(client.products.create({ name: 'A' }, options)).rejects.toBeInstanceOf(
      Stripe.errors.StripeIdempotencyError,
    )
  })

  test('a 500 is kept and replayed, whether the work was done or not', async () => {
    running.faults.set([{ error_after: true, times: 1 }])
    const work = () => client.customers.create({ name: 'A' }, { idempotencyKey: 'after' })
    await expect(work()).rejects.toMatchObject({ statusCode: 500, rawType: 'api_error' })
    expect(running.state.customers).toHaveLength(1)
    await expect(work()).rejects.toMatchObject({
      statusCode: 500,
      headers: { 'idempotent-replayed': 'true' },
    })
    running.faults.set([{ status: 500, times: 1 }])
    const undone = () => client.customers.create({ name: 'B' }, { idempotencyKey: 'before' })
    await expect(undone()).rejects.toMatchObject({ statusCode: 500 })
    await expect(undone()).rejects.toMatchObject({ statusCode: 500 })
    expect(running.state.customers).toHaveLength(1)
  })

  test('an answer lost on the way is given again under its key', async () => {
    running.faults.set([{ reset_after: true, times: 1 }])
    const response = () =>
      fetch(`${running.address}/v1/customers`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_sandbox', 'idempotency-key': 'lost' },
      })
    await expect(response()).rejects.toThrow()
    const again = await response()
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(running.state.customers).toHaveLength(1)
  })

  test('a request that was rejected as such does not use the key up', async () => {
    const options = { idempotencyKey: 'k1' }
    const bad = client.invoices.create({ customer: 'cus_nope' }, options)
    await expect(bad).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing' })
    const { id } = await client.customers.create({ name: 'A' })
    expect(await client.invoices.create({ customer: id }, options)).toMatchObject({ customer: id })
  })

  test('a key is forgotten after a day', async () => {
    const options = { idempotencyKey: 'k1' }
    const first = await client.customers.create({ name: 'A' }, options)
    desk.now += 86_400_000 + 1000
    expect((await client.customers.create({ name: 'A' }, options)).id).not.toBe(first.id)
  })

  test.each([
    [{ status: 409 }, 'idempotency_key_in_use'],
    [{ status: 429, reason: 'lock_timeout' }, 'lock_timeout'],
    [{ status: 429, retry_after: 2 }, 'rate_limit'],
  ])('the fault %j is worded as the provider does', async (fault, code) => {
    running.faults.set([{ ...fault, times: 1 }])
    await expect(client.customers.create({ name: 'A' })).rejects.toMatchObject({ code })
  })
})
