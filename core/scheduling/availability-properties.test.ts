import { expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { findSlots } from './availability.ts'
import { preview } from './availability-preview.ts'
import type { Interval } from './interval.ts'
import type { PreviewBusy } from './preview-schema.ts'
import { arbitraryMirrored, mirrored } from './testing/arbitrary-mirrored.ts'
import { arbitraryPreview, openAround, type WholeBody } from './testing/arbitrary-preview.ts'

const MINUTE = 60_000
const runs = { numRuns: 60 }
jest.setTimeout(120_000)

interface Named {
  start: number
  end: number
  resource: WholeBody['resources'][number]
}

/** Every slot once for each resource that it names; milliseconds. */
function namedSlots(body: WholeBody): Named[] {
  return preview(body).slots.flatMap(({ start, end, resource_ids: ids }) =>
    body.resources
      .filter(({ id }) => ids.includes(id))
      .map((resource) => ({ start: Date.parse(start), end: Date.parse(end), resource })),
  )
}

test('every minute of a slot lies in open time of each resource it names', () => {
  let seen = 0
  fc.assert(
    fc.property(arbitraryPreview, (body) => {
      for (const { start, end, resource } of namedSlots(body)) {
        seen++
        expect(leftOver({ start, end }, openAround(resource, start))).toBeNull()
      }
    }),
    { numRuns: 50 },
  )
  expect(seen).toBeGreaterThan(500)
})

test('a slot keeps its distance from busy times, or they leave a place', () => {
  let seen = 0
  fc.assert(
    fc.property(arbitraryPreview, (body) => {
      for (const slot of namedSlots(body)) {
        const near = slot.resource.busy.filter((block) => tooClose(slot, block, body.service))
        seen += near.length
        // No more of them at any moment than the places beside the one that the slot takes.
        expect(mostAtOnce(near)).toBeLessThan(slot.resource.capacity)
      }
    }),
    runs,
  )
  expect(seen).toBeGreaterThan(20)
})

test('every start keeps the notice and lies in the range', () => {
  fc.assert(
    fc.property(arbitraryPreview, (body) => {
      const earliest = Date.parse(body.now) + body.service.minimum_notice_minutes * MINUTE
      for (const { start, end } of namedSlots(body)) {
        expect(start).toBeGreaterThanOrEqual(Math.max(earliest, Date.parse(body.from)))
        expect(start).toBeLessThan(Date.parse(body.to))
        expect(end - start).toBe(body.service.duration_minutes * MINUTE)
      }
    }),
    runs,
  )
})

test('a range that is split, at any millisecond, has the same slots', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 48 * 60 * MINUTE }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(arbitraryPreview, cuts, (body, offsets) => {
      const begin = Date.parse(body.from)
      const edges = [begin, ...offsets.map((offset) => begin + offset), Date.parse(body.to)].sort(
        (a, b) => a - b,
      )
      const parts = edges.slice(1).flatMap((edge, i) => {
        const [from, to] = [new Date(edges[i] ?? begin), new Date(edge)]
        return preview({ ...body, from: from.toISOString(), to: to.toISOString() }).slots
      })
      expect(parts).toEqual(preview(body).slots)
    }),
    runs,
  )
})

test('the zone an answer is written in never changes the instants, nor who is named', () => {
  fc.assert(
    fc.property(arbitraryPreview, fc.constantFrom(...Intl.supportedValuesOf('timeZone')), (body, zone) => {
      const instants = (asked: WholeBody) =>
        preview(asked).slots.map((slot) => ({
          ...slot,
          start: Date.parse(slot.start),
          end: Date.parse(slot.end),
        }))
      expect(instants({ ...body, zone })).toEqual(instants(body))
    }),
    runs,
  )
})

test('an instant may be sent with any offset', () => {
  fc.assert(
    fc.property(arbitraryPreview, (body) => {
      const inUtc = (text: string) => new Date(text).toISOString()
      const moved = { ...body, now: inUtc(body.now), from: inUtc(body.from), to: inUtc(body.to) }
      expect(preview(moved)).toEqual(preview(body))
    }),
    runs,
  )
})

/**
 * With time run backwards, openings become closings and the buffer before becomes the one after. A grid is counted from
 * the opening, so it is its own mirror image only where the last slot ends at closing: with every minute, or with
 * windows that the steps fill. `free_start` and the clock have a direction and are left out.
 */
test('buffers are symmetrical: with time mirrored, the slots are the mirrored slots', () => {
  let seen = 0
  fc.assert(
    fc.property(arbitraryMirrored, (request) => {
      const there = findSlots(request).slots
      const back = findSlots(mirrored(request)).slots
      seen += there.length
      expect(back.map(({ end }) => 0 - end).reverse()).toEqual(there.map(({ start }) => start))
      expect(back.map(namesOf).reverse()).toEqual(there.map(namesOf))
    }),
    runs,
  )
  expect(seen).toBeGreaterThan(500)
})

const namesOf = ({ resources }: ReturnType<typeof findSlots>['slots'][number]): string =>
  resources
    .map(({ resourceId }) => resourceId)
    .sort()
    .join()

/** What of `whole` no interval covers, or null. */
function leftOver(whole: Interval, intervals: readonly Interval[]): Interval | null {
  let reached = whole.start
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    if (start <= reached && end > reached) reached = end
  }
  return reached >= whole.end ? null : { start: reached, end: whole.end }
}

/** The rule in its own words: from the end of the one to the start of the other, the larger buffer or both. */
function tooClose(slot: Interval, block: PreviewBusy, service: WholeBody['service']): boolean {
  const [start, end] = [Date.parse(block.start), Date.parse(block.end)]
  if (start === end) return false
  const gap = (before: number, after: number) =>
    (service.buffer_policy === 'max' ? Math.max(before, after) : before + after) * MINUTE
  const gapBehind = gap(service.buffer_after_minutes, block.buffer_before_minutes ?? 0)
  const gapBefore = gap(service.buffer_before_minutes, block.buffer_after_minutes ?? 0)
  return slot.start < end + gapBefore && start - gapBehind < slot.end
}

function mostAtOnce(blocks: readonly PreviewBusy[]): number {
  const spans = blocks.map((block) => ({
    start: Date.parse(block.start) - (block.buffer_before_minutes ?? 0) * MINUTE,
    end: Date.parse(block.end) + (block.buffer_after_minutes ?? 0) * MINUTE,
  }))
  const at = (moment: number) => spans.filter(({ start, end }) => start <= moment && moment < end).length
  return Math.max(0, ...spans.map(({ start }) => at(start)))
}
