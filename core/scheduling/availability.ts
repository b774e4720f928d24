import type { Availability, AvailabilityRequest } from './availability-request.ts'
import { reachOf } from './booking-window.ts'
import { type Candidate, candidatesOf } from './candidate.ts'
import { withClasses } from './class-starts.ts'
import { jointCandidate } from './joint-candidate.ts'
import { bestOffer, compare, type Offer, reasonFor } from './optimizer.ts'
import { premisesOf } from './premises.ts'
import { RunCursor } from './run-cursor.ts'
import { kindsOf, type Service, serviceMinutes } from './service.ts'
import type { Solution } from './solution.ts'
import { type StartRules, StartWalk } from './start-walk.ts'
import type { ChosenBecause, SlotResource, TimeSlot } from './time-slot.ts'
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
  const parts = partsOf(service)
  const slots: TimeSlot[] = []
  let entering: EpochMinute | undefined
  for (const { start, chosen, chosenBecause, placesLeft } of startsOf(
    within,
    Math.max(request.from, earliest),
  )) {
    if (slots.length >= (request.limit ?? Number.POSITIVE_INFINITY)) break
    if (start >= horizon) {
      entering = start
      break
    }
    const resources = request.gather ? chosen.map(atWork) : assign(parts, chosen)
    slots.push({
      start,
      end: start + minutes,
      resources,
      chosenBecause,
      ...(placesLeft === undefined ? undefined : { placesLeft }),
      ...lossOf(request, chosen[0], start),
    })
  }
  return { slots, validUntil: validUntil(within, { first: slots[0]?.start, horizon, entering }) }
}

/** The slot at exactly this start, or undefined where none is offered: a near match is no match. */
export function slotAt(request: AvailabilityRequest, start: EpochMinute): TimeSlot | undefined {
  return findSlots({ ...request, from: start, to: start + 1, limit: 1 }).slots[0]
}

function startsOf(request: AvailabilityRequest, from: EpochMinute): Iterable<Solution> {
  const opened = solutions(request, from)
  return (request.service.capacity ?? 1) > 1 ? withClasses(request, from, opened) : opened
}

function* solutions(request: AvailabilityRequest, from: EpochMinute): Generator<Solution> {
  const premises = premisesOf(request)
  const [leading, ...others] = kindsOf(request.service)
  if (!leading) return
  const rules = { grid: request.service.grid, from, to: request.to }
  const candidates = candidatesOf(leading, request, premises)
  if (request.gather) return yield* gathered(candidates, rules, request.gather)
  const further = others.map((kind) => cursorsOf(candidatesOf(kind, request, premises)))
  for (const leader of bestStarts(candidates, rules)) {
    const solution = joinedBy(leader, further)
    if (solution) yield solution
  }
}

function* gathered(
  candidates: readonly Candidate[],
  rules: StartRules,
  mode: 'any' | 'all',
): Generator<Solution> {
  const cursors = cursorsOf(candidates)
  const joint = mode === 'all' ? jointCandidate(candidates) : undefined
  for (const { start, offer, because } of bestStarts(joint ? [joint] : candidates, rules)) {
    const free = offersAt(cursors, start)
    // Whoever is chosen comes first even if somebody better is free, but off their own grid.
    const chosen = joint ? free : [offer, ...runnersUp(offer, free, start)]
    yield { start, chosen, chosenBecause: because }
  }
}

const runnersUp = (chosen: Offer, free: readonly Offer[], start: EpochMinute): Offer[] =>
  free.filter(({ candidate }) => candidate !== chosen.candidate).sort((a, b) => compare(a, b, start))

interface Leader {
  readonly start: EpochMinute
  readonly offer: Offer
  readonly because: ChosenBecause
}

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

/** Merges the walks of all candidates: each start once, with the best of those that have it. */
function* bestStarts(candidates: readonly Candidate[], rules: StartRules): Generator<Leader> {
  const walks = candidates.map((candidate) => new StartWalk(candidate, rules))
  for (let start = earliestOf(walks); start < rules.to; start = earliestOf(walks)) {
    const offers: Offer[] = []
    for (const walk of walks) {
      if (walk.start !== start || !walk.offer) continue
      offers.push(walk.offer)
      walk.advance()
    }
    const offer = bestOffer(offers, start)
    if (offer) yield { start, offer, because: reasonFor(offer, offers) }
  }
}

function earliestOf(walks: readonly StartWalk[]): EpochMinute {
  let earliest = Number.POSITIVE_INFINITY
  for (const { start } of walks) if (start < earliest) earliest = start
  return earliest
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
function lossOf({ lossBelow }: AvailabilityRequest, leader: Offer | undefined, start: EpochMinute) {
  if (lossBelow === undefined || !leader) return undefined
  const { run } = leader
  const gaps = [start - run.start, run.end - 1 - start]
  return { lost: gaps.reduce((lost, gap) => (gap < lossBelow ? lost + gap : lost), 0) }
}

const atWork = ({ candidate: { kind, resourceId, seat } }: Offer): SlotResource => ({
  segment: 0,
  kind,
  resourceId,
  seat,
})

function assign(parts: readonly Part[], chosen: readonly Offer[]): SlotResource[] {
  const resources: SlotResource[] = []
  for (const part of parts) {
    const offer = chosen[part.kind]
    if (!offer) continue
    const { kind, resourceId, seat, insteadOf } = offer.candidate
    const standsIn = insteadOf === undefined ? {} : { insteadOf }
    resources.push({ segment: part.segment, kind, resourceId, seat, ...standsIn })
  }
  return resources
}
