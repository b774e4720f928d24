import { expect, test } from '@jest/globals'
import { brokenPromises } from './broken-promises.ts'
import type { Evidence } from './evidence.ts'
import { type Told, Witness } from './witness.ts'

const told = (more: Partial<Told> = {}): Told => ({
  wish: 'Erika',
  by: 'function',
  asked: 'book_appointment',
  at: 0,
  took: 200,
  status: 200,
  retryAfter: null,
  says: 'booked',
  appointmentId: 'a1',
  ...more,
})

/** One call that became an appointment in both calendars, metered and on a draft; a second client's invoice is paid. */
function sound(): Evidence {
  const witness = new Witness()
  witness.hear(told())
  witness.ended.add('call_1')
  witness.finalized.add('i2')
  const usage = { tenant: 't1', call_id: 'c1', at: 5, charged_by: null }
  return {
    appointments: [
      { id: 'a1', status: 'confirmed', name: 'Erika', calendars: ['calcom', 'google_calendar'] },
      { id: 'a0', status: 'cancelled', name: 'Otto', calendars: ['calcom'] },
    ],
    overlaps: [],
    entries: { calcom: ['Erika'], google_calendar: ['Erika'] },
    calls: [{ id: 'c1', provider_call_id: 'call_1', status: 'ended', duration_ms: 61_000 }],
    usage: [
      { ...usage, id: 'u1', meter: 'calls', quantity: 1 },
      { ...usage, id: 'u2', meter: 'call_seconds', quantity: 61 },
      {
        ...usage,
        id: 'u3',
        tenant: 't2',
        call_id: null,
        meter: 'call_seconds',
        quantity: 90,
        charged_by: 'i2',
      },
    ],
    invoices: [
      {
        id: 'i1',
        recipient: 't1',
        status: 'draft',
        from: 0,
        until: 10,
        seconds: 66,
        rounding: 6,
        payments: 0,
      },
      {
        id: 'i2',
        recipient: 't2',
        status: 'paid',
        from: 0,
        until: 10,
        seconds: 90,
        rounding: 0,
        payments: 1,
      },
    ],
    paidAtProvider: ['i2'],
    givenUp: [],
    unprocessed: 0,
    unstamped: 0,
    witness,
  }
}

const SEEN = { longestWait: 1_000, slowness: 1 }
const found = (evidence: Evidence, row: { unanswered?: boolean } = {}) => brokenPromises(evidence, row, SEEN)

test('where everything is as it was said, nothing is broken', () => {
  expect(found(sound())).toEqual([])
})

test('a length whose seconds are no binary fraction is the same length', () => {
  const { calls, usage, invoices, ...evidence } = sound()
  const odd = {
    ...evidence,
    calls: calls.map((each) => ({ ...each, duration_ms: 8_030 })),
    usage: usage.map((each) => (each.id === 'u2' ? { ...each, quantity: 8.03 } : each)),
    invoices: invoices.map((each) => (each.id === 'i1' ? { ...each, seconds: 12 } : each)),
  }
  expect(found(odd)).toEqual([])
})

const [calcom, google] = [['Erika'], ['Erika']]
const [call] = sound().calls
const [appointment] = sound().appointments

