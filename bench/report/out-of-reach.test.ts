import { expect, test } from '@jest/globals'
import type { Figure } from './figure.ts'
import { outOfReach } from './out-of-reach.ts'

const figure = (median: number): Figure => ({
  row: 'replicas',
  measured: { name: 'two', value: 200, unit: '/s', cpu: 3_000, databaseCpu: 5_000, loadCpu: 500 },
  yardstick: { name: 'one', value: 190, unit: '/s' },
  ratio: { median, low: median, high: median },
  reach: { least: 1.5 },
})

test('a row that reaches what it should needs no reason', () => {
  expect(outOfReach([figure(1.6)])).toEqual([])
})

test('a row that does not says where the processors were, and why', () => {
  const text = outOfReach([figure(1.1)]).join('\n')
  expect(text).toContain('- two, against one: 1.10, at least 1.5 wanted')
  expect(text).toContain('Processors busy: server 0.60, PostgreSQL 1.00, load 0.10.')
  expect(text).toContain('A second process can only use processors that the first leaves idle.')
})

test('a row without processor times says its ratio only', () => {
  const bare: Figure = { ...figure(1.1), row: 'other', measured: { name: 'two', value: 200, unit: 'ms' } }
  expect(outOfReach([bare])).toContain('- two, against one: 1.10, at least 1.5 wanted.')
})

test('a row beside which the least that could do it was measured says how far that came', () => {
  const { reach: _, ...least } = figure(1.3)
  const measured = { ...least.measured, name: 'the least', cpu: 1_000 }
  const text = outOfReach([figure(1.1), { ...least, measured }]).join('\n')
  expect(text).toContain(
    ' What reaches 1.30 is the least. Processors busy: server 0.20, PostgreSQL 1.00, load 0.10.',
  )
  expect(text.match(/at least 1.5 wanted/g)).toHaveLength(1)
})

test('a row beside which others miss the same says nothing of them', () => {
  const other: Figure = { ...figure(1.2), measured: { ...figure(1.2).measured, name: 'another' } }
  expect(outOfReach([figure(1.1), other]).join('\n')).not.toContain('What reaches')
})
