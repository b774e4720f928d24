import { describe, expect, test } from '@jest/globals'
import { findSlots, slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import type { Service } from './service.ts'
import { at, CUT, everyDay, read, sampleRequest, staff, taken } from './testing/sample-request.ts'

const NINE = at('2027-03-01T09:00')
const clock = (hours: number, minutes = 0): number => NINE + (hours - 9) * 60 + minutes

function startsOf(request: AvailabilityRequest): string {
  const starts = findSlots(request).slots.map(({ start }) => read(start).slice(11))
  return starts.join(' ')
}

const withService = (
  change: Partial<Service>,
  more: Partial<AvailabilityRequest> = {},
): AvailabilityRequest => sampleRequest({ service: { ...CUT, ...change }, ...more })

describe('hours', () => {
  test('slots fill the hours on the grid, and the last one ends at closing time', () => {
    expect(startsOf(sampleRequest())).toBe('09:00 09:30 10:00 10:30 11:00 11:30')
    expect(findSlots(sampleRequest()).slots.at(-1)?.end).toBe(clock(12))
  })

  test('a member of staff works only while the location is open', () => {
    const location = { id: 'salon', zone: 'Europe/Berlin', hours: everyDay([10, 11]) }
    expect(startsOf(sampleRequest({ location }))).toBe('10:00 10:30')
  })

  test('without hours of their own they work whenever the location is open', () => {
    const location = { id: 'salon', zone: 'Europe/Berlin', hours: everyDay([10, 11]) }
    expect(startsOf(sampleRequest({ location, resources: [staff('anna', { hours: null })] }))).toBe(
      '10:00 10:30',
    )
  })

  test("the location's holiday closes it for everybody", () => {
    const location = {
      id: 'salon',
      zone: 'Europe/Berlin',
      hours: everyDay([9, 18]),
      holidays: ['2027-03-01'],
    }
    expect(startsOf(sampleRequest({ location }))).toBe('')
  })

  describe('on a public holiday', () => {
    const location = {
      id: 'salon',
      zone: 'Europe/Berlin',
      hours: everyDay([9, 18]),
      holidays: ['2027-03-01'],
    }
    const own = (start: number, end: number) => [
      { date: '2027-03-01', windows: [{ start: start * 60, end: end * 60 }] },
    ]

    test('whoever has hours for that date works within the usual opening hours, and nobody else', () => {
      const anna = staff('anna', { overrides: own(8, 10) })
      const request = sampleRequest({ location, resources: [anna, staff('bob', { hours: null })] })
      expect(startsOf(request)).toBe('09:00 09:30')
      expect(startsOf({ ...request, onlyResourceIds: ['bob'] })).toBe('')
    })

    test('a day off on it is no hours', () => {
      const overrides = [{ date: '2027-03-01', windows: [] }]
      expect(startsOf(sampleRequest({ location, resources: [staff('anna', { overrides })] }))).toBe('')
    })

    test('rooms are there whenever one of the staff is', () => {
      const segments = [{ minutes: 30, needs: ['staff', 'room'] as const }]
      const room = staff('room', { kind: 'room', hours: null })
      const working = staff('anna', { overrides: own(11, 12) })
      const request = withService({ segments }, { location, resources: [working, room] })
      expect(startsOf(request)).toBe('11:00 11:30')
      expect(startsOf({ ...request, resources: [staff('anna'), room] })).toBe('')
    })

    test('hours of the location for that date come before it', () => {
      const opened = { ...location, overrides: own(10, 11) }
      expect(startsOf(sampleRequest({ location: opened }))).toBe('10:00 10:30')
    })
  })

  describe('during a break', () => {
    const anna = staff('anna', { breaks: everyDay([9.75, 10.5]) })

    test('nothing is offered, and after it starts go on in the rhythm of the day’s opening', () => {
      expect(startsOf(sampleRequest({ resources: [anna] }))).toBe('09:00 10:30 11:00 11:30')
      const grid = { policy: 'window', minutes: 40 } as const
      expect(startsOf(withService({ grid }, { resources: [anna] }))).toBe('09:00 11:00')
    })

    test('a grid that begins with free time begins anew behind it', () => {
      const grid = { policy: 'free_start', minutes: 40 } as const
      expect(startsOf(withService({ grid }, { resources: [anna] }))).toBe('09:00 10:30 11:10')
    })

    test('of the location nobody is served, whatever their own hours', () => {
      const location = {
        id: 'salon',
        zone: 'Europe/Berlin',
        hours: everyDay([9, 12]),
        breaks: everyDay([10, 11]),
      }
      const resources = [staff('anna'), staff('bob', { hours: null })]
      expect(startsOf(sampleRequest({ location, resources }))).toBe('09:00 09:30 11:00 11:30')
    })

    test('of the location the grid of staff with hours of their own goes on as well', () => {
      const location = {
        id: 'salon',
        zone: 'Europe/Berlin',
        hours: everyDay([9, 12]),
        breaks: everyDay([10, 10.75]),
      }
      const grid = { policy: 'window', minutes: 40 } as const
      expect(startsOf(withService({ grid }, { location }))).toBe('09:00 11:00')
    })

    test('of theirs somebody may wait for them', () => {
      const segments = [
        { minutes: 15, needs: ['staff'] as const },
        { minutes: 45, needs: [] },
        { minutes: 15, needs: ['staff'] as const },
      ]
      const grid = { policy: 'window', minutes: 15 } as const
      expect(startsOf(withService({ segments, grid }, { resources: [anna] }))).toBe('09:30 10:30 10:45')
    })

    test('a date with hours of its own has none', () => {
      const overrides = [{ date: '2027-03-01', windows: [{ start: 540, end: 660 }] }]
      const resources = [{ ...anna, overrides }]
      expect(startsOf(sampleRequest({ resources }))).toBe('09:00 09:30 10:00 10:30')
    })
  })

  test('a day off is the day off of that one person', () => {
    const overrides = [{ date: '2027-03-01', windows: [] }]
    const resources = [staff('anna', { overrides }), staff('bob', { hours: everyDay([10, 11]) })]
    expect(startsOf(sampleRequest({ resources }))).toBe('10:00 10:30')
  })

  test('an appointment may run over midnight where the next date opens at midnight', () => {
    const resources = [staff('anna', { hours: everyDay([23, 24], [0, 0.5]) })]
    const service = { ...CUT, segments: [{ minutes: 60, needs: ['staff'] as const }] }
    const range = { from: at('2027-03-01T12:00'), to: at('2027-03-02T12:00') }
    expect(startsOf(sampleRequest({ resources, service, ...range }))).toBe('23:00 23:30')
  })

  test('the buffers need not lie within the hours', () => {
    expect(startsOf(withService({ bufferBefore: 30, bufferAfter: 30 }))).toBe(
      '09:00 09:30 10:00 10:30 11:00 11:30',
    )
  })

  test('the asked range is half-open and counts starts', () => {
    const range = { from: clock(9, 30), to: clock(10, 30) }
    expect(startsOf(sampleRequest(range))).toBe('09:30 10:00')
    expect(startsOf(sampleRequest({ ...range, to: range.from }))).toBe('')
  })
})

describe('what is taken', () => {
  test('a 55 minute service is refused at 13:15 when something begins at 13:30', () => {
    const resources = [
      staff('anna', { hours: everyDay([13, 16]), busy: [{ start: clock(13, 30), end: clock(14, 25) }] }),
    ]
    const segments = [{ minutes: 55, needs: ['staff'] as const }]
    const request = withService({ segments, grid: { policy: 'window', minutes: 15 } }, { resources })
    expect(startsOf(request)).toBe('14:30 14:45 15:00')
  })

  test('a slot may touch what is before and after it', () => {
    const busy = [
      { start: clock(9), end: clock(9, 30) },
      { start: clock(10), end: clock(12) },
    ]
    expect(startsOf(sampleRequest({ resources: [staff('anna', { busy })] }))).toBe('09:30')
  })

  test('a start between two offered ones is not offered', () => {
    expect(slotAt(sampleRequest(), clock(9, 15))).toBeUndefined()
    expect(slotAt(sampleRequest(), clock(9, 30))?.start).toBe(clock(9, 30))
  })

  test('each seat is booked on its own, and an outside calendar blocks them all', () => {
    const occupied = [taken(clock(9), clock(12)), taken(clock(9), clock(10), { seat: 2 })]
    const busy = [{ start: clock(11), end: clock(12) }]
    const chair = staff('anna', { seats: 2, occupied, busy })
    expect(startsOf(sampleRequest({ resources: [chair] }))).toBe('10:00 10:30')
    expect(findSlots(sampleRequest({ resources: [chair] })).slots[0]?.resources).toEqual([
      { segment: 0, kind: 'staff', resourceId: 'anna', seat: 2 },
    ])
  })

  test('a live hold blocks and an expired one does not, from the very instant it ends', () => {
    const hold = (heldUntil: number) =>
      sampleRequest({
        now: clock(8),
        resources: [staff('anna', { occupied: [taken(clock(9), clock(11), { heldUntil })] })],
      })
    expect(startsOf(hold(clock(8, 0.5)))).toBe('11:00 11:30')
    expect(startsOf(hold(clock(8)))).toBe('09:00 09:30 10:00 10:30 11:00 11:30')
  })

  test("the caller's own hold and the appointment being moved are not in the way, others are", () => {
    const occupied = [
      taken(clock(9), clock(9, 30), { appointmentId: 'hold', heldUntil: clock(8) }),
      taken(clock(9, 30), clock(10), { appointmentId: 'moving' }),
      taken(clock(10), clock(12)),
    ]
    const resources = [staff('anna', { occupied })]
    expect(startsOf(sampleRequest({ resources, ownHoldIds: ['hold'], ignoreAppointmentId: 'moving' }))).toBe(
      '09:00 09:30',
    )
  })
})

describe('buffers', () => {
  const neighbour = [
    taken(clock(10), clock(10, 30)),
    taken(clock(9, 50), clock(10), { layer: 'buffer' }),
    taken(clock(10, 30), clock(10, 40), { layer: 'buffer' }),
  ]
  const resources = [staff('anna', { occupied: neighbour })]
  const every5 = { policy: 'window', minutes: 5 } as const
  const around = (change: Partial<Service>) => {
    const starts = startsOf(withService({ grid: every5, ...change }, { resources })).split(' ')
    return {
      last: starts.findLast((start) => start < '10:00'),
      first: starts.find((start) => start > '10:00'),
    }
  }

  test("a neighbour's buffer is kept even by a service without one", () => {
    expect(around({})).toEqual({ last: '09:20', first: '10:40' })
  })

  test('under max the larger of the two makes the gap, whichever it is', () => {
    expect(around({ bufferBefore: 5, bufferAfter: 5 })).toEqual({ last: '09:20', first: '10:40' })
    expect(around({ bufferBefore: 20, bufferAfter: 15 })).toEqual({ last: '09:15', first: '10:50' })
  })

  test('under additive the gap is their sum', () => {
    expect(around({ bufferBefore: 5, bufferAfter: 10, bufferPolicy: 'additive' })).toEqual({
      last: '09:10',
      first: '10:45',
    })
  })

  test('they are kept against outside calendars too', () => {
    const busy = [{ start: clock(10), end: clock(11) }]
    const request = withService(
      { bufferBefore: 5, bufferAfter: 10, grid: every5 },
      { resources: [staff('anna', { busy })] },
    )
    const starts = startsOf(request).split(' ')
    expect([starts.findLast((start) => start < '10:00'), starts.find((start) => start > '10:00')]).toEqual([
      '09:20',
      '11:05',
    ])
  })
})

describe('segments', () => {
  const perm: Service['segments'] = [
    { minutes: 30, needs: ['staff'] },
    { minutes: 30, needs: [] },
    { minutes: 30, needs: ['staff'] },
  ]
  const starts = (change: Parameters<typeof staff>[1]) =>
    startsOf(withService({ segments: perm }, { resources: [staff('anna', change)] }))

  test('while the customer waits the staff may be serving somebody else', () => {
    expect(starts({ occupied: [taken(clock(9, 30), clock(10))] })).toBe('09:00 10:00 10:30')
  })

  test('a short service fits into the waiting of another', () => {
    const occupied = [taken(clock(9), clock(10)), taken(clock(10, 30), clock(12))]
    expect(startsOf(sampleRequest({ resources: [staff('anna', { occupied })] }))).toBe('10:00')
  })

  test('no working stretch may lie on anything that is taken', () => {
    expect(starts({ busy: [{ start: clock(10), end: clock(12) }] })).toBe('')
  })

  test('the customer may wait through a break of the staff, but not past closing time', () => {
    expect(starts({ hours: everyDay([9, 9.5], [10, 10.5]) })).toBe('09:00')
    const location = { id: 'salon', zone: 'Europe/Berlin', hours: everyDay([9, 9.75], [10, 12]) }
    const resources = [staff('anna', { hours: everyDay([9, 9.5], [10, 10.5]) })]
    expect(startsOf(withService({ segments: perm }, { resources, location }))).toBe('')
  })

  test('whoever begins finishes: two who could only do half each offer nothing', () => {
    const resources = [
      staff('anna', { busy: [{ start: clock(10), end: clock(12) }] }),
      staff('bob', { busy: [{ start: clock(9), end: clock(10) }] }),
    ]
    expect(startsOf(withService({ segments: perm }, { resources, to: clock(9, 30) }))).toBe('')
  })

  test('a room is needed only in its own segment, and each segment names who works in it', () => {
    const segments: Service['segments'] = [
      { minutes: 30, needs: ['staff'] },
      { minutes: 30, needs: ['staff', 'room'] },
    ]
    const room = staff('wash', { kind: 'room', hours: null, busy: [{ start: clock(9), end: clock(10, 30) }] })
    const request = withService({ segments }, { resources: [staff('anna'), room] })
    expect(startsOf(request)).toBe('10:00 10:30 11:00')
    expect(findSlots(request).slots[0]?.resources).toEqual([
      { segment: 0, kind: 'staff', resourceId: 'anna', seat: 1 },
      { segment: 1, kind: 'staff', resourceId: 'anna', seat: 1 },
      { segment: 1, kind: 'room', resourceId: 'wash', seat: 1 },
    ])
  })

  test('where nobody of a needed kind is there nothing is offered', () => {
    expect(startsOf(withService({ segments: [{ minutes: 30, needs: ['staff', 'room'] }] }))).toBe('')
  })
})

describe('the grid', () => {
  const busy = [{ start: clock(9), end: clock(9, 50) }]
  const resources = [staff('anna', { busy, hours: everyDay([9, 12]) })]
  const on = (policy: Service['grid']['policy'], minutes: number) =>
    startsOf(withService({ grid: { policy, minutes } }, { resources }))

  test('window counts from the opening, whatever is booked', () => {
    expect(on('window', 30)).toBe('10:00 10:30 11:00 11:30')
  })

  test('free_start counts from the end of what is booked', () => {
    expect(on('free_start', 30)).toBe('09:50 10:20 10:50 11:20')
  })

  test('free_start_clock moves the first start on to a full step of the clock', () => {
    expect(on('free_start_clock', 45)).toBe('10:00 10:45 11:30')
    expect(on('free_start_clock', 20)).toBe('10:00 10:20 10:40 11:00 11:20')
  })

  test('window begins again with each window of the day', () => {
    const split = [staff('anna', { hours: everyDay([9, 10], [10.25, 11.5]) })]
    expect(startsOf(sampleRequest({ resources: split }))).toBe('09:00 09:30 10:15 10:45')
  })

  test('the full step is that of the local clock, also where it is a quarter off', () => {
    const zone = 'Asia/Kathmandu'
    const from = at('2027-03-01T09:10', zone)
    const request = sampleRequest({
      service: { ...CUT, grid: { policy: 'free_start_clock', minutes: 60 } },
      location: { id: 'salon', zone, hours: null },
      resources: [staff('anna', { busy: [{ start: from - 600, end: from }] })],
      from: from - 60,
      to: from + 180,
    })
    expect(findSlots(request).slots.map(({ start }) => read(start, zone))).toEqual([
      '2027-03-01T10:00',
      '2027-03-01T11:00',
    ])
  })
})

describe('notice and horizon', () => {
  test('a start exactly the notice away can be booked, a second less and it cannot', () => {
    const ask = (now: number) => slotAt(withService({ noticeMinutes: 60 }, { now }), clock(9))
    expect(ask(clock(8))?.start).toBe(clock(9))
    expect(ask(clock(8) + 1 / 60)).toBeUndefined()
  })

  test('the past is never offered', () => {
    expect(startsOf(sampleRequest({ now: clock(10, 10) }))).toBe('10:30 11:00 11:30')
  })

  test('the horizon is the same time of day that many dates ahead, and itself too far', () => {
    const ask = (now: string) => slotAt(withService({ horizonDays: 30 }, { now: at(now) }), clock(9))
    expect(ask('2027-01-30T09:00')).toBeUndefined()
    expect(ask('2027-01-30T09:01')?.start).toBe(clock(9))
  })

  test('it is counted in dates, so a missing hour on the way does not move it', () => {
    const request = (now: string) =>
      withService(
        { horizonDays: 1 },
        { now: at(now), from: at('2027-03-28T00:00'), to: at('2027-03-29T00:00') },
      )
    expect(startsOf(request('2027-03-27T10:00'))).toBe('09:00 09:30')
  })
})

describe('who', () => {
  const resources = [staff('anna', { busy: [{ start: clock(9), end: clock(10) }] }), staff('bob')]
  const whoAt = (start: number, more: Partial<AvailabilityRequest>) =>
    slotAt(sampleRequest({ resources, ...more }), start)?.resources[0]?.resourceId

  test('a wish is followed where it can be, and somebody else is offered where not', () => {
    expect(whoAt(clock(10), { resourceId: 'anna' })).toBe('anna')
    expect(whoAt(clock(9), { resourceId: 'anna' })).toBe('bob')
  })

  test('a condition is never given up', () => {
    expect(whoAt(clock(10), { onlyResourceIds: ['anna'] })).toBe('anna')
    expect(whoAt(clock(9), { onlyResourceIds: ['anna'] })).toBeUndefined()
    expect(whoAt(clock(10), { onlyResourceIds: ['somebody who left'] })).toBeUndefined()
  })

  test('a condition on the staff leaves the choice of the room open', () => {
    const rooms = [staff('r1', { kind: 'room', hours: null }), staff('r2', { kind: 'room', hours: null })]
    const segments = [{ minutes: 30, needs: ['staff', 'room'] as const }]
    const request = withService(
      { segments },
      { resources: [...resources, ...rooms], onlyResourceIds: ['bob'] },
    )
    expect(slotAt(request, clock(9))?.resources.map(({ resourceId }) => resourceId)).toEqual(['bob', 'r1'])
  })

  test('a resource is not offered while it is withheld', () => {
    const withheld = [{ start: clock(9), end: clock(11), code: 'limit_reached' as const }]
    expect(startsOf(sampleRequest({ resources: [staff('anna', { withheld })] }))).toBe('11:00 11:30')
  })

  test('a limit gives the first ones', () => {
    expect(startsOf(sampleRequest({ limit: 2 }))).toBe('09:00 09:30')
    expect(startsOf(sampleRequest({ limit: 0 }))).toBe('')
  })
})
