import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { testApp } from '../platform/http/testing/test-app.ts'
import { newId } from '../platform/ids.ts'
import { sweepOnce } from '../platform/retention/testing/sweep-once.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { endpointRoutes } from './endpoint-routes.ts'
import { openSecrets } from './endpoint-secrets.ts'
import { WebhookWorld } from './testing/webhook-world.ts'
import { webhookRetention } from './webhook-retention.ts'

let world: WebhookWorld
let tenantId: string
let ask: (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: object) => Promise<Reply>

interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: what a reply holds is what the test is about.
  body: any
}

beforeAll(async () => {
  world = await WebhookWorld.open()
  const { agent } = testApp({
    routes: [...endpointRoutes(world.endpoints), ...deliveryRoutes(world.deliveries)],
    database: world.database,
    authenticate: async () => ({
      tenantId,
      actor: { keyId: 'k', ownTenantId: tenantId, scopes: ['webhooks:*'] },
    }),
  })
  ask = async (method, path, body) => {
    const { status, body: answer } = await agent[method](path).send(body)
    return { status, body: answer }
  }
  tenantId = newId()
})
afterAll(() => world.close())

const ENDPOINTS = '/v1/webhook-endpoints'

test('the secret is told once, and lies sealed in the database', async () => {
  const { status, body } = await ask('post', ENDPOINTS, { url: 'https://example.com/hook' })
  expect([status, body.secret]).toEqual([201, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)])
  const { secret, ...rest } = body
  const { body: read } = await ask('get', `${ENDPOINTS}/${body.id}`)
  expect(read).toEqual(rest)
  const [row] = await rowsOf<{ secrets: string }>(world.urls, 'select secrets from webhook_endpoints')
  expect(row?.secrets).not.toContain(secret.slice(6, 20))
  const ref = { tenantId, id: body.id }
  expect(openSecrets(world.box, ref, row?.secrets ?? '')).toEqual({ current: secret })
  const other = new SecretBox('11'.repeat(32))
  expect(openSecrets(other, ref, row?.secrets ?? '')).toBeUndefined()
})

test.each([
  'http://example.com/',
  'ftp://example.com/',
  'https://user:word@example.com/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://169.254.169.254/latest/meta-data',
  'https://10.1.2.3:8443/',
])('%s is refused when it is saved', async (url) => {
  const made = await ask('post', ENDPOINTS, { url })
  expect([made.status, made.body.errors?.[0]?.path]).toEqual([422, '/url'])
})

test('an endpoint is changed, switched, told of a version that is old, and removed', async () => {
  const { body: made } = await ask('post', ENDPOINTS, {
    url: 'https://example.com/',
    event_types: ['call.*'],
  })
  const one = `${ENDPOINTS}/${made.id}`
  const changed = await ask('patch', one, { event_types: ['invoice.paid'], version: 1 })
  expect(changed.body).toMatchObject({ event_types: ['invoice.paid'], version: 2, url: made.url })
  expect((await ask('patch', one, { description: 'x', version: 1 })).body.code).toBe('version_conflict')
  expect((await ask('post', `${one}/disable`)).body).toMatchObject({
    state: 'disabled',
    disabled_why: 'by_hand',
  })
  expect((await ask('post', `${one}/ping`)).status).toBe(409)
  expect((await ask('post', `${one}/enable`)).body).toMatchObject({ state: 'enabled', disabled_why: null })
  expect((await ask('delete', one)).status).toBe(204)
  expect((await ask('get', one)).status).toBe(404)
})

test('a tenant has twenty endpoints at the most, however many are made at once', async () => {
  const before = tenantId
  tenantId = newId()
  const made = await Promise.all(
    Array.from({ length: 24 }, () => ask('post', ENDPOINTS, { url: 'https://example.com/' })),
  )
  expect(made.filter(({ status }) => status === 201).length).toBe(20)
  expect(made.find(({ status }) => status === 409)?.body.code).toBe('limit_reached')
  tenantId = before
})

test('a ping is sent, and its delivery is listed with its log', async () => {
  const { id } = await world.listen('/ping', ['invoice.*'], tenantId)
  const ping = await ask('post', `${ENDPOINTS}/${id}/ping`)
  expect([ping.status, ping.body.state, ping.body.event_type]).toEqual([202, 'waiting', 'webhook.ping'])
  await world.work()
  const [message] = world.receiver.at('/ping')
  expect(JSON.parse(message?.body ?? '')).toMatchObject({ type: 'webhook.ping', data: { endpoint_id: id } })
  const { body: list } = await ask('get', `${ENDPOINTS}/${id}/deliveries?state=delivered`)
  expect(list).toMatchObject({ data: [{ id: ping.body.id, state: 'delivered' }], next_cursor: null })
  const { body: delivery } = await ask('get', `/v1/webhook-deliveries/${ping.body.id}`)
  // The operator opened this private address: what it answered is not shown.
  expect(delivery.attempts).toMatchObject([{ status: 204, error: null, answer: null }])
})

test('deliveries are forgotten after their days, those without success later', async () => {
  const { id } = await world.listen('/old', [], tenantId)
  for (const [state, days] of [
    ['delivered', 13],
    ['delivered', 15],
    ['failed', 15],
    ['failed', 91],
  ] as const) {
    await rowsOf(
      world.urls,
      `insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, event_type, state, created_at)
        select $1, (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-7000-8000-' || substr(md5(random()::text), 1, 12))::uuid,
          $2, gen_random_uuid(), 'call.ended', $3, now()
        from (select lpad(to_hex((extract(epoch from now() - make_interval(days => $4)) * 1000)::bigint), 12, '0') as hex) t`,
      [tenantId, id, state, days],
    )
  }
  const keep = webhookRetention(world.database, { jobs: 14, givenUp: 90 })
  expect(await sweepOnce(keep, { tenantIds: [tenantId], limit: 1 })).toEqual({
    'webhooks that were delivered': 1,
    'webhooks that were not delivered': 1,
  })
})
