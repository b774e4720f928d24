import { expect, test } from '@jest/globals'
import { ABSOLUTE_LIMIT, browserIn, IDLE_LIMIT, isOver } from './session.ts'

const AGENT = 'Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) %s'
test.each([
  [
    AGENT.replace('%s', 'Windows NT 10.0; Win64; x64').replace('%s', 'Chrome/140.0 Safari/537.36 Edg/140.0'),
    'Edge, Windows',
  ],
  [AGENT.replace('%s', 'X11; Linux x86_64').replace('%s', 'Chrome/140.0 Safari/537.36'), 'Chrome, Linux'],
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox, Android'],
  [
    AGENT.replace('%s', 'iPhone; CPU iPhone OS 18_0 like Mac OS X').replace(
      '%s',
      'Version/18.0 Safari/604.1',
    ),
    'Safari, iOS',
  ],
  ['curl/8.14.1', null],
  [undefined, null],
])('%j is %j', (agent, name) => {
  expect(browserIn(agent)).toBe(name)
})

test('a session is over when nobody used it, and at last in any case', () => {
  const at = Date.parse('2027-03-01T08:00:00Z')
  const session = (lastSeen: number) => ({
    id: 's',
    userId: 'u',
    browser: null,
    createdAt: new Date(at),
    lastSeenAt: new Date(lastSeen),
    expiresAt: new Date(at + ABSOLUTE_LIMIT),
  })
  expect(isOver(session(at), at + IDLE_LIMIT - 1)).toBe(false)
  expect(isOver(session(at), at + IDLE_LIMIT)).toBe(true)
  const end = at + ABSOLUTE_LIMIT
  expect(isOver(session(end - 1), end - 1)).toBe(false)
  expect(isOver(session(end - 1), end)).toBe(true)
})
