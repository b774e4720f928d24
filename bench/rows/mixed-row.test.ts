import { expect, test } from '@jest/globals'
import { highestSustained } from './mixed-row.ts'

test.each([
  [100, [40, 52, 68, 88, 114], 88],
  [52, [40, 52, 68], 52],
  [10, [40], 40],
])('a server that sustains %d each second is asked for %j', async (sustained, rates, found) => {
  const asked: number[] = []
  const highest = await highestSustained(async (perSecond) => {
    asked.push(perSecond)
    return perSecond <= sustained
  })
  expect(asked).toEqual(rates)
  expect(highest).toBe(found)
})

test('the ramp ends, however much is sustained', async () => {
  let steps = 0
  await highestSustained(async () => {
    steps += 1
    return true
  })
  expect(steps).toBeLessThan(20)
})
