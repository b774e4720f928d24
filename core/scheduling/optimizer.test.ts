import { describe, expect, test } from '@jest/globals'
import type { Candidate } from './candidate.ts'
import type { Run } from './free-runs.ts'
import { bestOffer, type Offer, reasonFor } from './optimizer.ts'
import type { Standing } from './standing.ts'
import { zoneOffsets } from './zone-offsets.ts'

const ORDINARY: Standing = {
  policy: 'fewest_gaps',
  wished: false,
  named: false,
  lastTime: false,
  priority: 0,
  share: 0,
}

function offer(resourceId: string, run: Partial<Run> = {}, more: Partial<Candidate> = {}): Offer {
  const clock = zoneOffsets('UTC')
  const who = { kind: 'staff' as const, resourceId, seat: 1, clock, runs: [] }
  const candidate = { ...who, ...ORDINARY, ...more }
  return { candidate, run: { start: 0, end: 200, opening: 0, load: 0, ...run } }
}

const chosen = (...offers: Offer[]): string | undefined => bestOffer(offers, 100)?.candidate.resourceId

describe('who gets an appointment that several could take', () => {
  test('the one wished for, however badly it fits', () => {
    expect(
      chosen(offer('anna', { start: 100, end: 101 }), offer('bob', { load: 400 }, { wished: true })),
    ).toBe('bob')
  })

  test('whoever has a gap of exactly that size, before whoever has it flush on one side, before the rest', () => {
    const exact = offer('zoe', { start: 100, end: 101, load: 400 })
    const flush = offer('yve', { start: 100, load: 300 })
    const flushAtTheEnd = offer('tom', { end: 101, load: 310 })
    const loose = offer('anna')
    expect(chosen(loose, flush, exact)).toBe('zoe')
    expect(chosen(loose, flushAtTheEnd, flush)).toBe('yve')
    expect(chosen(loose, flushAtTheEnd)).toBe('tom')
  })

  test('whoever has least to do, where it fits equally well', () => {
    expect(chosen(offer('anna', { load: 60 }), offer('bob', { load: 30 }))).toBe('bob')
  })

  test('the first by id and then by seat, in whatever order they are given', () => {
    const seats = [
      offer('bob', {}, { seat: 1 }),
      offer('anna', {}, { seat: 2 }),
      offer('anna', {}, { seat: 1 }),
    ]
    for (const order of [seats, seats.toReversed()]) {
      const { resourceId, seat } = bestOffer(order, 100)?.candidate ?? {}
      expect([resourceId, seat]).toEqual(['anna', 1])
    }
  })

  test('nobody, where nobody offers', () => {
    expect(chosen()).toBeUndefined()
  })
})

describe('by the policy of the service', () => {
  const policy =
    (name: Standing['policy']) =>
    (id: string, run: Partial<Run>, more: Partial<Candidate> = {}) =>
      offer(id, run, { policy: name, ...more })

  test('least_busy takes whoever has least to do in that window, however badly it fits', () => {
    const of = policy('least_busy')
    expect(chosen(of('anna', { start: 100, end: 101, load: 60 }), of('bob', { load: 30 }))).toBe('bob')
    expect(chosen(of('anna', { load: 30 }), of('bob', { start: 100, end: 101, load: 30 }))).toBe('bob')
  })

  test('round_robin takes whoever got least, by id where that is the same, whatever the day looks like', () => {
    const of = policy('round_robin')
    expect(
      chosen(of('anna', { start: 100, end: 101 }, { share: 2 }), of('bob', { load: 400 }, { share: 1 })),
    ).toBe('bob')
    expect(chosen(of('bob', { start: 100, end: 101 }), of('anna', { load: 400 }))).toBe('anna')
  })

  test('same_as_last_time takes whoever served the customer, before any priority; else the least busy', () => {
    const of = policy('same_as_last_time')
    const bob = of('bob', { load: 400 }, { lastTime: true })
    expect(chosen(of('anna', {}, { priority: 9 }), bob)).toBe('bob')
    expect(chosen(of('anna', { load: 60 }), of('bob', { load: 30 }))).toBe('bob')
  })

  test('a wish comes before every policy, and priority before what the policy says', () => {
    const of = policy('round_robin')
    expect(chosen(of('anna', {}, { priority: 9 }), of('bob', {}, { share: 9, wished: true }))).toBe('bob')
    expect(chosen(of('anna', {}), of('bob', {}, { share: 9, priority: 1 }))).toBe('bob')
  })
})

describe('why', () => {
  const why = (...offers: Offer[]) => {
    const best = bestOffer(offers, 100)
    return best && reasonFor(best, offers)
  }

  test.each<[because: string, offers: Offer[]]>([
    ['wished', [offer('anna', {}, { wished: true }), offer('bob')]],
    ['wished', [offer('anna', {}, { named: true })]],
    [
      'same_as_last_time',
      [offer('anna', {}, { policy: 'same_as_last_time', lastTime: true, priority: 1 }), offer('bob')],
    ],
    ['least_busy', [offer('anna', {}, { policy: 'same_as_last_time' })]],
    ['priority', [offer('anna', {}, { priority: 1 }), offer('bob')]],
    ['fewest_gaps', [offer('anna', {}, { priority: 1 }), offer('bob', {}, { priority: 1 }), offer('cleo')]],
    ['fewest_gaps', [offer('anna', {}, { priority: 1 })]],
    ['round_robin', [offer('anna', {}, { policy: 'round_robin' })]],
    ['least_busy', [offer('anna', {}, { policy: 'least_busy' })]],
  ])('%s (case %#)', (because, offers) => {
    expect(why(...offers)).toBe(because)
    expect(why(...offers.toReversed())).toBe(because)
  })
})
