import { describe, expect, test } from '@jest/globals'
import { requireSameOrigin } from './same-origin.ts'
import { noSessionCookie, sessionCookie, sessionOf } from './session-cookie.ts'

const PUBLIC = 'https://hub.example/'
const cookie = 'a=b; __Host-askpro_session=abc_-1; c=d'
const ask = (headers: Record<string, string>, method = 'POST') => {
  try {
    requireSameOrigin({ method, headers: { host: 'hub.internal:8080', ...headers } }, PUBLIC)
    return 'passes'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('what a browser sends without a key', () => {
  test.each([
    ['from a page of the hub', { cookie, 'sec-fetch-site': 'same-origin' }, 'passes'],
    ['from the public address', { cookie, origin: 'https://hub.example' }, 'passes'],
    ['from the address that was asked', { cookie, origin: 'http://hub.internal:8080' }, 'passes'],
    ['from another site', { cookie, 'sec-fetch-site': 'cross-site' }, 'forbidden'],
    ['from a neighbour under the same domain', { cookie, 'sec-fetch-site': 'same-site' }, 'forbidden'],
    [
      'from another site that lies about its origin',
      { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://hub.example' },
      'forbidden',
    ],
    ['from another origin', { cookie, origin: 'https://evil.example' }, 'forbidden'],
    ['from a page without an origin', { cookie, origin: 'null' }, 'forbidden'],
    ['from another port', { cookie, origin: 'http://hub.internal:8081' }, 'forbidden'],
    ['with a cookie and nothing that says from where', { cookie }, 'forbidden'],
    ['to sign in, from another site', { origin: 'https://evil.example' }, 'forbidden'],
  ])('%s', (_, headers, outcome) => {
    expect(ask(headers)).toBe(outcome)
    expect(ask(headers, 'DELETE')).toBe(outcome)
    expect(ask(headers, 'GET')).toBe('passes')
  })

  test('is let alone where it has a key, or where it is no browser', () => {
    expect(ask({ authorization: 'Bearer x', origin: 'https://evil.example' })).toBe('passes')
    expect(ask({})).toBe('passes')
  })
})

test('the token is read from among other cookies, and from no cookie that only looks like it', () => {
  expect(sessionOf({ cookie })).toBe('abc_-1')
  expect(sessionOf({ cookie: sessionCookie('t0ken', 60) })).toBe('t0ken')
  for (const none of ['', '__Host-askpro_session=', 'x__Host-askpro_session=a', '__Host-askpro_session=a b'])
    expect(sessionOf({ cookie: none })).toBeUndefined()
  expect(sessionOf({})).toBeUndefined()
  expect(noSessionCookie()).toContain('Max-Age=0')
})
