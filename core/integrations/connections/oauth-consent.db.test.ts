import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { HubError } from '../../platform/errors.ts'
import { http, type IntegrationFixture, integrationFixture } from '../testing/integration-fixture.ts'
import type { ConnectionRef } from './connection.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(async () => {
  hub.provider.on('/me', ({ authorization }) => ({ status: authorization === 'Bearer access-1' ? 200 : 401 }))
  hub.provider.on('/token', () => ({
    status: 200,
    body: { access_token: 'access-1', refresh_token: 'refresh-1', expires_in: 3_600 },
  }))
  hub.provider.on('/revoke', 200)
  const { id } = await hub.connections.create(hub.tenantId, {
    plugin: 'acme-consent',
    name: 'Acme',
    settings: { client_id: 'our-id', client_secret: 'our-secret', base_url: hub.provider.url },
  })
  ref = { tenantId: hub.tenantId, connectionId: id }
})
afterAll(() => hub?.close())

const ticketOf = (link: string): string => new URL(link).searchParams.get('ticket') ?? ''

/** A browser that was led to the consent page. */
const setOut = async () => hub.consent.start(ticketOf(await hub.consent.begin(ref)))

/** What such a browser comes back with, by itself. */
async function comeBack() {
  const { state, browser } = await setOut()
  return { state, browser }
}

async function problemOf(work: Promise<unknown>): Promise<HubError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof HubError) return error
  throw new Error(`it ended with ${error}`)
}

const formOf = (body: string | undefined) => Object.fromEntries(new URLSearchParams(body))

