import { expect, test } from '@jest/globals'
import { isDueForLook, renewAt, type StoredWatch, watchSteps } from './watch.ts'

const NOW = 1_000_000_000
const HOUR = 3_600_000
const target = { watch: 'changes', calendar: 'main', address: 'https://hub.example/hooks/1/changes' }

const stored = (id: string, more: Partial<StoredWatch> = {}): StoredWatch => ({
  ...target,
  id,
  state: 'open',
  reference: { id },
  why: null,
  openedAt: NOW - HOUR,
  expiresAt: NOW + 100 * HOUR,
  renewAt: NOW + 76 * HOUR,
  forgetAt: null,
  ...more,
})

const due = { renewAt: NOW }
const opening = { state: 'opening', reference: null } as const

test.each<[string, StoredWatch[], { open: number; close?: string[]; forget?: string[] }]>([
  ['nothing stands', [], { open: 1 }],
  ['one is open', [stored('a')], { open: 0 }],
  ['one lasts until it is closed', [stored('a', { expiresAt: null, renewAt: null })], { open: 0 }],
  ['one is due: it stays until its successor is open', [stored('a', due)], { open: 1 }],
  ['its successor is open', [stored('a', due), stored('b')], { open: 0, close: ['a'] }],
  [
    'its successor is being opened',
    [stored('a', due), stored('b', { ...opening, openedAt: NOW - 1_000 })],
    { open: 0 },
  ],
  ['an opening was never heard of again', [stored('a', opening)], { open: 1, close: ['a'] }],
  ['a closing did not succeed', [stored('a'), stored('b', { state: 'closing' })], { open: 0, close: ['b'] }],
  [
    'it was opened twice',
    [stored('a', { openedAt: NOW - 2 * HOUR }), stored('b')],
    { open: 0, close: ['a'] },
  ],
  ['it was refused a while ago', [stored('a', { state: 'refused' })], { open: 0 }],
  ['it was refused long ago', [stored('a', { state: 'refused', ...due })], { open: 1, forget: ['a'] }],
  [
    'a closed one may still be heard',
    [stored('a'), stored('b', { state: 'closed', forgetAt: NOW + 1 })],
    { open: 0 },
  ],
  [
    'a closed one is over',
    [stored('a'), stored('b', { state: 'closed', forgetAt: NOW })],
    { open: 0, forget: ['b'] },
  ],
  ['it was opened for another address', [stored('a', { address: 'http://localhost/old' })], { open: 1 }],
  ['it was opened before addresses were kept', [stored('a', { address: null })], { open: 0 }],
  [
    'another address was refused',
    [stored('a', { state: 'refused', address: 'http://localhost/old' })],
    { open: 1 },
  ],
  ['another calendar is watched', [stored('a'), stored('b', { calendar: 'old' })], { open: 0, close: ['b'] }],
])('when %s', (_when, some, { open, close = [], forget = [] }) => {
  const steps = watchSteps([target], some, NOW)
  const ids = (watches: StoredWatch[]) => watches.map(({ id }) => id)
  expect([steps.open.length, ids(steps.close), ids(steps.forget)]).toEqual([open, close, forget])
})

test.each([
  [undefined, null],
  [7 * 24 * HOUR, 6 * 24 * HOUR],
  [4 * HOUR, 3 * HOUR],
])('one that lasts for %s ms is renewed after %s', (life, after) => {
  expect(renewAt(life === undefined ? undefined : NOW + life, NOW)).toBe(after === null ? null : NOW + after)
})

test('only one that is open, has no end and was not looked at for a while is asked about', () => {
  const lasting = { expiresAt: null, renewAt: NOW }
  const due = [
    lasting,
    { ...lasting, renewAt: NOW + 1 },
    { renewAt: NOW },
    { ...lasting, state: 'closing' as const },
  ]
  expect(due.map((one) => isDueForLook(stored('a', one), NOW))).toEqual([true, false, false, false])
})
