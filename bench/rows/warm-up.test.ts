import { expect, test } from '@jest/globals'
import { warmUp } from './warm-up.ts'

/** The turns that a variant has whose cost (µs) goes like this. */
async function turnsOf(costs: readonly number[], warm = 60): Promise<number> {
  let turns = 0
  await warmUp(
    { seconds: { warm }, say: () => {} },
    { hub: async () => ({ cpu: costs[turns++] ?? Number.NaN }) },
  )
  return turns
}

test('a variant is warm when a turn costs about as much as the one before, or more', async () => {
  expect(await turnsOf([5_000, 3_000, 2_000, 1_900, 100])).toBe(4)
  expect(await turnsOf([5_000, 3_000, 2_000, 1_700, 1_400, 1_500, 100])).toBe(6)
})

test('two turns that cost the same by chance are not enough', async () => {
  expect(await turnsOf([5_000, 5_100, 2_000, 1_950, 100])).toBe(4)
  expect(await turnsOf([50, 50, 50, 50])).toBe(3)
})

test('no turn begins when the time is up', async () => {
  expect(await turnsOf([5_000, 3_000, 2_000], 0)).toBe(1)
})
