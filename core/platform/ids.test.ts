import { expect, test } from '@jest/globals'
import { newId } from './ids.ts'

test('ids sort by the time they were made', () => {
  const ids = Array.from({ length: 200 }, () => newId())
  expect([...ids].sort()).toEqual(ids)
})
