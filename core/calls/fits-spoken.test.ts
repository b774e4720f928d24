import { expect, test } from '@jest/globals'
import { fitsSpoken } from './fits-spoken.ts'
import { resolveSpokenTime } from './spoken-time/index.ts'

const zone = 'Europe/Berlin'
const now = Date.parse('2026-11-24T10:00:00+01:00')
const FRIDAY_AT_THREE = Date.parse('2026-11-27T15:00:00+01:00')

test.each([
  ['am Freitag um 15 Uhr', true],
  ['am Freitag', true],
  ['um drei', true],
  ['um 15 Uhr', true],
  ['Freitag Nachmittag', true],
  ['diese Woche', true],
  ['Freitag Vormittag', false],
  ['am Freitag um 16 Uhr', false],
  ['am Donnerstag', false],
  ['um vier', false],
  ['nächste Woche', false],
  ['gestern', false],
  ['irgendwann', false],
])('an appointment on Friday at three is meant by "%s": %s', (text, meant) => {
  const openMinutes = { start: 540, end: 1_080 }
  const spoken = resolveSpokenTime({ text, now, zone, language: 'de', openMinutes })
  expect(fitsSpoken(spoken, FRIDAY_AT_THREE, zone)).toBe(meant)
})

test('contested words fit whatever they may mean', () => {
  const spoken = resolveSpokenTime({ text: 'nächsten Mittwoch', now, zone, language: 'de' })
  const wednesdays = ['2026-11-25T09:00:00+01:00', '2026-12-02T09:00:00+01:00', '2026-12-09T09:00:00+01:00']
  expect(wednesdays.map((at) => fitsSpoken(spoken, Date.parse(at), zone))).toEqual([true, true, false])
})
