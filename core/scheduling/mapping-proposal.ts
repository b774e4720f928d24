import type { CalendarInfo } from '@askpro/plugin-sdk'
import type { CalendarLink } from './calendar-link.ts'
import type { CatalogService } from './catalog-service.ts'
import { candidatesOf, type MappingTarget, rankTargets } from './mapping-targets.ts'
import { namesPerson, withoutPerson } from './name-likeness.ts'
import type { Resource } from './resource.ts'

export interface MappingFacts {
  readonly calendars: readonly CalendarInfo[]
  readonly services: readonly CatalogService[]
  readonly resources: readonly Resource[]
  /** Those over this connection. */
  readonly links: ReadonlyArray<Pick<CalendarLink, 'calendar' | 'serviceId' | 'resourceId'>>
}

export type MappingReason = MappingTarget['because'][number] | 'only_one' | 'named_after'
export type MappingWarning = 'length_differs' | 'read_only' | 'nobody_found'
export type ProposedLink = Pick<CalendarLink, 'serviceId' | 'segment' | 'resourceId' | 'reads' | 'writes'>

export interface MappingProposal {
  readonly calendar: CalendarInfo
  /** There is a link to it already. */
  readonly linked: boolean
  /** Null where nothing is proposed. */
  readonly link: ProposedLink | null
  readonly confidence: 'high' | 'low' | 'none'
  readonly because: readonly MappingReason[]
  readonly warnings: readonly MappingWarning[]
}

/**
 * Which calendars (or event types) are probably whose, and for which service. A calendar that tells lengths is an event
 * type and stands for a service; each service is proposed once. Nothing here is saved.
 */
export function proposeMapping(facts: MappingFacts): MappingProposal[] {
  const open = facts.calendars.filter(({ id }) => !facts.links.some(({ calendar }) => calendar === id))
  const chosen = chooseTargets(facts, open)
  return facts.calendars.map((calendar): MappingProposal => {
    if (!open.includes(calendar)) return { ...nothing(calendar), linked: true }
    return calendar.minutes === undefined
      ? proposeOwner(calendar, facts)
      : proposeService(calendar, chosen.get(calendar), facts)
  })
}

/** The services and people that neither a link nor a proposal speaks of. */
export function unmatched(facts: MappingFacts, proposals: readonly MappingProposal[]) {
  const links = [...facts.links, ...proposals.flatMap(({ link }) => (link ? [link] : []))]
  const hasEventTypes = facts.calendars.some(({ minutes }) => minutes !== undefined)
  const services = hasEventTypes ? activeOf(facts.services) : []
  return {
    services: services.filter(({ id }) => !links.some(({ serviceId }) => serviceId === id)),
    resources: staffOf(facts).filter(({ id }) => !links.some(({ resourceId }) => resourceId === id)),
  }
}

/** The likeliest pairs first; whatever is given away is not given again. */
function chooseTargets(facts: MappingFacts, open: readonly CalendarInfo[]): Map<CalendarInfo, MappingTarget> {
  const taken = facts.links.map(({ serviceId }) => serviceId)
  const candidates = candidatesOf(activeOf(facts.services).filter(({ id }) => !taken.includes(id)))
  const types = open.filter(({ minutes }) => minutes !== undefined)
  const named = types.map((calendar) => ({ calendar, name: serviceNameOf(calendar, facts) }))
  const chosen = new Map<CalendarInfo, MappingTarget>()
  const given = new Set<string>()
  for (const target of rankTargets(named, candidates)) {
    if (chosen.has(target.calendar) || given.has(target.key)) continue
    chosen.set(target.calendar, target)
    given.add(target.key)
  }
  return chosen
}

/** "Haarschnitt bei Anna" is a Haarschnitt. */
const serviceNameOf = ({ name }: CalendarInfo, { resources }: MappingFacts): string =>
  resources.reduce((text, person) => withoutPerson(text, person.name), name)

function proposeService(
  calendar: CalendarInfo,
  target: MappingTarget | undefined,
  facts: MappingFacts,
): MappingProposal {
  if (!target) return nothing(calendar)
  const { serviceId, segment, because, isSure, lengthFits } = target
  const able = staffOf(facts).filter(({ serviceIds }) => serviceIds.includes(serviceId))
  const owner = ownerOf(calendar, able) ?? onlyOne(able)
  const resourceId = owner?.id ?? null
  return {
    calendar,
    linked: false,
    link: { serviceId, segment, resourceId, reads: owner !== undefined, writes: calendar.writable },
    confidence: isSure && owner && lengthFits ? 'high' : 'low',
    because: [...because, ...(owner ? [owner.because] : [])],
    warnings: [
      ...(lengthFits ? [] : (['length_differs'] as const)),
      ...(owner ? [] : (['nobody_found'] as const)),
      ...readOnly(calendar),
    ],
  }
}

function proposeOwner(calendar: CalendarInfo, facts: MappingFacts): MappingProposal {
  const anybody = facts.resources.filter(({ active }) => active)
  const isOnlyCalendar = facts.calendars.length === 1
  const owner = ownerOf(calendar, anybody) ?? (isOnlyCalendar ? onlyOne(staffOf(facts)) : undefined)
  if (!owner) return { ...nothing(calendar), warnings: ['nobody_found', ...readOnly(calendar)] }
  return {
    calendar,
    linked: false,
    link: { serviceId: null, segment: null, resourceId: owner.id, reads: true, writes: calendar.writable },
    confidence: owner.because === 'named_after' ? 'high' : 'low',
    because: [owner.because],
    warnings: readOnly(calendar),
  }
}

interface Owner {
  id: string
  because: MappingReason
}

/** Whoever it is named after, else whoever it belongs to; never one of two. */
function ownerOf({ name, owner = '' }: CalendarInfo, among: readonly Resource[]): Owner | undefined {
  for (const text of [name, owner]) {
    const [one, ...others] = among.filter((each) => namesPerson(text, each.name))
    if (one && others.length === 0) return { id: one.id, because: 'named_after' }
  }
  return undefined
}

function onlyOne([one, ...others]: readonly Resource[]): Owner | undefined {
  return one && others.length === 0 ? { id: one.id, because: 'only_one' } : undefined
}

const nothing = (calendar: CalendarInfo): MappingProposal => ({
  calendar,
  linked: false,
  link: null,
  confidence: 'none',
  because: [],
  warnings: [],
})

const readOnly = ({ writable }: CalendarInfo): MappingWarning[] => (writable ? [] : ['read_only'])

const activeOf = (services: readonly CatalogService[]) => services.filter(({ active }) => active)

const staffOf = ({ resources }: MappingFacts) =>
  resources.filter(({ active, kind }) => active && kind === 'staff')
