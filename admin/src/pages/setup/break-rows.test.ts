import { expect, test } from '@jest/globals'
import { breakRowsOf, breaksOf } from './break-rows.ts'

const LUNCH = { start: '12:00', end: '12:30' }
const COFFEE = { start: '10:00', end: '10:15' }

test('breaks of the same time are one row with its days, and come back as they were', () => {
  const week = { monday: [COFFEE, LUNCH], tuesday: [LUNCH], saturday: [COFFEE] }
  const rows = breakRowsOf(week)
  expect(rows).toEqual([
    { ...COFFEE, days: ['monday', 'saturday'] },
    { ...LUNCH, days: ['monday', 'tuesday'] },
  ])
  expect(breaksOf(rows)).toEqual(week)
})

test('a row without a day is none', () => {
  expect(breaksOf([{ ...LUNCH, days: [] }])).toEqual({})
})
