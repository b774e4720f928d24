import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { presentEvent } from '../platform/events/event-routes.ts'
import { eventually } from '../platform/jobs/testing/eventually.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import type { Received } from './testing/receiver.ts'
import { WebhookWorld } from './testing/webhook-world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let world: WebhookWorld

beforeAll(async () => {
  world = await WebhookWorld.open()
})
afterAll(() => world.close())

/** By both foreign libraries; which secrets check it. */
function checkedBy({ body, headers }: Received, secrets: readonly string[]): boolean[] {
  return secrets.map((secret) => {
    try {
      new SvixWebhook(secret).verify(body, headers)
      new StandardWebhook(secret).verify(body, headers)
      return true
    } catch {
      return false
    }
  })
}

const only = (path: string): Received => {
  const [first, ...others] = world.receiver.at(path)
  if (!first || others.length > 0) throw new Error(`${path} did not receive exactly one message`)
  return first
}

const jobsOf = (deliveryId: string) =>
  rowsOf<{ state: string; in_s: number }>(
    world.urls,
    `select state, round(extract(epoch from run_at - now()))::int as in_s from jobs where payload->>'delivery_id' = $1 order by id`,
    [deliveryId],
  )

test('an event arrives signed, as the API shows it, under its own id', async () => {
  const { tenantId, id, secret } = await world.listen('/signed')
  const [event] = await world.tell(tenantId, 'appointment.booked')
  await world.work()
  const message = only('/signed')
  expect(checkedBy(message, [secret, `whsec_${Buffer.alloc(32).toString('base64')}`])).toEqual([true, false])
  const shown = event && presentEvent(event)
  expect(JSON.parse(message.body)).toEqual({
    type: 'appointment.booked',
    timestamp: shown?.occurred_at,
    data: JSON.parse(JSON.stringify(shown)),
  })
  expect(message.headers).toMatchObject({ 'webhook-id': event?.id, 'content-type': 'application/json' })
  const { delivery, attempts } = await world.delivery({ tenantId, id })
  expect([delivery.state, delivery.eventId]).toEqual(['delivered', event?.id])
  expect(attempts).toMatchObject([{ status: 204, error: undefined }])
})

test('while a secret is replaced both of them sign, afterwards only the new one', async () => {
  const { tenantId, id, secret } = await world.listen('/rotated')
  const { secret: next } = await world.endpoints.rotateSecret(tenantId, id, HOUR)
  await world.tell(tenantId, 'call.ended')
  await world.work()
  expect(checkedBy(only('/rotated'), [secret, next])).toEqual([true, true])
  const { secret: last } = await world.endpoints.rotateSecret(tenantId, id, 0)
  await world.tell(tenantId, 'call.ended')
  await world.work()
  const [, message] = world.receiver.at('/rotated')
  expect(message && checkedBy(message, [secret, next, last])).toEqual([false, false, true])
})

test('each endpoint gets what it wants of its own tenant, once, however often the events are read', async () => {
  const all = await world.listen('/all')
  const some = await world.listen('/some', ['invoice.*'], all.tenantId)
  const off = await world.listen('/off', [], all.tenantId)
  await world.endpoints.disable(all.tenantId, off.id)
  await world.listen('/other')
  const events = await world.happen(all.tenantId, 'invoice.paid', 'call.ended', 'invoice.finalized')
  await Promise.all([world.fanOut.handle(events), world.fanOut.handle(events)])
  await world.fanOut.handle(events)
  await world.work()
  const types = (path: string) =>
    world.receiver
      .at(path)
      .map(({ body }) => JSON.parse(body).type)
      .toSorted()
  expect(types('/all')).toEqual(['call.ended', 'invoice.finalized', 'invoice.paid'])
  expect(types('/some')).toEqual(['invoice.finalized', 'invoice.paid'])
  expect([some.endpoint.state.is, types('/off'), types('/other')]).toEqual(['enabled', [], []])
})

test('a hub that ends while the receiver answers sends the same message again, and no third one', async () => {
  const { tenantId, id, secret } = await world.listen('/crash')
  world.receiver.on('/crash', () => new Promise(() => {}))
  await world.tell(tenantId, 'call.ended')
  const dying = world.runner()
  await dying.startDue(() => {})
  await eventually('the first message is there', () => world.receiver.at('/crash').length === 1)
  await dying.drain(50)
  world.receiver.on('/crash', 200)
  await world.work()
  await world.work()
  const [first, second, ...more] = world.receiver.at('/crash')
  expect(more).toEqual([])
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(second?.body).toBe(first?.body)
  expect(second && checkedBy(second, [secret])).toEqual([true])
  expect((await world.delivery({ tenantId, id })).delivery.state).toBe('delivered')
})

test('what is not accepted is tried again later, not before Retry-After, and is in the log', async () => {
  const { tenantId, id } = await world.listen('/flaky')
  world.receiver.on('/flaky', 500)
  await world.tell(tenantId, 'call.ended')
  await world.work()
  const first = await world.delivery({ tenantId, id })
  expect(first.delivery).toMatchObject({ state: 'waiting', tries: 1, lastError: 'It was answered with 500.' })
  const [{ in_s: wait = 0 } = {}] = await jobsOf(first.delivery.id)
  expect([wait >= 4, wait <= 5]).toEqual([true, true])
  expect((await world.endpoints.get(tenantId, id)).failures).toBe(1)

  world.receiver.on('/flaky', () => ({ status: 429, headers: { 'retry-after': '7200' } }))
  world.clock.forward(6_000)
  await world.work()
  const [{ in_s: asked = 0 } = {}] = await jobsOf(first.delivery.id)
  expect(asked).toBeGreaterThan(7_100)

  world.receiver.on('/flaky', 200)
  world.clock.forward(2 * HOUR + 1_000)
  await world.work()
  const { delivery, attempts } = await world.delivery({ tenantId, id })
  expect([delivery.state, attempts.map(({ status }) => status)]).toEqual(['delivered', [500, 429, 200]])
  expect(await world.endpoints.get(tenantId, id)).toMatchObject({ failures: 0, failingSince: undefined })
})

