import type { Availability, AvailabilityRequest } from './availability-request.ts'
import { BestStarts, type Leader } from './best-starts.ts'
import { reachOf } from './booking-window.ts'
import { type Candidate, candidatesOf } from './candidate.ts'
import { withClasses } from './class-starts.ts'
import { jointCandidate } from './joint-candidate.ts'
import { bestOffer, compare, type Offer, reasonFor } from './optimizer.ts'
import { premisesOf } from './premises.ts'
import { RunCursor } from './run-cursor.ts'
import { kindsOf, type Service, serviceMinutes } from './service.ts'
import type { Solution } from './solution.ts'
import type { StartRules } from './start-walk.ts'
import type { SlotResource, TimeSlot } from './time-slot.ts'
import { validUntil } from './valid-until.ts'
import type { EpochMinute } from './zone-offsets.ts'

/**
 * What can be booked, and by whom. The one engine behind check, hold, booking, reschedule and alternatives: pure,
 * over whole minutes, independent of the process's zone. Resources of different kinds never exclude one another,
 * so each kind is chosen on its own; the first kind's hours and free time anchor the grid.
 */
export function findSlots(request: AvailabilityRequest): Availability {
  const { service } = request
  const { earliest, horizon, closes } = reachOf(request)
  const within = { ...request, to: Math.min(request.to, closes) }
  const minutes = serviceMinutes(service)
  const assign = request.gather ? (chosen: readonly Offer[]) => chosen.map(atWork) : assignment(service)
  const slots: TimeSlot[] = []
  let entering: EpochMinute | undefined
  const limit = request.limit ?? Number.POSITIVE_INFINITY
  const next = startsOf(within, Math.max(request.from, earliest))
  for (let solution = next(); solution && slots.length < limit; solution = next()) {
    const { start, chosen, chosenBecause } = solution
    if (start >= horizon) {
      entering = start
      break
    }
    const slot = { start, end: start + minutes, resources: assign(chosen), chosenBecause }
    const more = moreAbout(solution, request)
    slots.push(more ? { ...slot, ...more } : slot)
  }
  return { slots, validUntil: validUntil(within, { first: slots[0]?.start, horizon, entering }) }
}

/** What only some slots tell. */
function moreAbout({ start, chosen, placesLeft }: Solution, { lossBelow }: AvailabilityRequest) {
  if (placesLeft === undefined && lossBelow === undefined) return undefined
  return {
    ...(placesLeft === undefined ? undefined : { placesLeft }),
    ...(lossBelow === undefined ? undefined : { lost: lossOf(lossBelow, chosen[0], start) }),
  }
}

/** The slot at exactly this start, or undefined where none is offered: a near match is no match. */
export function slotAt(request: AvailabilityRequest, start: EpochMinute): TimeSlot | undefined {
  return findSlots({ ...request, from: start, to: start + 1, limit: 1 }).slots[0]
}

/** One after the other, upwards; undefined when there are no more. No generators: they cost more than the search itself. */
type Next<T> = () => T | undefined

function startsOf(request: AvailabilityRequest, from: EpochMinute): Next<Solution> {
  const opened = solutions(request, from)
  if ((request.service.capacity ?? 1) === 1) return opened
  const all = withClasses(request, from, each(opened))
  return () => {
    const { done, value } = all.next()
    return done ? undefined : value
  }
}

function* each<T>(next: Next<T>): Generator<T> {
  for (let one = next(); one; one = next()) yield one
}

function solutions(request: AvailabilityRequest, from: EpochMinute): Next<Solution> {
  const premises = premisesOf(request)
  const [leading, ...others] = kindsOf(request.service)
  if (!leading) return () => undefined
  const rules = { grid: request.service.grid, from, to: request.to }
  const candidates = candidatesOf(leading, request, premises)
  if (request.gather) return gathered(candidates, rules, request.gather)
  const further = others.map((kind) => cursorsOf(candidatesOf(kind, request, premises)))
  const leaders = new BestStarts(candidates, rules)
  if (further.length === 0) return alone(leaders)
  return () => {
    for (let leader = leaders.next(); leader; leader = leaders.next()) {
      const solution = joinedBy(leader, further)
      if (solution) return solution
    }
    return undefined
  }
}

