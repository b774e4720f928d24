import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  type IntegrationFixture,
  type IntegrationSlice,
  integrationFixture,
} from '../testing/integration-fixture.ts'
import type { ConnectionRef } from './connection.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(async () => {
  rotating()
  hub.provider.on('/me', 200)
  const { id } = await hub.connections.create(hub.tenantId, {
    plugin: 'acme-consent',
    name: 'Acme',
    settings: { client_id: 'our-id', client_secret: 'our-secret', base_url: hub.provider.url },
  })
  ref = { tenantId: hub.tenantId, connectionId: id }
})
afterAll(() => hub?.close())

/** A provider that gives a new refresh token each time and takes the second use of one for theft. */
function rotating(): void {
  const used = new Set<string>()
  let issued = 1
  hub.provider.on('/token', async ({ body }) => {
    const form = new URLSearchParams(body)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const given = String(form.get('refresh_token'))
    if (used.has(given)) return { status: 400, body: { error: 'invalid_grant' } }
    used.add(given)
    issued++
    const next = { access_token: `access-${issued}`, refresh_token: `refresh-${issued}`, expires_in: 3_600 }
    return { status: 200, body: next }
  })
}

/** Tokens that are good for so many more seconds. */
const stored = (seconds: number, since = 0) =>
  hub.tokens.store(ref, {
    accessToken: 'access-1',
    refreshToken: 'refresh-1',
    obtainedAt: Date.now() - since * 1_000,
    expiresAt: Date.now() + seconds * 1_000,
  })

const tokenFrom = async (slice: IntegrationSlice = hub): Promise<string> =>
  (await slice.host.bind(ref)).ctx.accessToken()

const refreshes = () => hub.provider.to('/token').length

function row(): Promise<{ tokens: string; refreshing_until: Date | null } | undefined> {
  return hub.database.inTenant(hub.tenantId, (tx) =>
    tx.first({
      text: 'select tokens, refreshing_until from connections where id = $1',
      values: [ref.connectionId],
    }),
  )
}

describe('an access token', () => {
  test('that is good for more than a minute is given as it is', async () => {
    await stored(90)
    const before = refreshes()
    expect(await tokenFrom()).toBe('access-1')
    expect(refreshes()).toBe(before)
  })

  test('is renewed before it ends, with the refresh token, and the new one is kept', async () => {
    await stored(59)
    const before = refreshes()
    expect(await tokenFrom()).toBe('access-2')
    expect(Object.fromEntries(new URLSearchParams(hub.provider.to('/token').at(-1)?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'our-id',
      client_secret: 'our-secret',
    })
    expect(await tokenFrom(hub.process())).toBe('access-2')
    expect(refreshes() - before).toBe(1)
    expect((await row())?.refreshing_until).toBeNull()
  })

  test('is renewed with the old refresh token again where the provider gave no new one', async () => {
    await stored(0)
    hub.provider.on('/token', () => ({ status: 200, body: { access_token: 'short', expires_in: '1' } }))
    expect(await tokenFrom()).toBe('short')
    expect(await tokenFrom()).toBe('short')
    expect(hub.provider.to('/token').at(-1)?.body).toContain('refresh_token=refresh-1')
  })

  test('ends by the hub’s own clock from when it was asked for, whatever time it is at the provider', async () => {
    await stored(0)
    const date = new Date(Date.now() + 7 * 86_400_000).toUTCString()
    hub.provider.on('/token', () => ({
      status: 200,
      headers: { date },
      body: { access_token: 'access-2', expires_in: 120 },
    }))
    const before = refreshes()
    expect([await tokenFrom(), await tokenFrom(hub.process())]).toEqual(['access-2', 'access-2'])
    expect(refreshes() - before).toBe(1)
  })

  test('that many ask for at once, in two processes, is renewed once', async () => {
    await stored(0)
    const other = hub.process()
    const before = refreshes()
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, index) => tokenFrom(index % 2 === 0 ? hub : other)),
    )
    expect(new Set(tokens)).toEqual(new Set(['access-2']))
    expect(refreshes() - before).toBe(1)
  })

  test('of another connection does not wait', async () => {
    await stored(0)
    const slow = Promise.withResolvers<void>()
    hub.provider.on('/token', async () => {
      await slow.promise
      return { status: 200, body: { access_token: 'late' } }
    })
    const waiting = tokenFrom()
    const { id } = await hub.connections.create(hub.tenantId, {
      plugin: 'acme-consent',
      name: 'Other',
      settings: { client_id: 'c', client_secret: 's', base_url: hub.provider.url },
    })
    const other = { tenantId: hub.tenantId, connectionId: id }
    const now = Date.now()
    const theirs = { accessToken: 'theirs', refreshToken: 'r', obtainedAt: now, expiresAt: now + 3.6e6 }
    await hub.tokens.store(other, theirs)
    expect(await (await hub.host.bind(other)).ctx.accessToken()).toBe('theirs')
    slow.resolve()
    expect(await waiting).toBe('late')
  })
})

