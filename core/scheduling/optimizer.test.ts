import { describe, expect, test } from '@jest/globals'
import type { Candidate, Run } from './candidate.ts'
import { bestOffer, type Offer } from './optimizer.ts'
import { zoneOffsets } from './zone-offsets.ts'

function offer(resourceId: string, run: Partial<Run> = {}, more: Partial<Candidate> = {}): Offer {
  const clock = zoneOffsets('UTC')
  const candidate = { kind: 'staff' as const, resourceId, seat: 1, wished: false, clock, runs: [], ...more }
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
