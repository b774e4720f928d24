import { expect, test } from '@jest/globals'
import { resourceIdsOf } from './time-slot.ts'

test('a slot names each of its resources once, in the order of their first work', () => {
  const resources = [
    { segment: 0, kind: 'staff', resourceId: 'zoe', seat: 1 },
    { segment: 0, kind: 'room', resourceId: 'attic', seat: 1 },
    { segment: 2, kind: 'staff', resourceId: 'zoe', seat: 1 },
  ] as const
  expect(resourceIdsOf({ start: 0, end: 60, resources })).toEqual(['zoe', 'attic'])
})