/** Neighbouring starts mostly have the same one, and then share the list of it. */
function alone(leaders: BestStarts): Next<Solution> {
  let chosen: readonly Offer[] = []
  return () => {
    const leader = leaders.next()
    if (!leader) return undefined
    const { start, offer, because } = leader
    if (chosen[0] !== offer) chosen = [offer]
    return { start, chosen, chosenBecause: because }
  }
}

function gathered(candidates: readonly Candidate[], rules: StartRules, mode: 'any' | 'all'): Next<Solution> {
  const cursors = cursorsOf(candidates)
  const joint = mode === 'all' ? jointCandidate(candidates) : undefined
  const leaders = new BestStarts(joint ? [joint] : candidates, rules)
  return () => {
    const leader = leaders.next()
    if (!leader) return undefined
    const { start, offer, because } = leader
    const free = offersAt(cursors, start)
    // Whoever is chosen comes first even if somebody better is free, but off their own grid.
    const chosen = joint ? free : [offer, ...runnersUp(offer, free, start)]
    return { start, chosen, chosenBecause: because }
  }
}

const runnersUp = (chosen: Offer, free: readonly Offer[], start: EpochMinute): Offer[] =>
  free.filter(({ candidate }) => candidate !== chosen.candidate).sort((a, b) => compare(a, b, start))

/** The reason told is a wish that was met, for whatever kind; else that of the person, where one is needed. */
function joinedBy({ start, offer, because }: Leader, further: readonly RunCursor[][]): Solution | undefined {
  const chosen = [offer]
  let chosenBecause = because
  for (const cursors of further) {
    const offers = offersAt(cursors, start)
    const best = bestOffer(offers, start)
    if (!best) return undefined
    chosen.push(best)
    const reason = reasonFor(best, offers)
    const tells = reason === 'wished' || best.candidate.kind === 'staff'
    if (tells && chosenBecause !== 'wished') chosenBecause = reason
  }
  return { start, chosen, chosenBecause }
}

const cursorsOf = (candidates: readonly Candidate[]): RunCursor[] =>
  candidates.map((candidate) => new RunCursor(candidate))

const offersAt = (cursors: readonly RunCursor[], start: EpochMinute): Offer[] =>
  cursors.map((cursor) => cursor.offerAt(start)).filter((offer) => offer !== undefined)

interface Part {
  readonly segment: number
  /** Index in `kindsOf`. */
  readonly kind: number
}

function partsOf(service: Service): Part[] {
  const kinds = kindsOf(service)
  return service.segments.flatMap(({ needs }, segment) =>
    needs.map((kind) => ({ segment, kind: kinds.indexOf(kind) })),
  )
}

/** What becomes too short for anything, before and after, in the free time of whoever leads the appointment. */
function lossOf(lossBelow: number, leader: Offer | undefined, start: EpochMinute): number {
  if (!leader) return 0
  const { run } = leader
  const gaps = [start - run.start, run.end - 1 - start]
  return gaps.reduce((lost, gap) => (gap < lossBelow ? lost + gap : lost), 0)
}

const atWork = ({ candidate: { kind, resourceId, seat } }: Offer): SlotResource => ({
  segment: 0,
  kind,
  resourceId,
  seat,
})

/** Neighbouring slots mostly have the same people, and then share one list of them. */
function assignment(service: Service): (chosen: readonly Offer[]) => readonly SlotResource[] {
  const parts = partsOf(service)
  let before: readonly Offer[] = []
  let resources: readonly SlotResource[] = []
  return (chosen) => {
    if (chosen === before) return resources
    if (before.length === 0 || chosen.some(({ candidate }, kind) => candidate !== before[kind]?.candidate))
      resources = parts.flatMap(({ segment, kind }) => workOf(chosen[kind], segment))
    before = chosen
    return resources
  }
}

function workOf(offer: Offer | undefined, segment: number): SlotResource | [] {
  if (!offer) return []
  const { kind, resourceId, seat, insteadOf } = offer.candidate
  const resource = { segment, kind, resourceId, seat }
  return insteadOf === undefined ? resource : { ...resource, insteadOf }
}