describe('the way to the consent page', () => {
  test('carries who asks, for what, where to come back, and a challenge (RFC 7636, section 4.3)', async () => {
    const link = new URL(await hub.consent.begin(ref))
    expect(`${link.origin}${link.pathname}`).toBe('https://hub.example/oauth/start')
    const url = new URL((await hub.consent.start(ticketOf(link.href))).url)
    expect(`${url.origin}${url.pathname}`).toBe(`${hub.provider.url}/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'common',
      access_type: 'offline',
      response_type: 'code',
      client_id: 'our-id',
      redirect_uri: 'https://hub.example/oauth/callback',
      scope: 'calendar.read calendar.write',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
    expect(url.href).not.toContain('our-secret')
  })

  test('a connection with a key has none', async () => {
    const { id } = await hub.connections.create(hub.tenantId, {
      plugin: 'acme',
      name: 'Acme',
      settings: { api_key: 'access-1', signing_secret: 'sign', base_url: hub.provider.url },
    })
    const problem = await problemOf(hub.consent.begin({ tenantId: hub.tenantId, connectionId: id }))
    expect([problem.status, problem.detail]).toEqual([422, 'Acme is connected with a key, not by consent.'])
  })

  test('is good for one browser: whoever opens the link second is refused', async () => {
    const ticket = ticketOf(await hub.consent.begin(ref))
    const both = await Promise.allSettled([hub.consent.start(ticket), hub.process().consent.start(ticket)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('neither state, link nor verifier can be read from the table', async () => {
    const { state, browser } = await setOut()
    const waiting = ticketOf(await hub.consent.begin(ref))
    const rows = await hub.database.inDirectory((tx) =>
      tx.rows<{ verifier: string }>({ text: 'select * from directory_oauth_states' }),
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const secret of [state, browser, waiting]) expect(JSON.stringify(rows)).not.toContain(secret)
    for (const row of rows) expect(row.verifier).toMatch(/^v1\./)
  })
})

describe('the way back', () => {
  test('redeems the code with the verifier of the challenge, stores the tokens sealed and proves them', async () => {
    const { url, state, browser } = await setOut()
    const connection = await hub.consent.finish({ state, browser, code: 'code-1' })
    expect(connection.state).toEqual({ is: 'ready' })
    const form = formOf(hub.provider.to('/token').at(-1)?.body)
    expect(form).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: 'https://hub.example/oauth/callback',
      code_verifier: expect.any(String),
      client_id: 'our-id',
      client_secret: 'our-secret',
    })
    const challenge = createHash('sha256').update(String(form.code_verifier)).digest('base64url')
    expect(challenge).toBe(new URL(url).searchParams.get('code_challenge'))
    const row = await hub.database.inTenant(hub.tenantId, (tx) =>
      tx.first({ text: 'select * from connections where id = $1', values: [ref.connectionId] }),
    )
    expect(JSON.stringify(row)).not.toMatch(/access-1|refresh-1|our-secret/)
  })

  test('works once: whoever comes second with the same state is refused', async () => {
    const back = { ...(await comeBack()), code: 'code-1' }
    const both = await Promise.allSettled([hub.consent.finish(back), hub.process().consent.finish(back)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const problem = await problemOf(hub.consent.finish(back))
    expect([problem.status, problem.detail]).toEqual([422, expect.stringContaining('used or is too old')])
  })

  test.each([
    ['without what that was given', undefined],
    ['with what another one was given', 'of-another-browser'],
  ])(
    'in another browser than set out, %s, is refused, and still open to the right one',
    async (_how, browser) => {
      const back = await comeBack()
      const before = hub.provider.to('/token').length
      const problem = await problemOf(hub.consent.finish({ ...back, browser, code: 'of-an-attacker' }))
      expect([problem.status, problem.detail]).toEqual([422, expect.stringContaining('in the browser')])
      expect(hub.provider.to('/token')).toHaveLength(before)
      expect((await hub.consent.finish({ ...back, code: 'code-1' })).state).toEqual({ is: 'ready' })
    },
  )

  test('with a link that no browser has opened is none', async () => {
    const state = ticketOf(await hub.consent.begin(ref))
    const problem = await problemOf(hub.consent.finish({ state, browser: undefined, code: 'c' }))
    expect(problem.detail).toContain('used or is too old')
  })

  test('with a state that nobody gave out is refused, and the provider is not asked', async () => {
    const before = hub.provider.requests.length
    expect(
      (await problemOf(hub.consent.finish({ state: 'made-up-state', browser: 'b', code: 'c' }))).status,
    ).toBe(422)
    expect(hub.provider.requests).toHaveLength(before)
  })

  test('after a quarter of an hour is too late', async () => {
    const back = await comeBack()
    await hub.database.inDirectory((tx) =>
      tx.run({ text: `update directory_oauth_states set expires_at = now() - interval '1 second'` }),
    )
    expect((await problemOf(hub.consent.finish({ ...back, code: 'c' }))).detail).toContain('too old')
  })

  test('without consent says so and leaves the connection as it was', async () => {
    const back = await comeBack()
    const problem = await problemOf(hub.consent.finish({ ...back, error: 'access_denied' }))
    expect(problem.detail).toBe('No consent was given (access_denied).')
    expect((await hub.connections.get(ref)).state).toEqual({ is: 'connecting' })
  })

  test.each<[string, object, number, string]>([
    ['refuses the code', { error: 'invalid_grant', error_description: 'Code expired' }, 502, 'Code expired'],
    ['does not know the hub', { error: 'invalid_client' }, 502, 'invalid_client'],
    ['gives no refresh token', { access_token: 'access-1' }, 422, 'no refresh token'],
  ])('of a provider that %s says so and stores nothing', async (_what, body, status, detail) => {
    const back = await comeBack()
    hub.provider.on('/token', () => ({ status: 'error' in body ? 400 : 200, body }))
    const problem = await problemOf(hub.consent.finish({ ...back, code: 'c' }))
    expect([problem.status, problem.detail]).toEqual([status, expect.stringContaining(detail)])
    expect((await hub.connections.get(ref)).state).toEqual({ is: 'connecting' })
  })

  test('goes over HTTP, whatever else the provider adds to the address', async () => {
    const begun = await http(hub)
      .post(`/v1/connections/${ref.connectionId}/authorize`)
      .set('x-tenant-id', hub.tenantId)
    const { pathname, search } = new URL(begun.body.url)
    const led = await http(hub).get(`${pathname}${search}`)
    const state = new URL(String(led.headers.location)).searchParams.get('state')
    expect(led.status).toBe(303)
    const [cookie = ''] = led.headers['set-cookie'] ?? []
    expect(cookie).toMatch(
      /^askpro_consent_\w{16}=[\w-]{43}; Path=\/oauth; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/,
    )
    const back = () => http(hub).get(`/oauth/callback?state=${state}&code=c&scope=all&iss=acme`)
    expect((await back()).status).toBe(422)
    const reply = await back().set('cookie', `a=b; ${cookie.split(';')[0]}`)
    expect([reply.status, reply.body]).toEqual([200, { state: 'ready' }])
    expect(reply.headers['set-cookie']).toEqual([expect.stringContaining('=; Path=/oauth; Max-Age=0;')])
    expect((await back().set('cookie', cookie)).status).toBe(422)
  })
})

test('a browser is led to the admin, which is told what came of it in a word of the hub', async () => {
  const led = async (query: string, cookie = '') => {
    const request = http(hub).get(`/oauth/callback?${query}`).redirects(0)
    const { status, headers } = await request.set('accept', 'text/html,*/*;q=0.8').set('cookie', cookie)
    return [status, headers.location]
  }
  const cookieOf = async () => {
    const begun = new URL(await hub.consent.begin(ref))
    const start = await http(hub).get(`${begun.pathname}${begun.search}`)
    const state = new URL(String(start.headers.location)).searchParams.get('state')
    return { state, cookie: String(start.headers['set-cookie']?.[0]).split(';')[0] }
  }
  const to = (outcome: string) => [303, `https://hub.example/admin/consent?outcome=${outcome}`]
  const given = await cookieOf()
  expect(await led(`state=${given.state}&code=c`)).toEqual(to('other_browser'))
  expect(await led(`state=${given.state}&code=c`, given.cookie)).toEqual(to('ready'))
  expect(await led(`state=${given.state}&code=c`, given.cookie)).toEqual(to('expired'))
  const refused = await cookieOf()
  expect(await led(`state=${refused.state}&error=<script>`, refused.cookie)).toEqual(to('declined'))
})

describe('a removed connection', () => {
  test('gives its consent back to the provider', async () => {
    await hub.consent.finish({ ...(await comeBack()), code: 'code-1' })
    await hub.connections.remove(ref)
    expect(formOf(hub.provider.to('/revoke').at(-1)?.body)).toEqual({
      token: 'refresh-1',
      token_type_hint: 'refresh_token',
    })
  })

  test('is gone though the provider does not hear of it, which is told', async () => {
    await hub.consent.finish({ ...(await comeBack()), code: 'code-1' })
    hub.provider.on('/revoke', () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' } }))
    await hub.connections.remove(ref)
    expect((await problemOf(hub.connections.get(ref))).status).toBe(404)
    expect(hub.logged.at(-1)).toMatchObject({
      level: 'warn',
      message: 'the provider was not told that a consent ended',
    })
  })

  test('that nobody consented to has nothing to give back', async () => {
    const before = hub.provider.to('/revoke').length
    await hub.connections.remove(ref)
    expect(hub.provider.to('/revoke')).toHaveLength(before)
  })
})

test('a change of settings is proven with the consent there is; one that was withdrawn does not block it', async () => {
  await hub.consent.finish({ ...(await comeBack()), code: 'code-1' })
  hub.provider.on('/me', 401)
  const { state } = await hub.connections.update(ref, { settings: { client_secret: 'a-new-secret' } })
  expect(state).toEqual({ is: 'needs_reauth', why: 'Acme refuses the key.' })
  expect((await hub.host.bind(ref)).ctx.settings.client_secret).toBe('a-new-secret')
})
