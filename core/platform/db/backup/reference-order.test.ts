import { expect, test } from '@jest/globals'
import { inReferenceOrder } from './reference-order.ts'

test('a table comes after all it refers to', () => {
  const references = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'c' },
  ]
  expect(inReferenceOrder(['a', 'b', 'c', 'd'], references)).toEqual(['c', 'd', 'b', 'a'])
})

test('tables that refer to each other are named', () => {
  const references = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ]
  expect(() => inReferenceOrder(['a', 'b', 'c'], references)).toThrow('tables refer to each other: a, b')
})
