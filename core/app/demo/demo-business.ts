import type { DependencyContainer } from 'tsyringe'
import {
  type NewService,
  ResourceService,
  ScheduleService,
  ServiceCatalog,
  type Weekly,
} from '../../scheduling/index.ts'
import { LocationService } from '../../tenants/index.ts'

const ZONE = 'Europe/Berlin'
/** ISO 8601: Monday is 1. */
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5] as const
const SATURDAY = 6

export interface DemoBusiness {
  locations: Array<{ id: string; name: string }>
  services: Array<{ id: string; name: string }>
  resources: Array<{ id: string; kind: string; name: string }>
}

interface Wish extends NewService {
  /** Who is able to do it. */
  by: readonly string[]
}

/** One line is answered in German, the other in English. */
const LOCATIONS = [
  { name: 'Mitte', address: 'Linienstraße 40, 10119 Berlin', language: 'de' },
  { name: 'Prenzlauer Berg', address: 'Kastanienallee 12, 10435 Berlin', language: 'en' },
] as const

/** One service has a waiting phase, in which the staff member is free for somebody else; one needs a room as well. */
const SERVICES: readonly Wish[] = [
  {
    name: 'Haarschnitt Damen',
    spokenNames: ['Damenhaarschnitt', 'Haare schneiden Damen'],
    spoken: { en: ["ladies' haircut", "women's haircut"] },
    priceMinor: 5200,
    segments: [{ minutes: 45, needs: ['staff'] }],
    bufferAfter: 5,
    by: ['Lina', 'Mehmet', 'Sofia'],
  },
  {
    name: 'Haarschnitt Herren',
    spokenNames: ['Herrenhaarschnitt', 'Haare schneiden Herren'],
    spoken: { en: ["men's haircut"] },
    choose: 'same_as_last_time',
    priceMinor: 3400,
    segments: [{ minutes: 30, needs: ['staff'] }],
    bufferAfter: 5,
    by: ['Lina', 'Mehmet', 'Sofia'],
  },
  {
    name: 'Färben',
    spokenNames: ['Haare färben', 'Colorieren', 'Farbe'],
    spoken: { en: ['hair colour', 'colouring'] },
    priceMinor: 7900,
    segments: [
      { minutes: 30, needs: ['staff'] },
      { minutes: 25, needs: [] },
      { minutes: 20, needs: ['staff'] },
    ],
    by: ['Lina', 'Sofia'],
  },
  {
    name: 'Massage',
    spokenNames: ['Rückenmassage'],
    spoken: { en: ['back massage'] },
    priceMinor: 4800,
    durations: [{ minutes: 60, priceMinor: 6900 }],
    segments: [{ minutes: 40, needs: ['staff', 'room'] }],
    buffers: [{ kind: 'room', before: 0, after: 10 }],
    by: ['Jana', 'Behandlungsraum'],
  },
]

interface Person {
  name: string
  kind: 'staff' | 'room'
  location: 'Mitte' | 'Prenzlauer Berg'
  hours: Weekly
}

/** The same hours on each of the days; `9` and `17.5` are 09:00 and 17:30. */
const daily = (days: readonly number[], ...hours: Array<[number, number]>): Weekly =>
  Object.fromEntries(
    days.map((day) => [day, hours.map(([start, end]) => ({ start: start * 60, end: end * 60 }))]),
  )

const OPENING = { ...daily(MONDAY_TO_FRIDAY, [9, 19]), ...daily([SATURDAY], [9, 15]) }

const PEOPLE: readonly Person[] = [
  {
    name: 'Lina',
    kind: 'staff',
    location: 'Mitte',
    hours: { ...daily(MONDAY_TO_FRIDAY, [9, 17.5]), ...daily([SATURDAY], [9, 15]) },
  },
  {
    name: 'Mehmet',
    kind: 'staff',
    location: 'Mitte',
    hours: daily([2, 3, 4, 5, SATURDAY], [9, 12], [13, 15]),
  },
  { name: 'Jana', kind: 'staff', location: 'Mitte', hours: daily([1, 3, 5], [10, 18]) },
  { name: 'Behandlungsraum', kind: 'room', location: 'Mitte', hours: OPENING },
  {
    name: 'Sofia',
    kind: 'staff',
    location: 'Prenzlauer Berg',
    hours: { ...daily(MONDAY_TO_FRIDAY, [10, 19]), ...daily([SATURDAY], [10, 15]) },
  },
]

/** Salon Sonnenschein: two locations, four people with different hours and skills, a room, four services. */
export async function seedBusiness(c: DependencyContainer, tenantId: string): Promise<DemoBusiness> {
  const locations = await seedLocations(c, tenantId)
  const services = []
  for (const { by: _, ...service } of SERVICES) {
    services.push(await c.resolve(ServiceCatalog).create(tenantId, service))
  }
  const resources = []
  for (const person of PEOPLE) {
    const location = locations.find(({ name }) => name === person.location)
    if (!location) throw new Error(`the demo has no location ${person.location}`)
    const able = SERVICES.filter(({ by }) => by.includes(person.name)).map(({ name }) => name)
    const serviceIds = services.filter(({ name }) => able.includes(name)).map(({ id }) => id)
    const { name, kind } = person
    const resource = await c
      .resolve(ResourceService)
      .create(tenantId, { name, kind, locationId: location.id, serviceIds })
    resources.push(resource)
    await c
      .resolve(ScheduleService)
      .create(tenantId, { locationId: location.id, resourceId: resource.id, weekly: person.hours })
  }
  return { locations, services, resources }
}

async function seedLocations(
  c: DependencyContainer,
  tenantId: string,
): Promise<Array<{ id: string; name: string }>> {
  const locations = []
  for (const place of LOCATIONS) {
    const location = await c.resolve(LocationService).create(tenantId, { ...place, zone: ZONE })
    await c.resolve(ScheduleService).create(tenantId, { locationId: location.id, weekly: OPENING })
    locations.push(location)
  }
  return locations
}
