import type { CalendarInfo } from '@askpro/plugin-sdk'
import type { CatalogService } from './catalog-service.ts'
import { nameLikeness } from './name-likeness.ts'
import { offeredMinutes } from './service-duration.ts'

/** What an event type may stand for: a service, or one of several segments of it. */
export interface MappingCandidate {
  readonly key: string
  readonly serviceId: string
  readonly segment: number | null
  /** The usual length first. */
  readonly minutes: readonly number[]
  readonly names: readonly string[]
}

export interface MappingTarget extends MappingCandidate {
  readonly calendar: CalendarInfo
  readonly likeness: number
  readonly lengthFits: boolean
  readonly isSure: boolean
  readonly because: ReadonlyArray<'same_name' | 'similar_name' | 'same_length'>
}

/** Below this names have nothing to do with each other. */
const ALIKE = 0.45
const SURE = 0.75
/** By how much the next best has to be worse. */
const CLEAR = 0.15

export function candidatesOf(services: readonly CatalogService[]): MappingCandidate[] {
  return services.flatMap((service) => {
    const { id: serviceId, name, spokenNames, spoken } = service
    const names = [name, ...spokenNames, ...Object.values(spoken).flat()]
    const whole = { key: serviceId, serviceId, segment: null, minutes: offeredMinutes(service), names }
    return [whole, ...segmentsOf(service, { serviceId, names })]
  })
}

/** Those at work, counted from 1; a service with one of them has no parts. */
function segmentsOf(
  { segments }: CatalogService,
  of: { serviceId: string; names: readonly string[] },
): MappingCandidate[] {
  const atWork = segments.filter(({ needs }) => needs.includes('staff'))
  if (atWork.length < 2) return []
  return atWork.map(({ minutes }, index) => ({
    ...of,
    key: `${of.serviceId}:${index + 1}`,
    segment: index + 1,
    minutes: [minutes],
  }))
}

/** Every pair that may belong together, the likeliest first. */
export function rankTargets(
  calendars: ReadonlyArray<{ calendar: CalendarInfo; name: string }>,
  candidates: readonly MappingCandidate[],
): MappingTarget[] {
  const pairs = calendars.flatMap(({ calendar, name }) => {
    const part = partIn(name)
    const fitting = candidates.filter(({ segment }) => segment === part)
    const targets = fitting.map((candidate) => asTarget(calendar, candidate, likenessOf(name, candidate)))
    const alike = targets.filter(({ likeness }) => likeness >= ALIKE)
    return alike.length > 0 ? markSure(alike) : byLengthAlone(targets)
  })
  return pairs.sort((a, b) => rankOf(b) - rankOf(a))
}

function asTarget(calendar: CalendarInfo, candidate: MappingCandidate, likeness: number): MappingTarget {
  const lengthFits = (calendar.minutes ?? []).some((minutes) => candidate.minutes.includes(minutes))
  const isAlike = likeness >= ALIKE ? (['similar_name'] as const) : []
  const because = [
    ...(likeness >= 1 ? (['same_name'] as const) : isAlike),
    ...(lengthFits ? (['same_length'] as const) : []),
  ]
  return { ...candidate, calendar, likeness, lengthFits, because, isSure: false }
}

/** The best is sure where nothing comes near it. */
function markSure(targets: readonly MappingTarget[]): MappingTarget[] {
  const [best, next] = targets.toSorted((a, b) => rankOf(b) - rankOf(a))
  const isClear = best !== undefined && (next === undefined || rankOf(best) - rankOf(next) >= CLEAR)
  return targets.map((target) => ({
    ...target,
    isSure: target === best && isClear && target.likeness >= SURE,
  }))
}

/** "60min" says nothing but its length: proposed where one service alone has it. */
function byLengthAlone(targets: readonly MappingTarget[]): MappingTarget[] {
  const fitting = targets.filter(({ lengthFits }) => lengthFits)
  return fitting.length === 1 ? fitting : []
}

const likenessOf = (name: string, { names }: MappingCandidate): number =>
  Math.max(0, ...names.map((one) => nameLikeness(name, one)))

/** The usual length counts more than another that is offered too. */
const rankOf = ({ likeness, lengthFits, minutes, calendar }: MappingTarget): number =>
  likeness + (lengthFits ? 0.2 : 0) + (calendar.minutes?.[0] === minutes[0] ? 0.05 : 0)

/** "Farbe Teil 2", "Colour (1/2)". */
function partIn(name: string): number | null {
  const part = /(?:teil|part|segment|phase|schritt|step)\s*(\d)\b|(?:^|[\s(])(\d)\s*\/\s*\d/i.exec(name)
  return part ? Number(part[1] ?? part[2]) : null
}
