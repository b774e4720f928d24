import { describe, expect, test } from '@jest/globals'
import { resolveRelativeShift } from './index.ts'

describe('A relative shift', () => {
  test.each([
    ['eine halbe Stunde später', 30],
    ['lieber eine Stunde früher', -60],
    ['zwei Stunden später bitte', 120],
    ['anderthalb Stunden früher', -90],
    ['eine Viertelstunde eher', -15],
    ['einen Tag später', 1_440],
    ['eine Woche später', 10_080],
  ])('"%s" is %d minutes', (text, minutes) => expect(resolveRelativeShift(text, 'de')).toBe(minutes))

  test.each([
    ['half an hour later', 30],
    ['an hour earlier', -60],
    ['can we make it 45 minutes later', 45],
    ['two and a half hours earlier', -150],
  ])('"%s" is %d minutes', (text, minutes) => expect(resolveRelativeShift(text, 'en')).toBe(minutes))

  test.each(['auf 15 Uhr', 'später', 'eine halbe Stunde', 'einen Monat später', ''])('"%s" is none', (text) =>
    expect(resolveRelativeShift(text, 'de')).toBeNull(),
  )
})
