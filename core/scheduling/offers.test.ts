import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findSlots, slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { chooseOffers } from './offers.ts'
import { arbitraryRequest } from './testing/arbitrary-request.ts'
import { at, CUT, everyDay, read, sampleRequest, staff, taken } from './testing/sample-request.ts'
import type { Wish } from './wish.ts'

const HALF_HOURS = { ...CUT, grid: { policy: 'window', minutes: 30 } as const }
const MONDAY = { start: at('2027-03-01T00:00'), end: at('2027-03-02T00:00') }
const WEEK = { start: at('2027-03-01T00:00'), end: at('2027-03-08T00:00') }

const open = (from: number, to: number) => everyDay([from, to])
const block = (start: string, end: string, heldUntil: number | null = null) =>
  taken(at(start), at(end), { heldUntil })

function request(more: Partial<AvailabilityRequest> = {}): AvailabilityRequest {
  return sampleRequest({
    service: HALF_HOURS,
    resources: [staff('anna', { hours: open(9, 17) })],
    ...more,
  })
}

const wishOf = (asked: AvailabilityRequest, { from, minutes }: { from: number; minutes: number }): Wish => ({
  start: asked.from + from,
  end: asked.from + from + minutes,
})

const starts = (asked: AvailabilityRequest, wishes: readonly Wish[]): string[] =>
  chooseOffers(asked, wishes).offered.map(({ start }) => read(start))

const reasons = (asked: AvailabilityRequest, wishes: readonly Wish[]): unknown[] =>
  chooseOffers(asked, wishes).leftOut.map(({ reason }) => reason)

const arbitrarySpan = fc.record({
  from: fc.nat({ max: 10_000 }),
  minutes: fc.integer({ min: 1, max: 4_000 }),
})

test('every offer can be booked as it stands, lies within a wish, and none comes twice', () => {
  fc.assert(
    fc.property(arbitraryRequest, fc.array(arbitrarySpan, { minLength: 1, maxLength: 3 }), (any, spans) => {
      const wishes = spans.map((span) => wishOf(any, span))
      const { offered } = chooseOffers(any, wishes)
      expect(offered.length).toBeLessThanOrEqual(3)
      expect(new Set(offered.map(({ start }) => start)).size).toBe(offered.length)
      for (const { lost: _lost, ...slot } of offered) {
        expect(wishes.some(({ start, end }) => start <= slot.start && slot.start < end)).toBe(true)
        expect(slotAt(any, slot.start)).toEqual(slot)
      }
    }),
    { numRuns: 150 },
  )
})

test('whatever is free is offered or counted, and where nothing is there is a reason', () => {
  fc.assert(
    fc.property(arbitraryRequest, arbitrarySpan, (asked, span) => {
      const any = { ...asked, resourceId: undefined }
      const wish = wishOf(any, span)
      const { offered, leftOut } = chooseOffers(any, [wish])
      const free = findSlots({ ...any, from: wish.start, to: wish.end, limit: undefined }).slots.length
      const [told] = leftOut
      if (free === 0) return expect(told?.reason.code).not.toBe('more_free')
      expect(offered.length).toBe(Math.min(3, free))
      expect(told?.reason).toEqual(free > 3 ? { code: 'more_free', times: free - 3 } : undefined)
    }),
    { numRuns: 150 },
  )
})

describe('the choice', () => {
  test('of one day: the first, the last and the middle', () => {
    expect(starts(request(), [MONDAY])).toEqual(['2027-03-01T09:00', '2027-03-01T12:30', '2027-03-01T16:30'])
  })

  test('of a week: soon, and then days and times of day apart, but no later than needed', () => {
    expect(starts(request(), [WEEK])).toEqual(['2027-03-01T09:00', '2027-03-03T16:30', '2027-03-05T12:30'])
  })

  test('of a night in which an hour comes twice: from both', () => {
    const now = at('2027-10-30T18:00')
    const asked = request({ now, resources: [staff('anna', { hours: open(1, 4) })] })
    const night = { start: Date.UTC(2027, 9, 31, 0) / 60_000, end: Date.UTC(2027, 9, 31, 2) / 60_000 }
    const { offered } = chooseOffers(asked, [night])
    expect(offered.map(({ start }) => new Date(start * 60_000).toISOString().slice(11, 16))).toEqual([
      '00:00',
      '00:30',
      '01:30',
    ])
  })

  test('of several wishes: one of each first', () => {
    const late = {
      start: at('2027-03-04T00:00'),
      end: at('2027-03-05T00:00'),
      daily: { start: 900, end: 1020 },
    }
    const early = {
      start: at('2027-03-02T00:00'),
      end: at('2027-03-03T00:00'),
      daily: { start: 540, end: 660 },
    }
    expect(starts(request(), [late, early])).toEqual([
      '2027-03-02T09:00',
      '2027-03-02T10:30',
      '2027-03-04T15:00',
    ])
  })

  test('a wish that cannot be had leaves its place to the others, and says why', () => {
    const closed = { start: at('2027-03-01T18:00'), end: at('2027-03-01T22:00') }
    const answer = chooseOffers(request(), [closed, MONDAY])
    expect(answer.offered).toHaveLength(3)
    expect(answer.leftOut).toEqual([
      { ...closed, reason: { code: 'outside_hours' } },
      { ...MONDAY, reason: { code: 'more_free', times: 13 } },
    ])
  })

  test('a time that leaves an unusable gap is passed over for one close by', () => {
    const service = { ...HALF_HOURS, grid: { policy: 'window', minutes: 10 } as const }
    const occupied = [block('2027-03-01T09:00', '2027-03-01T09:40')]
    const resources = [staff('anna', { hours: open(9, 17), occupied })]
    const morning = { start: at('2027-03-01T09:45'), end: at('2027-03-01T11:00') }
    // 9:50 would leave ten minutes behind the first appointment, 10:10 half an hour.
    expect(starts(request({ service, resources }), [morning])[0]).toBe('2027-03-01T10:10')
  })

  test('where the one wished for is free at all, only their times are offered', () => {
    const resources = [staff('anna', { hours: open(9, 17) }), staff('berta', { hours: open(15, 17) })]
    const asked = request({ resources, resourceId: 'berta' })
    expect(starts(asked, [MONDAY])[0]).toBe('2027-03-01T15:00')
    const closed = request({ resources: [staff('anna', { hours: open(9, 17) })], resourceId: 'berta' })
    expect(starts(closed, [MONDAY])[0]).toBe('2027-03-01T09:00')
  })
})

describe('what was left out', () => {
  const full = (heldUntil: number | null = null) => {
    const occupied = [block('2027-03-01T09:00', '2027-03-01T17:00', heldUntil)]
    return request({ resources: [staff('anna', { hours: open(9, 17), occupied })] })
  }

  test.each([
    ['everything is booked', full(), { code: 'slot_taken' }],
    [
      'everything is held',
      full(at('2027-03-01T08:00') + 5),
      { code: 'held_until', until: at('2027-03-01T08:00') + 5 },
    ],
    [
      'it is too far ahead',
      request({ service: { ...HALF_HOURS, horizonDays: 1 }, now: at('2027-02-20T08:00') }),
      { code: 'too_far', before: at('2027-02-21T08:00') },
    ],
    [
      'it is too soon',
      request({ service: { ...HALF_HOURS, noticeMinutes: 3 * 1440 }, now: at('2027-02-28T08:00') }),
      { code: 'too_soon', earliest: at('2027-03-03T08:00') },
    ],
  ])('%s', (_what, asked, reason) => {
    expect(reasons(asked, [MONDAY])).toEqual([reason])
  })
})
