import { expect, test } from '@jest/globals'
import { allows } from './permission.ts'

test.each([
  [['*'], 'things:write', true],
  [['things:*'], 'things:write', true],
  [['things:write'], 'things:read', true],
  [['things:read'], 'things:read', true],
  [['a:read', 'things:read'], 'things:read', true],
  [[], 'public', true],
  [[], 'things:read', false],
  [['things:read'], 'things:write', false],
  [['thing:*'], 'things:read', false],
  [['things'], 'things:read', false],
  [['*:read'], 'things:read', false],
] as const)('the scopes %j may do %s: %s', (scopes, permission, expected) => {
  expect(allows(scopes, permission)).toBe(expected)
})
