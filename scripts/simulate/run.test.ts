import { describe, expect, test } from '@jest/globals'
import { seededNumbers } from '../testing/seeded-numbers.ts'
import { type Caller, demand } from './demand.ts'
import { run } from './run.ts'
import { firstFit, offers, type Strategy } from './strategies.ts'

const STAFF = 3
const FIRST_DAY = 20_878
const MEASURED = { first: FIRST_DAY + 7, last: FIRST_DAY + 13 }

const callers = (callsPerDay: number, seed = 1): Caller[] =>
  demand({ firstDay: FIRST_DAY, days: 14, callsPerDay, staff: STAFF }, seededNumbers(seed))

const play = (list: readonly Caller[], strategy: Strategy) =>
  run(list, { staff: STAFF, strategy, measured: MEASURED })

test('the same seed gives the same callers, another one others', () => {
  expect(callers(10)).toEqual(callers(10))
  expect(callers(10, 2)).not.toEqual(callers(10))
})

test('callers ring in order, for what is still ahead', () => {
  const list = callers(20)
  expect(list).toHaveLength(280)
  expect(list.map(({ at }) => at)).toEqual(list.map(({ at }) => at).sort((a, b) => a - b))
  for (const { at, ideal, wish } of list) {
    expect(ideal).toBeGreaterThan(at)
    expect(wish.end).toBeGreaterThan(at)
  }
})

describe.each([
  ['first fit', firstFit],
  ['the hub', offers],
])('%s', (_name, strategy) => {
  test('more calls fill more of the time, and more of them are turned away', () => {
    const [quiet, busy] = [play(callers(8), strategy), play(callers(60), strategy)]
    expect(busy.filled).toBeGreaterThan(quiet.filled)
    expect(busy.turnedAway).toBeGreaterThan(quiet.turnedAway)
    expect(busy.filled).toBeLessThanOrEqual(1)
  })
})

test('where there is a choice, the hub turns fewer away, and more are served by whom they wished for', () => {
  const list = callers(24)
  const [first, hub] = [play(list, firstFit), play(list, offers)]
  expect(hub.turnedAway).toBeLessThan(first.turnedAway)
  expect(hub.filled).toBeGreaterThan(first.filled)
  expect(hub.withPerson).toBeGreaterThan(first.withPerson)
  expect(hub.aside).toBeLessThan(first.aside)
})
