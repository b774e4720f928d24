import { expect, test } from '@jest/globals'
import type { RowResult } from './drill-row.ts'
import { rowLines, tablesByLayout } from './table.ts'

const row = {
  name: 'Redis: FLUSHALL',
  layout: 'two',
  did: 'Done.',
  must: 'all of it',
  act: async () => {},
} as const
const result = (more: Partial<RowResult>): RowResult => ({
  row,
  held: 'yes',
  why: [],
  notes: [],
  slowness: 1,
  took: 9_000,
  recovery: { served: 320, settled: 4_100, longestWait: 900 },
  ...more,
})

test('a row that does not hold says so aloud, and why', () => {
  const [head, ...rest] = rowLines(result({ held: 'no', why: ['2 | overlaps'] }))
  expect(head).toMatch(/^DOES NOT HOLD two {2}Redis: FLUSHALL .* callers 0\.3 s, work 4\.1 s .*\(9\.0 s\)$/)
  expect(rest).toEqual(['    2 | overlaps'])
})

test('a busy machine is named beside the times', () => {
  expect(rowLines(result({ slowness: 4 }))[0]).toMatch(/\(9\.0 s, machine 4\.0 times slower\)$/)
})

test('what could not be run is never called held, and says what it lacks', () => {
  const lines = tablesByLayout([result({ held: 'not run', why: ['no root'] }), result({})])
  expect(lines[0]).toBe('### 2 apis, 1 worker, Bull hands out')
  expect(lines[4]).toMatch(/\| not run: no root \|/)
  expect(lines[5]).toMatch(/\| Done\. \| all of it \| yes \| 0\.3 s \| 4\.1 s \|$/)
})