test('a redirect is not followed', async () => {
  const { tenantId, id } = await world.listen('/redirect')
  const location = `http://${world.receiver.host}/target`
  world.receiver.on('/redirect', () => ({ status: 307, headers: { location } }))
  await world.tell(tenantId, 'call.ended')
  await world.work()
  expect((await world.delivery({ tenantId, id })).attempts).toMatchObject([
    { status: 307, error: 'A redirect (307) is not followed.' },
  ])
  expect(world.receiver.at('/target')).toEqual([])
})

test('a name that leads to a private address by then is refused at delivery', async () => {
  const { tenantId, id } = await world.listen('/moved')
  const url = world.receiver.host.replace('127.0.0.1', 'https://localhost')
  await world.endpoints.update(tenantId, id, { url })
  await world.tell(tenantId, 'call.ended')
  await world.work()
  expect((await world.delivery({ tenantId, id })).attempts).toMatchObject([
    { status: undefined, error: 'The name leads to a private address.' },
  ])
})

async function disabledEvents(tenantId: string): Promise<unknown[]> {
  const text = `select payload from events where tenant_id = $1 and type = 'webhook_endpoint.disabled'`
  return (await rowsOf<{ payload: unknown }>(world.urls, text, [tenantId])).map(({ payload }) => payload)
}

test('410 ends the endpoint, an event tells of it, and nothing more is sent', async () => {
  const { tenantId, id } = await world.listen('/gone', ['call.*'])
  world.receiver.on('/gone', 410)
  await world.tell(tenantId, 'call.ended')
  await world.work()
  expect((await world.endpoints.get(tenantId, id)).state).toEqual({ is: 'disabled', why: 'gone' })
  expect((await world.delivery({ tenantId, id })).delivery.state).toBe('failed')
  expect(await disabledEvents(tenantId)).toMatchObject([{ why: 'gone', host: world.receiver.host }])
  await world.tell(tenantId, 'call.ended')
  await world.work()
  expect(world.receiver.at('/gone').length).toBe(1)
})

test('after three days of failures the endpoint is disabled; enabled again it gets what failed', async () => {
  const { tenantId, id } = await world.listen('/dead', ['call.*'])
  world.receiver.on('/dead', 503)
  await world.tell(tenantId, 'call.ended')
  for (let day = 0; day < 6; day += 1) {
    await world.work()
    world.clock.forward(DAY)
  }
  expect((await world.endpoints.get(tenantId, id)).state).toEqual({ is: 'disabled', why: 'failing' })
  expect(await disabledEvents(tenantId)).toMatchObject([{ why: 'failing' }])
  const { delivery } = await world.delivery({ tenantId, id })
  expect(delivery.state).toBe('failed')
  await expect(world.deliveries.redeliver(tenantId, delivery.id)).rejects.toMatchObject({ code: 'conflict' })

  await world.endpoints.enable(tenantId, id)
  world.receiver.on('/dead', 200)
  const since = (at: number) => world.deliveries.redeliverFailed(tenantId, id, new Date(at))
  expect(await since(delivery.createdAt + 1)).toEqual({ deliveries: 0, more: false })
  expect(await since(delivery.createdAt)).toEqual({ deliveries: 1, more: false })
  await world.work()
  expect((await world.delivery({ tenantId, id })).delivery).toMatchObject({ state: 'delivered', tries: 1 })
})

test('a delivery that is started again while it waits is sent once, by its newest job', async () => {
  const { tenantId, id } = await world.listen('/again')
  await world.tell(tenantId, 'call.ended')
  const { delivery } = await world.delivery({ tenantId, id })
  await world.deliveries.redeliver(tenantId, delivery.id)
  await world.work()
  only('/again')
  expect((await jobsOf(delivery.id)).map(({ state }) => state)).toEqual(['cancelled', 'done'])
})

test('a slow endpoint has a quarter of the places, and no one else waits for it', async () => {
  const slow = await world.listen('/slow')
  const quick = await world.listen('/quick')
  const answers: Array<() => void> = []
  world.receiver.on('/slow', () => new Promise((resolve) => answers.push(() => resolve({ status: 200 }))))
  await world.tell(slow.tenantId, ...Array.from({ length: 40 }, () => 'call.ended'))
  await world.tell(quick.tenantId, 'call.ended')
  const runner = world.runner()
  await eventually('the quick one was told', async () => {
    await runner.startDue(() => {})
    return answers.length === 8 && world.receiver.at('/quick').length === 1
  })
  expect(world.receiver.at('/slow').length).toBe(8)
  world.receiver.on('/slow', 200)
  for (const answer of answers) answer()
  await eventually('the slow one was told all', async () => {
    await runner.startDue(() => {})
    return world.receiver.at('/slow').length === 40
  })
})

test('an endpoint that does not answer is paused, and its deliveries use up no attempts', async () => {
  const { tenantId, id } = await world.listen('/silent')
  world.receiver.on('/silent', 0)
  await world.tell(tenantId, ...Array.from({ length: 9 }, () => 'call.ended'))
  const runner = world.runner()
  await world.work(runner)
  world.clock.forward(HOUR)
  await world.work(runner)
  const failures = (await world.endpoints.get(tenantId, id)).failures
  // The first eight had begun before five of them had failed; the pause is real time and still on.
  expect([failures >= 5, failures <= 9]).toEqual([true, true])
})
