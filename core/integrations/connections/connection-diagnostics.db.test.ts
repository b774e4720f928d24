import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ConnectionRef } from '../connections/connection.ts'
import { http, type IntegrationFixture, integrationFixture } from '../testing/integration-fixture.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture()
  hub.provider.on('/me', 200)
  const settings = { plugin: 'acme', name: 'Acme', settings: hub.settings }
  const { id } = await hub.connections.create(hub.tenantId, settings)
  ref = { tenantId: hub.tenantId, connectionId: id }
})
afterAll(() => hub?.close())

test('the diagnostics say how a connection does, and hold neither its secrets nor an address', async () => {
  const calendar = 'anna@salon.example'
  await hub.database.inTenant(ref.tenantId, (tx) =>
    tx.run({
      text: `insert into sync_checkpoints (tenant_id, connection_id, sync, calendar, checkpoint, failing_since, last_error)
        values ($1, $2, 'entries', $3, 'a-token', now(), 'The key key-of-acme was refused.')`,
      values: [ref.tenantId, ref.connectionId, calendar],
    }),
  )
  hub.rejections.note(ref, 'events', 'the signature is not ours')
  await hub.rejections.flush()
  const path = `/v1/connections/${ref.connectionId}/diagnostics`
  const { status, body, text, headers } = await http(hub).get(path).set('x-tenant-id', hub.tenantId)
  expect([status, headers['content-disposition']]).toEqual([
    200,
    `attachment; filename="connection-${ref.connectionId}.json"`,
  ])
  expect(body).toMatchObject({
    hub: { version: '1.2.3' },
    plugin: { state: 'loaded', manifest: { id: 'acme', hosts: ['api.acme.test'] } },
    connection: { state: { is: 'ready' }, breaker: 'closed', settings: { base_url: hub.provider.url } },
    syncs: [{ sync: 'entries', last_error: 'The key [redacted] was refused.' }],
    rejected_deliveries: [{ hook: 'events', why: 'the signature is not ours', count: 1 }],
    failed_jobs: [],
  })
  for (const secret of [hub.settings.api_key, hub.settings.signing_secret, calendar, 'a-token'])
    expect(text).not.toContain(secret)
})
