import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { HubError } from '../../platform/errors.ts'
import { type IntegrationFixture, integrationFixture } from '../testing/integration-fixture.ts'
import { ProviderServer } from '../testing/provider-server.ts'
import type { Connection } from './connection.ts'

let hub: IntegrationFixture
let elsewhere: ProviderServer

const refOf = ({ tenantId, id }: Connection) => ({ tenantId, connectionId: id })

const connect = () =>
  hub.connections.create(hub.tenantId, { plugin: 'acme', name: 'Acme', settings: hub.settings })

/** What the problem tells of settings. */
async function complaints(change: Promise<unknown>): Promise<unknown> {
  const error = await change.catch((thrown: unknown) => thrown)
  return error instanceof HubError ? [error.status, error.extra.errors] : error
}

beforeAll(async () => {
  hub = await integrationFixture()
  hub.provider.on('/me', 200)
  elsewhere = await ProviderServer.start()
  hub.opened.add(elsewhere.host)
  elsewhere.on('/me', 200)
})
afterAll(async () => {
  await hub?.close()
  await elsewhere?.stop()
})

test.each(['on', 'off'])(
  'stored secrets do not go to another address by themselves, the connection being %s',
  async (state) => {
    const connection = await connect()
    const ref = refOf(connection)
    if (state === 'off') await hub.connections.disable(ref)
    const errors = ['api_key', 'signing_secret'].map((name) => ({
      path: `/settings/${name}`,
      message: 'The address leads elsewhere: enter this again as well.',
    }))
    const moved = { base_url: elsewhere.url }
    expect(await complaints(hub.connections.update(ref, { settings: moved }))).toEqual([422, errors])
    const half = { ...moved, api_key: 'entered-again' }
    expect(await complaints(hub.connections.update(ref, { settings: half }))).toEqual([422, errors.slice(1)])
    expect(elsewhere.requests).toEqual([])
    expect((await hub.connections.get(ref)).settings).toEqual(connection.settings)
  },
)

test('they go there where they are entered again, and another path of a host is no other address', async () => {
  const connection = await connect()
  const path = { base_url: `${hub.provider.url}/v2/..` }
  expect(await hub.connections.update(refOf(connection), { settings: path })).toMatchObject({
    version: 2,
  })
  const settings = { base_url: elsewhere.url, api_key: 'entered-again', signing_secret: 'signs-there' }
  const moved = await hub.connections.update(refOf(connection), { settings })
  expect(moved).toMatchObject({ state: { is: 'ready' }, settings: { base_url: elsewhere.url } })
  expect(elsewhere.to('/me').map(({ authorization }) => authorization)).toEqual(['Bearer entered-again'])
})

test('a consent does not go there either: it is to be given there', async () => {
  const connection = await hub.connections.create(hub.tenantId, {
    plugin: 'acme-consent',
    name: 'Acme',
    settings: { client_id: 'c', client_secret: 's', base_url: hub.provider.url },
  })
  const ref = refOf(connection)
  const times = { obtainedAt: Date.now(), expiresAt: Date.now() + 3_600_000 }
  await hub.tokens.store(ref, { accessToken: 'access', refreshToken: 'refresh', ...times })
  const settings = { base_url: elsewhere.url, client_secret: 's-there' }
  const moved = await hub.connections.update(ref, { settings })
  expect(moved.state).toEqual({ is: 'connecting' })
  const { ctx } = await hub.host.bind(ref)
  await expect(ctx.accessToken()).rejects.toMatchObject({ name: 'ReauthRequired' })
})
