import { expect, test } from '@jest/globals'
import { calendarDrift, type KnownCalendar, type ToldCalendar } from './calendar-drift.ts'

const HOUR = 3_600_000
const busy = (externalId: string, start: number, end = start + 1) => ({
  externalId,
  start: start * HOUR,
  end: end * HOUR,
})
const entry = (key: string, start: number, standsUntil: number | null = null) => ({
  key,
  reference: `r-${key}`,
  start: start * HOUR,
  end: (start + 1) * HOUR,
  standsUntil: standsUntil === null ? null : standsUntil * HOUR,
})

function compared(
  known: Partial<KnownCalendar>,
  told: Partial<Omit<ToldCalendar, 'mentioned'>>,
  cancelled: string[] = [],
) {
  const whole = { busy: [], entries: [], ...told }
  const mentioned = new Set([
    ...[...whole.busy, ...whole.entries].map(({ externalId }) => externalId),
    ...cancelled,
  ])
  const { drift, missed } = calendarDrift(
    { busy: [], entries: [], isOwn: (id) => id.startsWith('r-'), ...known },
    { ...whole, mentioned },
    { from: 0, to: 24 * HOUR },
  )
  const items = drift.sample.map(({ kind, is, id }) => `${kind} ${id} ${is}`)
  return [...items, ...missed.map(({ entryId }) => `${entryId} missed`)]
}

test.each([
  ['the same', { busy: [busy('a', 1)] }, { busy: [busy('a', 1)] }, []],
  ['known here only', { busy: [busy('a', 1)] }, {}, ['busy a missing_there']],
  ['known there only', {}, { busy: [busy('a', 1)] }, ['busy a missing_here']],
  ['at another time', { busy: [busy('a', 1)] }, { busy: [busy('a', 2)] }, ['busy a different']],
  ['moved into the span', { busy: [] }, { busy: [busy('a', 23, 30)] }, ['busy a missing_here']],
  ['outside of the span', {}, { busy: [busy('a', 24)] }, []],
  ['an entry where it was', { entries: [entry('e', 1)] }, { entries: [busy('r-e', 1)] }, []],
  [
    'an entry of the provider’s own length',
    { entries: [entry('e', 1, 3)] },
    { entries: [busy('r-e', 1, 3)] },
    [],
  ],
  [
    'an entry elsewhere',
    { entries: [entry('e', 1)] },
    { entries: [busy('r-e', 5)] },
    ['entry r-e different'],
  ],
  ['an entry that was cancelled here', {}, { entries: [busy('r-old', 1)] }, []],
  ['an entry of another hub', {}, { entries: [busy('x', 1)] }, ['entry x missing_here']],
  [
    'one of another hub, known as busy',
    { busy: [busy('x', 1)] },
    { entries: [busy('x', 1)] },
    ['entry x missing_here'],
  ],
  ['an entry that is not told', { entries: [entry('e', 1)] }, {}, ['e missed']],
])('%s', (_what, known, told, found) => {
  expect(compared(known, told)).toEqual(found)
})

test('an entry that is told as cancelled is not missed', () => {
  expect(compared({ entries: [entry('e', 1)] }, {}, ['e'])).toEqual([])
})

test('all differences are counted, twenty are shown', () => {
  const many = Array.from({ length: 23 }, (_, at) => busy(`b-${at}`, at))
  const known = { busy: [], entries: [], isOwn: () => false }
  const { drift } = calendarDrift(
    known,
    { busy: many, entries: [], mentioned: new Set() },
    { from: 0, to: 24 * HOUR },
  )
  expect([drift.busy.missing_here, drift.sample.length]).toEqual([23, 20])
})
