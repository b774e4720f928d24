import { expect, test } from '@jest/globals'
import { matchPath } from './path-pattern.ts'

test('a named segment takes one decoded segment', () => {
  expect(matchPath('/calendars/:id/events', '/calendars/pro%40example.com/events')).toEqual({
    params: { id: 'pro@example.com' },
  })
})

test('a path that is longer, shorter or different does not match', () => {
  expect(matchPath('/a/:b', '/a')).toBeNull()
  expect(matchPath('/a/:b', '/a/1/2')).toBeNull()
  expect(matchPath('/a/:b', '/x/1')).toBeNull()
})

test('a final star takes the rest, which must not be missing', () => {
  expect(matchPath('/v2/*', '/v2/bookings/7/cancel')).toEqual({ params: {} })
  expect(matchPath('/v2/*', '/v2')).toBeNull()
  expect(matchPath('/v2/*', '/v1/x')).toBeNull()
})

test('a segment with a broken escape is taken as it is', () => {
  expect(matchPath('/a/:b', '/a/%E0%A4%A')).toEqual({ params: { b: '%E0%A4%A' } })
})
