import fc from 'fast-check'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import type { Interval } from '../interval.ts'
import type { Occupancy } from '../occupancy.ts'

/** Minutes on both sides of 0, around which all is mirrored. */
const HALF = 3000
const backwards = ({ start, end }: Interval): Interval => ({ start: 0 - end, end: 0 - start })

/** The request in a world in which time runs the other way. */
export function mirrored(request: AvailabilityRequest): AvailabilityRequest {
  const { service } = request
  return {
    ...request,
    service: { ...service, bufferBefore: service.bufferAfter, bufferAfter: service.bufferBefore },
    resources: request.resources.map((resource) => ({
      ...resource,
      windows: resource.windows?.map(backwards),
      occupied: resource.occupied.map((row) => ({ ...row, ...backwards(row) })),
    })),
  }
}

interface Steps {
  readonly step: number
  readonly duration: number
}

/** Windows apart from one another that the steps fill, so that the grid is the same from either end. */
function arbitraryWindows({ step, duration }: Steps): fc.Arbitrary<Interval[]> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 30 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((all) => {
      let reached = 0 - HALF / 2
      return all.map(([gap, steps]) => {
        const start = reached + gap
        reached = start + duration + steps * step
        return { start, end: reached }
      })
    })
}

const buffer = fc.constantFrom(0, 0, 5, 12, 30)

function arbitraryRows(id: string): fc.Arbitrary<Occupancy[]> {
  return fc
    .tuple(fc.integer({ min: 0 - HALF / 2, max: HALF / 2 }), fc.integer({ min: 1, max: 120 }), buffer, buffer)
    .map(([start, minutes, before, after]) => {
      const end = start + minutes
      const row = { layer: 'buffer', seat: 1, appointmentId: id } as const
      return [
        { ...row, start: start - before, end: start },
        { ...row, layer: 'core' as const, start, end },
        { ...row, start: end, end: end + after },
      ].filter((each) => each.start < each.end)
    })
}

function arbitraryMember(id: string, steps: Steps): fc.Arbitrary<BookableResource> {
  return fc.record({
    id: fc.constant(id),
    kind: fc.constant('staff' as const),
    seats: fc.constant(1),
    capacity: fc.constantFrom(1, 1, 2, 3),
    hours: fc.constant(null),
    windows: arbitraryWindows(steps),
    busy: fc.constant([]),
    occupied: fc
      .tuple(...Array.from({ length: 8 }, (_, i) => arbitraryRows(`${id} ${i}`)))
      .chain((all) => fc.shuffledSubarray(all).map((some) => some.flat())),
  })
}

/** Requests whose grid looks the same from either end. Of two resources only where every minute is on it. */
export const arbitraryMirrored: fc.Arbitrary<AvailabilityRequest> = fc
  .record({ step: fc.constantFrom(1, 1, 5, 15), duration: fc.constantFrom(1, 10, 30, 45) })
  .chain((steps) =>
    fc.record({
      service: fc.record({
        id: fc.constant('service'),
        segments: fc.constant([{ minutes: steps.duration, needs: ['staff'] as const }]),
        bufferBefore: buffer,
        bufferAfter: buffer,
        bufferPolicy: fc.constantFrom('max', 'additive'),
        grid: fc.constant({ policy: 'window' as const, minutes: steps.step }),
        noticeMinutes: fc.constant(0),
        horizonDays: fc.constant(30),
      }),
      location: fc.constant({ id: 'location', zone: 'UTC', hours: null }),
      resources: fc
        .tuple(arbitraryMember('anna', steps), arbitraryMember('bob', steps))
        .map((both) => (steps.step === 1 ? both : both.slice(0, 1))),
      from: fc.constant(0 - 4 * HALF),
      to: fc.constant(4 * HALF),
      now: fc.constant(0 - 4 * HALF),
      gather: fc.constantFrom('any', 'all'),
    }),
  )
