import { expect, test } from '@jest/globals'
import { findSlots } from '../../core/scheduling/availability.ts'
import { type CaseSize, engineCase } from './engine-case.ts'
import { plainSweep } from './plain-sweep.ts'

const SIZES: CaseSize[] = (['none', 'all'] as const).flatMap((rules) => [
  { people: 1, busy: 200, days: 30, rules },
  { people: 1, busy: 2_000, days: 30, rules },
  { people: 50, busy: 200, days: 30, rules },
  { people: 10, busy: 0, days: 90, rules },
  { people: 3, busy: 20, days: 1, rules },
])

test.each(SIZES)('engine and sweep find the same starts: %j', (size) => {
  const { request, task } = engineCase(size)
  const { slots } = findSlots(request)
  expect(slots.map(({ start }) => start)).toEqual([...plainSweep(task).starts])
  if (size.days > 1) expect(slots.length).toBeGreaterThan(50)
})

test('with one person the sweep names the very one whom the engine books', () => {
  const { request, task } = engineCase({ people: 1, busy: 200, days: 30, rules: 'all' })
  const { people } = plainSweep(task)
  const names = findSlots(request).slots.map(({ resources }) => resources[0]?.resourceId)
  expect(names).toEqual([...people].map((person) => `person ${person}`))
})
