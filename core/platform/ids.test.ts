import { expect, test } from '@jest/globals'
import { derivedId, newId } from './ids.ts'

test('ids sort by the time they were made, also within a millisecond, and never come twice', () => {
  const before = Date.now()
  const ids = Array.from({ length: 20_000 }, () => newId())
  const after = Date.now()
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(ids.filter((id) => !shape.test(id))).toEqual([])
  const times = ids.map((id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16))
  expect(Math.min(...times)).toBeGreaterThanOrEqual(before)
  expect(Math.max(...times)).toBeLessThanOrEqual(after)
})

test('the part that is left to chance differs from id to id', () => {
  const tails = Array.from({ length: 1_000 }, () => newId().slice(24))
  expect(new Set(tails).size).toBe(tails.length)
})

test('an id that is derived is always the same, another for another text, and sorts by its instant', () => {
  const [first, again, other, later] = [
    derivedId(1_000, 'a'),
    derivedId(1_000, 'a'),
    derivedId(1_000, 'b'),
    derivedId(2_000, 'a'),
  ]
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(again).toBe(first)
  expect(other).not.toBe(first)
  expect(later > first && later > other).toBe(true)
})
