import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import type { Layer, Occupancy } from '../occupancy.ts'
import type { ResourceKind } from '../service.ts'

interface Asked {
  kind: ResourceKind
  request: AvailabilityRequest
}

const minutesIn = (segments: readonly { minutes: number }[]): number =>
  segments.reduce((sum, { minutes }) => sum + minutes, 0)

export type Row = {
  start: number
  end: number
  layer: Layer
  appointmentId?: string
  travel?: number | undefined
}

export function collides(
  resource: BookableResource,
  seat: number,
  { start, around }: { start: number; around: Asked },
): boolean {
  const blocking = resource.occupied.filter((row) => isThere(row, around.request))
  const busy = resource.busy.map((each): Row => ({ ...each, layer: 'core' }))
  const others = [...busy, ...blocking.filter((row) => row.seat === seat)]
  const ours = naiveRows(start, around)
  if (ours.some((our) => blocking.some((row) => isTooFar(our, row)))) return true
  const { capacity = 1 } = resource
  return capacity === 1 ? clash(ours, others) : isFull(ours, others, capacity)
}

function isThere({ appointmentId, heldUntil }: Occupancy, request: AvailabilityRequest): boolean {
  if (appointmentId === request.ignoreAppointmentId) return false
  if (request.ownHoldIds?.includes(appointmentId)) return false
  return heldUntil == null || heldUntil > request.now
}

/** Nobody gets from the one to the other in time. */
const isTooFar = (our: Row, { start, end, layer, travel = 0 }: Row): boolean =>
  travel > 0 &&
  our.layer === 'core' &&
  layer === 'core' &&
  our.start - end < travel &&
  start - our.end < travel

const clash = (ours: readonly Row[], others: readonly Row[]): boolean =>
  ours.some((our) =>
    others.some(
      (row) =>
        our.start < row.end && row.start < our.end && !(our.layer === 'buffer' && row.layer === 'buffer'),
    ),
  )

/** Whether so many of those in the way take up one and the same minute, their buffers included. */
function isFull(ours: readonly Row[], others: readonly Row[], capacity: number): boolean {
  const depth = new Map<number, number>()
  for (const rows of Map.groupBy(others, ({ appointmentId }) => appointmentId).values()) {
    if (!clash(ours, rows)) continue
    for (const { start, end } of rows) {
      for (let minute = start; minute < end; minute++) depth.set(minute, (depth.get(minute) ?? 0) + 1)
    }
  }
  return Math.max(0, ...depth.values()) >= capacity
}

/** The rows of one kind, one for each segment and one for each buffer. */
export function naiveRows(start: number, { kind, request }: Asked): Row[] {
  const { segments, bufferBefore, bufferAfter, bufferPolicy } = request.service
  const own = request.service.buffers?.filter((each) => each.kind === kind)[0]
  const [before, after] = [own?.before ?? bufferBefore, own?.after ?? bufferAfter]
  const work = segments.flatMap(({ minutes, needs }, i) => {
    const begin = start + minutesIn(segments.slice(0, i))
    return needs.includes(kind) ? [{ start: begin, end: begin + minutes }] : []
  })
  const first = Math.min(...work.map((each) => each.start))
  const last = Math.max(...work.map((each) => each.end))
  const buffers = [
    { start: first - before, end: first },
    { start: last, end: last + after },
  ]
  const layer: Layer = bufferPolicy === 'additive' ? 'core' : 'buffer'
  return [
    ...work.map((each): Row => ({ ...each, layer: 'core' })),
    ...buffers.filter((each) => each.start < each.end).map((each): Row => ({ ...each, layer })),
  ]
}
