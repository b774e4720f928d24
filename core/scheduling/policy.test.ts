import { expect, test } from '@jest/globals'
import { Temporal } from 'temporal-polyfill'
import { type ChangeFacts, changeTerms, dueFee } from './change-terms.ts'
import { type ChangeRules, type Policy, type PolicySubject, resolveRules } from './policy.ts'
import { calendarPeriod } from './read-terms.ts'

const HOUR = 3_600_000
const start = Date.parse('2027-03-02T10:00:00+01:00')
const client: PolicySubject = { kind: 'client' }
const service: PolicySubject = { kind: 'service', id: 's' }
const staff: PolicySubject = { kind: 'resource', id: 'r' }
const saying = (subject: PolicySubject, cancel: ChangeRules): Policy => ({ subject, rules: { cancel } })

test('field by field the nearest one counts that says something, and null says that there is no limit', () => {
  const policies = [
    saying(staff, { quota: null }),
    saying(service, { noticeMinutes: 60, quota: { count: 1, per: 'year' } }),
    saying(client, { noticeMinutes: 1440, fee: { amountMinor: 500, withinMinutes: 2880 } }),
  ]
  expect(resolveRules(policies, 'cancel')).toEqual({
    noticeMinutes: { value: 60, from: service },
    quota: { value: null, from: staff },
    fee: { value: { amountMinor: 500, withinMinutes: 2880 }, from: client },
  })
  const silent = { value: null, from: null }
  expect(resolveRules(policies, 'reschedule')).toEqual({ noticeMinutes: silent, quota: silent, fee: silent })
})

const terms = (cancel: ChangeRules, facts: Partial<ChangeFacts> = {}) =>
  changeTerms('cancel', resolveRules([saying(client, cancel)], 'cancel'), {
    appointment: { status: 'confirmed', start },
    used: 0,
    currency: 'EUR',
    price: null,
    at: start - 24 * HOUR,
    ...facts,
  })

test.each([
  ['exactly the notice away', 1440, 0, null],
  ['a millisecond later', 1440, 1, { code: 'cancel_too_late', deadline: start - 24 * HOUR }],
  ['without a notice, long after the start', null, 48 * HOUR, null],
  [
    'with a notice of nothing, after the start',
    0,
    24 * HOUR + 1,
    { code: 'cancel_too_late', deadline: start },
  ],
])('notice is inclusive: %s', (_name, noticeMinutes, later, refusal) => {
  const found = terms({ noticeMinutes }, { at: start - 24 * HOUR + later })
  expect(found.refusal).toEqual(refusal)
  expect(found.deadline).toBe(noticeMinutes === null ? null : start - noticeMinutes * 60_000)
})

test.each([
  [2, 1, false],
  [2, 2, true],
  [0, 0, true],
])('of a quota of %d, %d used up', (count, used, reached) => {
  const { refusal } = terms({ quota: { count, per: 'month' } }, { used })
  expect(refusal?.code).toBe(reached ? 'quota_reached' : undefined)
})

const PRICE = { amount: 4_990, currency: 'EUR' }

test.each([
  ['an amount', { amountMinor: 500, withinMinutes: 1440 }, 0, {}],
  ['an amount', { amountMinor: 500, withinMinutes: 1440 }, 1, { fee_minor: 500, currency: 'EUR' }],
  [
    'a share',
    { percent: 25, withinMinutes: 1440 },
    1,
    { fee_minor: 1_248, currency: 'EUR', fee_percent: 25 },
  ],
])('a fee of %s %j is due later than its deadline: %d ms', (_name, fee, later, written) => {
  const found = terms({ fee }, { at: start - 24 * HOUR + later, price: PRICE })
  expect(dueFee(found)).toEqual(written)
})

test('a share of a price that nobody knows is written as such', () => {
  const found = terms({ fee: { percent: 50, withinMinutes: 2880 } })
  expect(found.fee).toMatchObject({ due: true, amount: null, percent: 50 })
  expect(dueFee(found)).toEqual({ fee_minor: null, currency: null, fee_percent: 50 })
})

test.each(['held', 'cancelled', 'completed', 'expired', 'no_show', 'declined'] as const)(
  'what is %s is nothing to change',
  (status) => {
    expect(terms({}, { appointment: { status, start } }).changeable).toBe(false)
  },
)

test.each([
  ['month', '2027-03-28T12:00', '2027-03-01T00:00', '2027-04-01T00:00'],
  ['month', '2027-12-31T23:59', '2027-12-01T00:00', '2028-01-01T00:00'],
  ['year', '2027-01-01T00:00', '2027-01-01T00:00', '2028-01-01T00:00'],
] as const)('a calendar %s of %s is that of the location', (per, at, from, to) => {
  const berlin = (text: string) =>
    Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').epochMilliseconds
  expect(calendarPeriod(berlin(at), per, 'Europe/Berlin')).toEqual({ from: berlin(from), to: berlin(to) })
})
