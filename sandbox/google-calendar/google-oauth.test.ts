import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import {
  consent,
  failure,
  insertEvent,
  listEvents,
  scopeBase,
  timed,
  useGoogle,
} from '../testing/use-google.ts'
import { openGrant, tokens } from './oauth-token.ts'

const desk = useGoogle()
const insert = (requestBody: object) => insertEvent(desk(), requestBody)
const list = (params: object = {}) => listEvents(desk(), params)

describe('consent', () => {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')

  async function authorize(extra: Record<string, string> = {}) {
    const url = desk().auth.generateAuthUrl({
      access_type: 'offline',
      scope: `${scopeBase}calendar.events`,
      state: 's1',
    })
    const address = new URL(url)
    for (const [name, value] of Object.entries({
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...extra,
    }))
      address.searchParams.set(name, value)
    const answer = await fetch(address, { redirect: 'manual' })
    return { status: answer.status, to: new URL(answer.headers.get('location') ?? 'http://none') }
  }

  test('the owner comes back with code and state, and the code is worth tokens once', async () => {
    const { status, to } = await authorize({ prompt: 'consent' })
    expect([status, to.searchParams.get('state')]).toEqual([302, 's1'])
    const code = to.searchParams.get('code') ?? ''
    const { tokens: given } = await desk().auth.getToken({ code, codeVerifier: verifier })
    expect(given).toMatchObject({ token_type: 'Bearer', scope: `${scopeBase}calendar.events` })
    expect(given.refresh_token).toBeTruthy()
    expect(await failure(desk().auth.getToken({ code, codeVerifier: verifier }))).toEqual({
      status: 400,
      reason: 'invalid_grant',
    })
  })

  test('a wrong or missing verifier is refused', async () => {
    const code = (await authorize()).to.searchParams.get('code') ?? ''
    expect(await failure(desk().auth.getToken({ code, codeVerifier: 'guess' }))).toEqual({
      status: 400,
      reason: 'invalid_grant',
    })
    expect(await failure(desk().auth.getToken({ code }))).toEqual({ status: 400, reason: 'invalid_grant' })
  })

  test('a second consent gives a refresh token only with prompt=consent', async () => {
    const again = async (extra: Record<string, string>) => {
      const code = (await authorize(extra)).to.searchParams.get('code') ?? ''
      return (await desk().auth.getToken({ code, codeVerifier: verifier })).tokens.refresh_token
    }
    expect(await again({})).toBeUndefined()
    expect(await again({ prompt: 'consent' })).toBeTruthy()
  })

  test('an owner who refuses comes back with access_denied', async () => {
    desk().running.state.consent = 'deny'
    const { to } = await authorize()
    expect([to.searchParams.get('error'), to.searchParams.get('code')]).toEqual(['access_denied', null])
  })

  test('another client id gets an error page, another secret is 401', async () => {
    expect((await authorize({ client_id: 'other' })).status).toBe(400)
    desk().auth._clientSecret = 'other'
    expect(await failure(desk().auth.getToken('any'))).toEqual({ status: 401, reason: 'invalid_client' })
  })
})

describe('tokens', () => {
  test('an access token ends after an hour and the client gets a new one', async () => {
    await list()
    const first = desk().auth.credentials.access_token
    desk().now += 3_600_000
    await list()
    expect(desk().auth.credentials.access_token).not.toBe(first)
  })

  test('a token that ended without the client knowing is 401, and refreshed', async () => {
    await list()
    desk().running.state.accessTokens = []
    await list()
    expect(
      desk()
        .running.journal.requests()
        .map(({ status }) => status),
    ).toEqual([200, 200, 401, 200, 200])
  })

  test('after a revocation refreshing is invalid_grant', async () => {
    await list()
    await desk().auth.revokeToken(desk().auth.credentials.refresh_token ?? '')
    expect(await failure(list())).toEqual({ status: 400, reason: 'invalid_grant' })
  })

  test('a scope that was not granted is a 403 of its own', async () => {
    desk().auth.setCredentials({ refresh_token: consent(desk(), 'calendar.events', 'calendar.freebusy') })
    await insert(timed('01T09:00', '01T10:00'))
    expect(await failure(desk().client.calendarList.list())).toEqual({
      status: 403,
      reason: 'insufficientPermissions',
    })
  })
})

test('a consent given by the control API is worth the same tokens', () => {
  const grant = openGrant(desk().running.state, 'x', true)
  const context = {
    state: desk().running.state,
    now: () => desk().now,
    apiKeys: {},
    address: '',
    webhooks: desk().running.webhooks,
    save: () => {},
  }
  expect(tokens(context, grant, { withRefreshToken: true })).toMatchObject({
    expires_in: 3599,
    refresh_token: grant.refreshToken,
  })
})
