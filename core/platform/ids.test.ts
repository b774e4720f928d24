import { expect, test } from '@jest/globals'
import { derivedId, newId } from './ids.ts'

test('ids sort by the time they were made', () => {
  const ids = Array.from({ length: 200 }, () => newId())
  expect([...ids].sort()).toEqual(ids)
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
