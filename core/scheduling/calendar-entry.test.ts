import { expect, test } from '@jest/globals'
import type { Appointment } from './appointment.ts'
import { entrySteps, type KnownEntry, type WantedEntry, wantedEntries } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'

const HOUR = 3_600_000

const appointment: Appointment = {
  id: 'a',
  tenantId: 't',
  status: 'confirmed',
  serviceId: 'colour',
  locationId: 'l',
  customerId: null,
  callId: null,
  attendeeName: null,
  notes: '',
  source: 'api',
  start: 10 * HOUR,
  end: 13 * HOUR,
  occupancies: [
    { resourceId: 'anna', seat: 1, start: 9.5 * HOUR, end: 11 * HOUR },
    { resourceId: 'room', seat: 1, start: 10 * HOUR, end: 13 * HOUR },
    { resourceId: 'anna', seat: 1, start: 12 * HOUR, end: 13.5 * HOUR },
  ],
  external: [],
  holder: null,
  holdExpiresAt: null,
  provisional: false,
  endReason: null,
  version: 1,
}

const link: CalendarLink = {
  id: 'link',
  tenantId: 't',
  resourceId: 'anna',
  serviceId: null,
  connectionTenantId: 't',
  connectionId: 'c',
  calendar: 'primary',
  segment: null,
  reads: true,
  writes: true,
  reserves: false,
  staleAfterMinutes: 60,
  whenStale: 'refuse',
  ownerChanges: 'follow',
  version: 1,
}

const spans = (entries: readonly WantedEntry[]) => entries.map(({ start, end }) => [start / HOUR, end / HOUR])

test('parts are the stretches at work within the appointment, of the link’s resource', () => {
  expect(spans(wantedEntries(appointment, link, 'parts'))).toEqual([
    [10, 11],
    [12, 13],
  ])
  expect(spans(wantedEntries(appointment, { ...link, resourceId: 'room' }, 'parts'))).toEqual([[10, 13]])
  expect(spans(wantedEntries(appointment, link, 'whole'))).toEqual([[10, 13]])
})

test.each([
  [1, [[10, 11]]],
  [2, [[12, 13]]],
  [3, []],
])('a link of segment %s is for that stretch at work alone', (segment, expected) => {
  const one = { ...link, serviceId: 'colour', segment }
  expect(spans(wantedEntries(appointment, one, 'whole'))).toEqual(expected)
  expect(spans(wantedEntries(appointment, one, 'parts'))).toEqual(expected)
})

test('keys are the same at every repeat and different for every appointment, link and part', () => {
  const keys = (of: Appointment, over: CalendarLink) => wantedEntries(of, over, 'parts').map(({ key }) => key)
  expect(keys(appointment, link)).toEqual(keys({ ...appointment, start: 9 * HOUR }, link))
  const all = [
    ...keys(appointment, link),
    ...keys({ ...appointment, id: 'b' }, link),
    ...keys(appointment, { ...link, id: 'other' }),
  ]
  expect(new Set(all).size).toBe(6)
})

test.each(['held', 'pending', 'cancelled', 'declined', 'expired'] as const)(
  'what is %s stands in no calendar',
  (status) => {
    expect(wantedEntries({ ...appointment, status }, link, 'whole')).toEqual([])
  },
)

const [wanted] = wantedEntries(appointment, link, 'whole')
if (!wanted) throw new Error('nothing is wanted')

const known = (more: Partial<KnownEntry>): KnownEntry => ({
  ...wanted,
  id: 'k',
  appointmentId: 'a',
  connectionId: 'c',
  calendar: 'primary',
  state: 'written',
  reference: 'r',
  etag: null,
  standsUntil: null,
  previousStart: null,
  updatedAt: 0,
  ...more,
})

test.each([
  ['nothing is known', [], 'create'],
  ['it stands there', [known({})], undefined],
  ['it stands elsewhere', [known({ start: 0 })], 'move'],
  ['it was taken away', [known({ state: 'cancelled' })], 'create'],
  ['nobody knows whether it was made', [known({ state: 'creating', reference: null })], 'settle'],
  ['nobody knows whether it was moved', [known({ state: 'moving' })], 'settle'],
  ['it was being taken away', [known({ state: 'cancelling' })], 'settle'],
  ['this time was refused', [known({ state: 'refused', reference: null })], undefined],
  ['another time was refused', [known({ state: 'refused', start: 0 })], 'settle'],
])('when %s the step is %3$s', (_, before, step) => {
  expect(entrySteps([wanted], before)[0]?.is).toBe(step)
})

test.each([
  [known({}), 'cancel'],
  [known({ state: 'creating', reference: null }), 'cancel'],
  [known({ state: 'refused' }), 'cancel'],
  [known({ state: 'refused', reference: null }), undefined],
  [known({ state: 'cancelled' }), undefined],
])('what is no longer wanted is taken away wherever it may stand', (before, step) => {
  expect(entrySteps([], [before])[0]?.is).toBe(step)
})
