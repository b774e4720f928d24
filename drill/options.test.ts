import { expect, test } from '@jest/globals'
import { readOptions, WrongOptions } from './options.ts'
import { seeded } from './random.ts'
import { rows } from './rows/index.ts'

test('no two rows have the same name on the same layout', () => {
  const names = rows.map(({ layout, name }) => `${layout} ${name}`)
  expect(new Set(names).size).toBe(names.length)
})

test('rows are chosen by a pattern over layout and name', () => {
  const chosen = readOptions(['--only', '^two redis: (flush|frozen)'], rows).rows
  expect(chosen.map(({ name }) => name)).toEqual(['Redis: FLUSHALL', 'Redis: frozen 30 s'])
  expect(readOptions([], rows).rows).toHaveLength(rows.length)
  expect(readOptions(['--quick'], rows).rows.length).toBeLessThan(rows.length / 3)
})

test.each([['--only', 'no such row'], ['--only', '('], ['--seed', 'x'], ['--loud']])(
  '%s %s is refused with what to do',
  (...args) => {
    expect(() => readOptions(args.filter(Boolean), rows)).toThrow(WrongOptions)
  },
)

test('the same seed gives the same numbers and names, another seed others', () => {
  const some = (seed: number) => {
    const random = seeded(seed)
    return [random.upTo(1_000_000), random.name(), random.upTo(1_000_000), random.name()]
  }
  expect(some(7)).toEqual(some(7))
  expect(some(8)).not.toEqual(some(7))
  const random = seeded(1)
  expect(new Set(Array.from({ length: 2_000 }, () => random.name())).size).toBe(2_000)
})
