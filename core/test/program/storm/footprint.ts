export type Kind = 'staff' | 'room'

/** A service as it is typed in; minutes. What is not said is none, and `max`. */
export interface ServiceRules {
  name: string
  segments: Array<{ minutes: number; needs: Kind[] }>
  durations?: Array<{ minutes: number; priceMinor: null }>
  bufferBefore?: number
  bufferAfter?: number
  bufferPolicy?: 'max' | 'additive'
}

/** Minutes from the appointment's start. Reckoned here from the rules as they were typed in, without the engine. */
export interface Shape {
  layer: 'core' | 'buffer'
  from: number
  to: number
}

export interface Footprint {
  /** Seats by resource, by kind. */
  seats: Record<Kind, ReadonlyMap<string, number>>
}

export interface Offered {
  id: string
  rules: ServiceRules
}

/** Every length that a service of one segment has; one of several has only its own. */
export function lengthsOf({ segments, durations = [] }: ServiceRules): number[] {
  const own = segments.reduce((sum, { minutes }) => sum + minutes, 0)
  return [own, ...durations.map(({ minutes }) => minutes)]
}

export const kindsOf = ({ segments }: ServiceRules): Kind[] => [
  ...new Set(segments.flatMap(({ needs }) => needs)),
]

/** What is occupied of each resource that is needed: in this salon every segment needs the same ones or nobody. */
export function shapesOf(rules: ServiceRules, minutes: number): Shape[] {
  const { bufferBefore: before = 0, bufferAfter: after = 0, bufferPolicy = 'max' } = rules
  if (bufferPolicy === 'additive') return [{ layer: 'core', from: -before, to: minutes + after }]
  const buffers: Shape[] = [
    { layer: 'buffer', from: -before, to: 0 },
    { layer: 'buffer', from: minutes, to: minutes + after },
  ]
  return [...workOf(rules, minutes), ...buffers.filter(({ from, to }) => from < to)]
}

function workOf({ segments }: ServiceRules, minutes: number): Shape[] {
  if (segments.length === 1) return [{ layer: 'core', from: 0, to: minutes }]
  const work: Shape[] = []
  let reached = 0
  for (const segment of segments) {
    const to = reached + segment.minutes
    if (segment.needs.length > 0) work.push({ layer: 'core', from: reached, to })
    reached = to
  }
  return work
}
