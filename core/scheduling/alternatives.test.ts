import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { alternatives, alternativesRange } from './alternatives.ts'
import { slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { arbitraryRequest } from './testing/arbitrary-request.ts'
import { at, CUT, everyDay, read, sampleRequest, staff } from './testing/sample-request.ts'

const ALL_WEEK = { from: at('2027-03-01T00:00'), to: at('2027-03-08T00:00') }
const EVERY_15 = { ...CUT, grid: { policy: 'window', minutes: 15 } as const }

function offered(request: AvailabilityRequest, wanted: string, max?: number): string[] {
  return alternatives(request, at(wanted), max).map(({ start }) => read(start))
}

function openAt(...starts: string[]): AvailabilityRequest {
  const overrides = starts
    .map((start) => start.slice(0, 10))
    .map((date) => ({
      date,
      windows: starts
        .filter((start) => start.startsWith(date))
        .map((start) => Number(start.slice(11, 13)) * 60 + Number(start.slice(14)))
        .map((minute) => ({ start: minute, end: minute + 30 })),
    }))
  return sampleRequest({ ...ALL_WEEK, resources: [staff('anna', { hours: {}, overrides })] })
}

test('every alternative can be booked as it stands, none is the wanted start, and none comes twice', () => {
  fc.assert(
    fc.property(arbitraryRequest, fc.nat({ max: 1440 }), (request, minutes) => {
      const wanted = request.from + minutes
      const others = alternatives(request, wanted)
      expect(others.length).toBeLessThanOrEqual(3)
      expect(new Set(others.map(({ start }) => start)).size).toBe(others.length)
      for (const slot of others) {
        expect(slot.start).not.toBe(wanted)
        expect(slotAt(request, slot.start)).toEqual(slot)
      }
    }),
    { numRuns: 150 },
  )
})

describe('the order', () => {
  test('off the grid, the starts before and after it are offered', () => {
    expect(offered(openAt('2027-03-01T14:00', '2027-03-01T14:30'), '2027-03-01T14:15')).toEqual([
      '2027-03-01T14:30',
      '2027-03-01T14:00',
    ])
  })

  test('in the morning the earlier one of two equally near comes first', () => {
    expect(offered(openAt('2027-03-01T09:00', '2027-03-01T10:00'), '2027-03-01T09:30')).toEqual([
      '2027-03-01T09:00',
      '2027-03-01T10:00',
    ])
  })

  test('the wanted date first and nearest first, then the next date at the same time', () => {
    const busy = [{ start: at('2027-03-01T14:00'), end: at('2027-03-01T15:00') }]
    const resources = [staff('anna', { hours: everyDay([9, 18]), busy })]
    expect(offered(sampleRequest({ ...ALL_WEEK, service: EVERY_15, resources }), '2027-03-01T14:15')).toEqual(
      ['2027-03-01T15:00', '2027-03-01T13:30', '2027-03-02T14:15'],
    )
  })

  test('what is offered is spread, unless there is nothing else', () => {
    const resources = [
      staff('anna', {
        hours: everyDay([9, 10.5]),
        busy: [{ start: at('2027-03-01T09:00'), end: at('2027-03-01T09:30') }],
      }),
    ]
    const oneDay = sampleRequest({ service: EVERY_15, resources })
    expect(offered(oneDay, '2027-03-01T09:00')).toEqual([
      '2027-03-01T09:30',
      '2027-03-01T09:45',
      '2027-03-01T10:00',
    ])
    expect(offered({ ...oneDay, ...ALL_WEEK }, '2027-03-01T09:00')).toEqual([
      '2027-03-01T09:30',
      '2027-03-01T10:00',
      '2027-03-02T09:00',
    ])
  })

  test('of the wanted date one far off is offered if none is near, then one on each following date', () => {
    const request = openAt(
      '2027-03-01T18:00',
      '2027-03-01T19:00',
      '2027-03-02T10:00',
      '2027-03-02T11:00',
      '2027-03-04T16:00',
    )
    expect(offered(request, '2027-03-01T10:30')).toEqual([
      '2027-03-01T18:00',
      '2027-03-02T10:00',
      '2027-03-04T16:00',
    ])
  })

  test('a date before the wanted one is the last resort, the nearest of them first', () => {
    const request = openAt('2027-03-02T10:00', '2027-03-03T10:00', '2027-03-06T10:00')
    expect(offered(request, '2027-03-04T10:00')).toEqual([
      '2027-03-06T10:00',
      '2027-03-03T10:00',
      '2027-03-02T10:00',
    ])
  })

  test('no more are offered than asked for', () => {
    const request = openAt('2027-03-01T10:00', '2027-03-01T11:00', '2027-03-02T10:00')
    expect(offered(request, '2027-03-01T10:30', 1)).toEqual(['2027-03-01T10:00'])
    expect(offered(request, '2027-03-01T10:30', 0)).toEqual([])
  })

  test('same time means the same reading of the clock, also after it was changed', () => {
    const resources = [
      staff('anna', { hours: everyDay([9, 18]), overrides: [{ date: '2027-03-27', windows: [] }] }),
    ]
    const range = { from: at('2027-03-27T00:00'), to: at('2027-03-30T00:00') }
    expect(offered(sampleRequest({ ...range, resources }), '2027-03-27T14:00', 2)).toEqual([
      '2027-03-28T14:00',
      '2027-03-29T14:00',
    ])
  })
})

test('the wanted date is one of the calendar there: half an hour past midnight is another', () => {
  const request = openAt('2027-03-01T21:00', '2027-03-02T00:15')
  expect(offered(request, '2027-03-01T23:45')).toEqual(['2027-03-01T21:00', '2027-03-02T00:15'])
})

describe('the range to look in', () => {
  const asked = { ...sampleRequest(), now: at('2027-03-01T08:00') }
  const range = (wanted: string) => {
    const { start, end } = alternativesRange(asked, at(wanted))
    return `${read(start)} to ${read(end)}`
  }

  test('is the wanted date and two weeks on', () => {
    expect(range('2027-03-10T15:00')).toBe('2027-03-10T00:00 to 2027-03-25T00:00')
  })

  test('begins today when the wanted time is past', () => {
    expect(range('2027-02-10T15:00')).toBe('2027-03-01T00:00 to 2027-03-16T00:00')
  })

  test('is the last two weeks before the horizon when the wanted time lies beyond it', () => {
    expect(range('2027-11-07T15:00')).toBe('2027-04-16T00:00 to 2027-05-01T00:00')
  })
})
