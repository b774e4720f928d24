import { expect, test } from '@jest/globals'
import { kindsOf, type Service, serviceMinutes, serviceProblems } from './service.ts'
import { CUT } from './testing/sample-request.ts'

const COLOURING: Service = {
  ...CUT,
  segments: [
    { minutes: 30, needs: ['staff', 'room'] },
    { minutes: 25, needs: [] },
    { minutes: 20, needs: ['staff'] },
  ],
}

test('a service lasts as long as its segments, waiting included, and names each kind once', () => {
  expect(serviceMinutes(COLOURING)).toBe(75)
  expect(kindsOf(COLOURING)).toEqual(['staff', 'room'])
})

test('a colouring with waiting in the middle can be scheduled', () => {
  expect(serviceProblems(COLOURING)).toEqual([])
})

test.each<[why: string, change: Partial<Service>, problem: object]>([
  ['without segments', { segments: [] }, { code: 'no_segments' }],
  ['that begins with waiting', { segments: [{ minutes: 5, needs: [] }] }, { code: 'starts_with_waiting' }],
  [
    'that needs the same kind twice at once',
    { segments: [{ minutes: 5, needs: ['staff', 'staff'] }] },
    { code: 'kind_twice', segment: 0 },
  ],
  [
    'with an empty segment',
    { segments: [{ minutes: 0, needs: ['staff'] }] },
    { code: 'not_whole_minutes', field: 'segments.0.minutes' },
  ],
  ['with half a minute of buffer', { bufferAfter: 0.5 }, { code: 'not_whole_minutes', field: 'bufferAfter' }],
  ['with a negative buffer', { bufferBefore: -5 }, { code: 'not_whole_minutes', field: 'bufferBefore' }],
  [
    'with a grid that stands still',
    { grid: { policy: 'window', minutes: 0 } },
    { code: 'not_whole_minutes', field: 'grid.minutes' },
  ],
  ['with a negative notice', { noticeMinutes: -1 }, { code: 'not_whole_minutes', field: 'noticeMinutes' }],
  [
    'of several segments that has several lengths',
    { segments: [...CUT.segments, ...CUT.segments], durations: [{ minutes: 45, priceMinor: null }] },
    { code: 'durations_of_segments' },
  ],
  [
    'with a length that is its own',
    { durations: [{ minutes: 30, priceMinor: 100 }] },
    { code: 'duration_twice', minutes: 30 },
  ],
  [
    'with half a minute of a length',
    { durations: [{ minutes: 45.5, priceMinor: null }] },
    { code: 'not_whole_minutes', field: 'durations.0.minutes' },
  ],
  [
    'with two buffers of one kind',
    {
      buffers: [
        { kind: 'room', before: 0, after: 5 },
        { kind: 'room', before: 5, after: 0 },
      ],
    },
    { code: 'buffers_twice', kind: 'room' },
  ],
  [
    'with a negative buffer of a kind',
    { buffers: [{ kind: 'room', before: 0, after: -5 }] },
    { code: 'not_whole_minutes', field: 'buffers.0.after' },
  ],
  [
    'with no business day',
    { bookingWindow: { kind: 'business_days', days: 0 } },
    { code: 'not_whole_minutes', field: 'bookingWindow.days' },
  ],
  [
    'with a window that ends before it begins',
    { bookingWindow: { kind: 'fixed', from: '2027-03-02', to: '2027-03-01' } },
    { code: 'dates_reversed', field: 'bookingWindow.to' },
  ],
  [
    'whose last date lies before its first',
    { activeFrom: '2027-03-02', activeUntil: '2027-03-01' },
    { code: 'dates_reversed', field: 'activeUntil' },
  ],
  ['without a horizon', { horizonDays: Number.NaN }, { code: 'not_whole_minutes', field: 'horizonDays' }],
])('a service %s is refused', (_why, change, problem) => {
  expect(serviceProblems({ ...CUT, ...change })).toEqual([problem])
})
