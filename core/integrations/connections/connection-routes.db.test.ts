import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { http, type IntegrationFixture, integrationFixture } from '../testing/integration-fixture.ts'

let hub: IntegrationFixture

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(() => {
  hub.provider.on('/me', 200)
})
afterAll(() => hub?.close())

test('a connection is made, changed, checked, switched off and removed', async () => {
  const api = http(hub)
  const send = (method: 'post' | 'patch' | 'get' | 'delete', path: string, body?: object) =>
    api[method](path).set('x-tenant-id', hub.tenantId).send(body)
  const made = await send('post', '/v1/connections', { plugin: 'acme', name: 'A', settings: hub.settings })
  expect([made.status, made.body]).toEqual([
    201,
    {
      id: expect.any(String),
      plugin: 'acme',
      name: 'A',
      settings: { base_url: hub.provider.url },
      shared: false,
      state: { is: 'ready' },
      breaker: 'closed',
      hooks: {
        events: `https://hub.example/hooks/${made.body.id}/events`,
        ring: `https://hub.example/hooks/${made.body.id}/ring`,
        function: `https://hub.example/hooks/${made.body.id}/function`,
      },
      version: 1,
    },
  ])
  const path = `/v1/connections/${made.body.id}`
  const renamed = await send('patch', path, { name: 'B', version: 1 })
  expect([renamed.status, renamed.body.name, renamed.body.version]).toEqual([200, 'B', 2])
  expect((await send('patch', path, { name: 'C', version: 1 })).body.code).toBe('version_conflict')
  expect((await send('patch', path, { version: 2 })).status).toBe(422)
  hub.provider.on('/me', 503)
  const checked = await send('post', `${path}/check`)
  expect(checked.body.state).toEqual({
    is: 'retrying',
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    why: 'Acme answered 503.',
  })
  expect((await send('post', `${path}/disable`)).body.state).toEqual({ is: 'disabled' })
  expect((await send('post', `${path}/check`)).status).toBe(409)
  expect((await send('delete', path)).status).toBe(204)
  expect((await send('get', path)).status).toBe(404)
})

test('a refused key is a problem with the path of the mistake', async () => {
  hub.provider.on('/me', 403)
  const reply = await http(hub)
    .post('/v1/connections')
    .set('x-tenant-id', hub.tenantId)
    .send({ plugin: 'acme', name: 'A', settings: { ...hub.settings, region: 'north' } })
  expect([reply.status, reply.body.errors]).toEqual([
    422,
    [{ path: '/settings/region', message: 'Acme has no such region.' }],
  ])
})

test('the plugins are listed with what a form needs', async () => {
  const reply = await http(hub).get('/v1/plugins').set('x-tenant-id', hub.tenantId)
  expect(reply.body.data.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
    ['acme', 'loaded'],
    ['acme-consent', 'loaded'],
    ['acme-pay', 'loaded'],
  ])
  expect(reply.body.data[0]).toHaveProperty('tier', null)
  expect(reply.body.data[0].settings_schema.properties.api_key['x-secret']).toBe(true)
})

test('no answer shows a secret, nor what is sealed', async () => {
  const { id } = await hub.connections.create(hub.tenantId, {
    plugin: 'acme',
    name: 'Acme',
    settings: hub.settings,
  })
  for (const path of [`/v1/connections/${id}`, '/v1/connections']) {
    const { status, text } = await http(hub).get(path).set('x-tenant-id', hub.tenantId)
    expect(status).toBe(200)
    expect(text).not.toMatch(/key-of-acme|signs-for-acme|"secrets"|"tokens"|v1\.[0-9a-f]{8}\./)
  }
})
