import { expect, test } from '@jest/globals'
import { splitMove } from './split-move.ts'

test.each([
  ['den am 2. Dezember auf 15 Uhr', '2. Dezember', '15 Uhr'],
  ['vom Freitag auf Montag um zehn', 'Freitag', 'Montag um zehn'],
  ['the one on Friday to 3 pm', 'Friday', '3 pm'],
  ['from 3 to 4 pm', '3', '4 pm'],
])('%s names the appointment and the new time', (said, which, when) => {
  expect(splitMove({ which: undefined, when: said })).toEqual({ which, when })
})

test.each(['auf 15 Uhr', 'am Freitag um 16 Uhr', 'eine halbe Stunde später'])(
  '%s is the new time alone',
  (when) => {
    expect(splitMove({ which: undefined, when })).toEqual({ which: undefined, when })
  },
)

test('what was said apart stays apart', () => {
  const said = { which: 'Freitag', when: 'am Montag auf 15 Uhr' }
  expect(splitMove(said)).toEqual(said)
})
