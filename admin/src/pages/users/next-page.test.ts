import { expect, test } from '@jest/globals'
import { withNext } from './next-page.ts'

test('a sign-in leads back to the page that was asked for', () => {
  expect(withNext({ next: '/c/01a22d82/calls?review=true' })).toEqual({
    next: '/c/01a22d82/calls?review=true',
  })
})

test.each([
  'https://elsewhere.example/admin',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/\t/elsewhere.example',
  'javascript:alert(1)',
  'calls',
  '',
  undefined,
  ['/calls'],
])('a sign-in does not lead to %p', (next) => {
  expect(withNext({ next })).toEqual({})
})
