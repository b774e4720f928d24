import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { slotAt } from './availability.ts'
import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import { explainStart } from './start-explanation.ts'
import { arbitraryRequest } from './testing/arbitrary-request.ts'
import { at, CUT, everyDay, sampleRequest, staff, taken } from './testing/sample-request.ts'

const TEN = at('2027-03-01T10:00')
const inAnHour = { start: TEN + 60, end: TEN + 90 }

const reasonsOf = (
  anna: Partial<BookableResource>,
  more: Partial<AvailabilityRequest> = {},
  start = TEN,
): unknown => {
  const request = sampleRequest({ resources: [staff('anna', anna)], ...more })
  return explainStart(request, start).resources[0]?.reasons
}

test('a start that is offered has no reason against it', () => {
  expect(explainStart(sampleRequest(), TEN)).toEqual({
    offered: true,
    reach: undefined,
    missing: [],
    unable: undefined,
    resources: [{ resourceId: 'anna', kind: 'staff', reasons: [] }],
  })
})

test('notice and horizon keep everybody from it, and hide nothing else', () => {
  const early = explainStart(sampleRequest({ now: TEN + 30, resources: [staff('anna', { hours: {} })] }), TEN)
  expect(early.reach).toEqual({ code: 'too_soon', earliest: TEN + 30 })
  expect(early.resources[0]?.reasons).toEqual([{ code: 'not_working' }])
  const late = explainStart(sampleRequest({ service: { ...CUT, horizonDays: 1 }, now: TEN - 3000 }), TEN)
  expect(late).toMatchObject({ offered: false, reach: { code: 'too_far', before: TEN - 3000 + 1440 } })
})

test('a closed location is told from somebody who does not work then', () => {
  const location = { id: 'salon', zone: 'Europe/Berlin', hours: everyDay([12, 18]) }
  expect(reasonsOf({}, { location })).toEqual([{ code: 'location_closed' }])
  expect(reasonsOf({ overrides: [{ date: '2027-03-01', windows: [] }] })).toEqual([{ code: 'not_working' }])
})

test('a break is told as one, be it of the person or of the location', () => {
  const breaks = everyDay([9, 11])
  expect(reasonsOf({ breaks })).toEqual([{ code: 'break' }])
  expect(reasonsOf({ breaks, hours: everyDay([12, 18]) })).toEqual([{ code: 'not_working' }])
  const location = { id: 'salon', zone: 'Europe/Berlin', hours: everyDay([9, 18]), breaks }
  expect(reasonsOf({}, { location })).toEqual([{ code: 'break' }])
  const busy = [{ start: TEN, end: TEN + 10 }]
  expect(reasonsOf({ breaks, busy })).toMatchObject([{ code: 'break' }, { code: 'calendar_entry' }])
})

test('what takes the time is named with its kind, its times and whether only the buffers are too close', () => {
  const service = { ...CUT, bufferAfter: 15 }
  expect(reasonsOf({ occupied: [taken(TEN - 10, TEN + 5)] })).toEqual([
    { code: 'appointment', start: TEN - 10, end: TEN + 5, near: false },
  ])
  expect(reasonsOf({ busy: [{ start: TEN + 40, end: TEN + 50 }, inAnHour] }, { service })).toEqual([
    { code: 'calendar_entry', start: TEN + 40, end: TEN + 50, near: true },
  ])
})

test('where the neighbour’s buffer is what is too close, the times are still those of its appointment', () => {
  const buffer = taken(TEN + 30 - 5, TEN + 35, { layer: 'buffer' })
  expect(reasonsOf({ occupied: [buffer, taken(TEN + 35, TEN + 65)] })).toEqual([
    { code: 'appointment', start: TEN + 35, end: TEN + 65, near: true },
  ])
})

test('until when a hold runs is told; one that has ended, and an own one, are not in the way', () => {
  const hold = taken(TEN, TEN + 30, { heldUntil: TEN - 100 })
  expect(reasonsOf({ occupied: [hold] })).toEqual([
    { code: 'hold', start: TEN, end: TEN + 30, near: false, until: TEN - 100 },
  ])
  expect(reasonsOf({ occupied: [hold] }, { now: TEN - 100 })).toEqual([])
  expect(reasonsOf({ occupied: [hold] }, { ownHoldIds: ['other'] })).toEqual([])
})

test('several reasons stand beside one another', () => {
  const occupied = [taken(TEN + 20, TEN + 60, { appointmentId: 'second' }), taken(TEN, TEN + 10)]
  const withheld = [{ start: TEN, end: TEN + 1, code: 'calendar_stale' as const }]
  expect(reasonsOf({ hours: {}, occupied, withheld })).toEqual([
    { code: 'not_working' },
    { code: 'calendar_stale' },
    { code: 'appointment', start: TEN, end: TEN + 10, near: false },
    { code: 'appointment', start: TEN + 20, end: TEN + 60, near: false },
  ])
})

test('with a seat left nothing is in the way; with none, what takes each of them is named', () => {
  const first = taken(TEN, TEN + 30, { appointmentId: 'first' })
  const second = taken(TEN, TEN + 30, { appointmentId: 'second', seat: 2 })
  expect(reasonsOf({ seats: 2, occupied: [first] })).toEqual([])
  expect(reasonsOf({ seats: 2, occupied: [first, second] })).toHaveLength(2)
})

test('a minute between two starts is off the grid', () => {
  expect(reasonsOf({}, {}, TEN + 10)).toEqual([{ code: 'off_grid' }])
})

test('each resource has its own reasons, a room beside the staff too', () => {
  const service = { ...CUT, segments: [{ minutes: 30, needs: ['staff', 'room'] as const }] }
  const room = staff('wash', { kind: 'room', hours: null, busy: [{ start: TEN, end: TEN + 5 }] })
  expect(explainStart(sampleRequest({ service, resources: [staff('anna'), room] }), TEN)).toMatchObject({
    offered: false,
    resources: [
      { resourceId: 'anna', reasons: [] },
      { resourceId: 'wash', reasons: [{ code: 'calendar_entry' }] },
    ],
  })
})

test('where nobody is able to, that is the reason', () => {
  const service = { ...CUT, segments: [{ minutes: 30, needs: ['staff', 'room'] as const }] }
  expect(explainStart(sampleRequest({ service }), TEN)).toMatchObject({ offered: false, missing: ['room'] })
  const asked = sampleRequest({ onlyResourceIds: ['somebody without the skill'] })
  expect(explainStart(asked, TEN)).toMatchObject({
    offered: false,
    missing: [],
    unable: 'somebody without the skill',
    resources: [],
  })
})

test('a start is offered exactly where no reason is left against one resource of each kind', () => {
  let [offered, refused] = [0, 0]
  fc.assert(
    fc.property(arbitraryRequest, fc.integer({ min: 0, max: 100 }), (whole, fives) => {
      const start = Math.ceil(whole.from / 5) * 5 + fives * 5
      const request = { ...whole, resourceId: undefined }
      const { reach, resources } = explainStart(request, start)
      const kinds = new Set(request.service.segments.flatMap(({ needs }) => needs))
      const able = [...kinds].every((kind) =>
        resources.some((each) => each.kind === kind && each.reasons.length === 0),
      )
      expect(!reach && able).toBe(slotAt(request, start) !== undefined)
      if (able) offered++
      else refused++
    }),
    { numRuns: 1000 },
  )
  expect(Math.min(offered, refused)).toBeGreaterThan(20)
})