test.each<[string, Partial<Evidence>, RegExp]>([
  [
    'an overlap',
    { overlaps: [{ one: 'a1', other: 'a2', resource: 'r', during: '[8,9)' }] },
    /a1 and a2 overlap/,
  ],
  [
    'a booked appointment that is gone',
    { appointments: [], entries: { calcom: [], google_calendar: [] } },
    /was told "booked", and no appointment stands/,
  ],
  [
    'a wish that became two appointments',
    {
      appointments: [
        ...sound().appointments,
        { id: 'a2', status: 'confirmed', name: 'Erika', calendars: [] },
      ],
    },
    /asked for one appointment and has 2/,
  ],
  [
    'another appointment than the one that was named',
    {
      appointments: [
        { id: 'a9', status: 'confirmed', name: 'Erika', calendars: ['calcom', 'google_calendar'] },
      ],
    },
    /not the one that stands/,
  ],
  ['an entry that is missing', { entries: { calcom: [], google_calendar: google } }, /1 here, 0 at calcom/],
  [
    'an entry that was written twice',
    { entries: { calcom, google_calendar: ['Erika', 'Erika'] } },
    /1 here, 2 at google_calendar/,
  ],
  ['an entry of nobody', { entries: { calcom: ['Erika', 'Hugo'], google_calendar: google } }, /Hugo: 0 here/],
  [
    'a call that is metered twice',
    { usage: [...sound().usage, { ...sound().usage[1], id: 'u4' } as Evidence['usage'][number]] },
    /metered: call_seconds \d+, call_seconds \d+, calls 1/,
  ],
  ['a call that is not metered', { usage: sound().usage.slice(2) }, /metered: not at all/],
  [
    'seconds that are not those of the call',
    { calls: call ? [{ ...call, duration_ms: 90_000 }] : [] },
    /call_1 is ended after 90000 ms and metered: call_seconds 61/,
  ],
  [
    'an end that was taken and forgotten',
    { calls: [] },
    /the end of call call_1 was taken, and it is unknown/,
  ],
  [
    'an invoice that says less than was used',
    { invoices: sound().invoices.map((invoice) => ({ ...invoice, seconds: 60 })) },
    /i1 \(draft\) says 60 s, used were 66 s/,
  ],
  ['an invoice that was paid twice', { paidAtProvider: ['i2', 'i2'] }, /paid 2 times there/],
  [
    'a job that was given up',
    { givenUp: [{ id: 'j', kind: 'appointment.export', state: 'failed', last_error: 'no' }] },
    /appointment.export j is failed/,
  ],
  ['deliveries nobody worked on', { unprocessed: 2 }, /2 deliveries/],
  ['events nobody can read', { unstamped: 1 }, /1 events/],
])('%s is found', (_what, planted, expected) => {
  const all = found({ ...sound(), ...planted })
  expect(all.join('\n')).toMatch(expected)
})

test('a cancelled appointment need not stand, and must not', () => {
  const evidence = sound()
  evidence.entries.calcom.push('Otto')
  expect(found(evidence)).toEqual(['Otto: 0 here, 1 at calcom'])
})

test('whoever was told no, last, and stands all the same, was told an untruth', () => {
  const evidence = sound()
  evidence.witness.told.splice(0, 1, told({ says: 'refused', appointmentId: undefined }))
  expect(found(evidence)).toEqual(['Erika was told "no", and an appointment stands'])
  evidence.appointments = appointment ? [{ ...appointment, status: 'cancelled' }] : []
  evidence.entries = { calcom: [], google_calendar: [] }
  expect(found(evidence)).toEqual([])
})

test.each<[string, Partial<Told>, RegExp]>([
  ['late', { took: 2_600 }, /answered after 2600 ms/],
  ['an error', { status: 503, retryAfter: '1' }, /the agent was answered 503/],
  ['an error that does not say when to come again', { by: 'api', status: 500 }, /500 without Retry-After/],
  ['speechless', { speechless: true }, /nothing to say/],
  ['none', { status: undefined, says: 'unsure' }, /no answer/],
])('an answer that is %s is found', (_what, answer, expected) => {
  const evidence = sound()
  evidence.witness.hear(told(answer))
  expect(found(evidence).join('\n')).toMatch(expected)
})

test('only where the row says so may a caller be left without an answer', () => {
  const evidence = sound()
  evidence.witness.hear(told({ status: undefined, says: 'unsure' }))
  expect(found(evidence, { unanswered: true })).toEqual([])
})

test('limits of time are stretched on a machine that others keep busy, and only those', () => {
  const evidence = sound()
  evidence.witness.hear(told({ took: 4_000 }))
  evidence.unstamped = 1
  const seen = { longestWait: 100_000, slowness: 1 }
  expect(brokenPromises(evidence, {}, seen)).toHaveLength(3)
  expect(brokenPromises(evidence, {}, { ...seen, slowness: 2 })).toEqual(['1 events can be read by nobody'])
})