describe('a renewal that fails', () => {
  test('for good (invalid_grant) needs the admin, and the connection says so', async () => {
    await stored(0)
    hub.provider.on('/token', () => ({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been revoked' },
    }))
    const { state } = await hub.connections.check(ref)
    expect(state).toEqual({ is: 'needs_reauth', why: 'Token has been revoked' })
    const before = refreshes()
    await expect(hub.providers.calendar(ref)).rejects.toMatchObject({ name: 'ReauthRequired' })
    expect(refreshes()).toBe(before)
  })

  test('because the hub is not known to the provider is a wrong setting', async () => {
    await stored(0)
    hub.provider.on('/token', () => ({ status: 401, body: { error: 'invalid_client' } }))
    expect((await hub.connections.check(ref)).state).toEqual({
      is: 'misconfigured',
      field: 'client_id',
      why: 'invalid_client',
    })
  })

  test.each([
    ['an outage', { status: 503 }],
    ['a page in place of an answer', { status: 200, text: '<h1>Maintenance</h1>' }],
    ['an answer that is no object', { status: 200, text: 'null' }],
    ['a refusal without a reason', { status: 400, body: {} }],
  ])('for the time being (%s) is tried again, and blocks nobody', async (_what, answer) => {
    await stored(0)
    hub.provider.on('/token', () => answer)
    expect((await hub.connections.check(ref)).state.is).toBe('retrying')
    expect((await row())?.refreshing_until).toBeNull()
    rotating()
    expect(await tokenFrom()).toMatch(/^access-/)
  })

  test('is not said by a refused access token: another one is asked for before the admin is', async () => {
    await stored(1_800, 1_800)
    hub.provider.on('/me', ({ authorization }) => ({
      status: authorization === 'Bearer access-1' ? 401 : 200,
    }))
    expect((await hub.connections.check(ref)).state).toMatchObject({ is: 'retrying' })
    expect((await hub.connections.check(ref)).state).toEqual({ is: 'ready' })
    expect(await tokenFrom()).toBe('access-2')
  })

  test('is said by one that was refused as soon as it was given: the next would be too', async () => {
    await stored(3_600)
    hub.provider.on('/me', 401)
    const before = refreshes()
    expect((await hub.connections.check(ref)).state.is).toBe('needs_reauth')
    expect(refreshes()).toBe(before)
  })

  test('of a process whose clock is two minutes ahead does not need the admin: another token is asked for', async () => {
    await stored(3_600 + 120, -120)
    hub.provider.on('/me', ({ authorization }) => ({
      status: authorization === 'Bearer access-1' ? 401 : 200,
    }))
    expect((await hub.connections.check(ref)).state).toMatchObject({ is: 'retrying' })
    expect((await hub.connections.check(ref)).state).toEqual({ is: 'ready' })
  })

  test('before anybody gave consent needs the admin', async () => {
    await expect(tokenFrom()).rejects.toMatchObject({
      name: 'ReauthRequired',
      message: 'nobody has given consent yet',
    })
  })
})

describe('a process that dies while it renews', () => {
  const claimFor = (seconds: number) =>
    hub.database.inTenant(hub.tenantId, (tx) =>
      tx.run({
        text: `update connections set refreshing_until = clock_timestamp() + make_interval(secs => $2) where id = $1`,
        values: [ref.connectionId, seconds],
      }),
    )

  test('keeps the others waiting until its lease is over, no longer', async () => {
    await stored(0)
    await claimFor(1)
    const startedAt = performance.now()
    expect(await tokenFrom()).toBe('access-2')
    const waited = performance.now() - startedAt
    expect(waited).toBeGreaterThan(700)
    expect(waited).toBeLessThan(5_000)
  })

  test('does not keep those waiting whose token is still good', async () => {
    await stored(90)
    await claimFor(60)
    expect(await tokenFrom()).toBe('access-1')
  })

  test('or was only slower than its lease neither undoes what its successor stored, nor fails', async () => {
    await stored(0)
    const slow = Promise.withResolvers<void>()
    let calls = 0
    hub.provider.on('/token', async () => {
      calls++
      if (calls > 1) return { status: 200, body: { access_token: 'second', refresh_token: 'refresh-b' } }
      await slow.promise
      return { status: 400, body: { error: 'invalid_grant' } }
    })
    const first = tokenFrom()
    while (calls === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await claimFor(-1)
    expect(await tokenFrom(hub.process())).toBe('second')
    slow.resolve()
    expect(await first).toBe('second')
    expect(await tokenFrom(hub.process())).toBe('second')
  })

  test('a late answer does not overwrite newer tokens', async () => {
    await stored(0)
    const slow = Promise.withResolvers<void>()
    let calls = 0
    hub.provider.on('/token', async () => {
      const mine = ++calls
      if (mine === 1) await slow.promise
      return { status: 200, body: { access_token: `answer-${mine}`, refresh_token: `refresh-${mine}` } }
    })
    const first = tokenFrom()
    while (calls === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await claimFor(-1)
    expect(await tokenFrom(hub.process())).toBe('answer-2')
    const newest = (await row())?.tokens
    slow.resolve()
    await first
    expect((await row())?.tokens).toBe(newest)
  })
})
