import type { Hub } from '../../../app/hub.ts'
import { ResourceService, ScheduleService, ServiceCatalog } from '../../../scheduling/index.ts'
import { everyDay } from '../../../scheduling/testing/sample-request.ts'
import { ApiKeyService, LocationService, TenantService } from '../../../tenants/index.ts'
import { type Footprint, type Kind, kindsOf, type Offered, type ServiceRules } from './footprint.ts'

/** A client of its own for each round, so that nothing of another round counts. */
export interface Salon {
  tenantId: string
  /** Each is counted apart by the limits of requests. */
  keys: string[]
  locationId: string
  offered: Offered[]
  /** Seats by resource, by kind. */
  seats: Footprint['seats']
}

const KEYS = 6
const SEATS_OF_THE_ROOM = 3
const PLACE = { zone: 'Europe/Berlin', language: 'de', currency: 'EUR' } as const
/** Few days to come: whoever is refused is offered other times, and many are refused. */
const RULES = { noticeMinutes: 0, horizonDays: 2, grid: { policy: 'window', minutes: 15 } } as const
const staff = (minutes: number): ServiceRules['segments'][number] => ({ minutes, needs: ['staff'] })

/** Several lengths, buffers of both policies, seats of a room, a person and a room together, a wait in between. */
const SERVICES: readonly ServiceRules[] = [
  {
    name: 'Haarschnitt',
    segments: [staff(30)],
    durations: [
      { minutes: 45, priceMinor: null },
      { minutes: 60, priceMinor: null },
    ],
  },
  { name: 'Lang', segments: [staff(75)], bufferAfter: 10 },
  {
    name: 'Beratung',
    segments: [staff(20)],
    bufferBefore: 10,
    bufferAfter: 5,
    bufferPolicy: 'additive',
  },
  { name: 'Farbe', segments: [staff(30), { minutes: 30, needs: [] }, staff(30)] },
  { name: 'Bad', segments: [{ minutes: 40, needs: ['room'] }], bufferAfter: 10 },
  {
    name: 'Behandlung',
    segments: [{ minutes: 50, needs: ['staff', 'room'] }],
    durations: [{ minutes: 90, priceMinor: null }],
    bufferBefore: 5,
    bufferAfter: 5,
  },
]

export async function openAgency({ container }: Hub): Promise<string> {
  const { id } = await container.resolve(TenantService).createAgency({ name: 'Agency', ...PLACE })
  return id
}

/** Three people who do everything and a room, open from nine to six. */
export async function openSalon({ container }: Hub, agencyId: string, name: string): Promise<Salon> {
  const tenants = container.resolve(TenantService)
  const { id: tenantId } = await tenants.createChild(agencyId, { kind: 'client', name, ...PLACE })
  const { zone, language } = PLACE
  const place = { name: 'Mitte', address: null, zone, language }
  const { id: locationId } = await container.resolve(LocationService).create(tenantId, place)
  await container.resolve(ScheduleService).create(tenantId, { locationId, weekly: everyDay([9, 18]) })
  const catalog = container.resolve(ServiceCatalog)
  const offered: Offered[] = await Promise.all(
    SERVICES.map(async (rules) => ({
      id: (await catalog.create(tenantId, { ...rules, ...RULES })).id,
      rules,
    })),
  )
  const add = async (kind: Kind, seats: number) => {
    const serviceIds = offered.filter(({ rules }) => kindsOf(rules).includes(kind)).map(({ id }) => id)
    const wanted = { locationId, name: kind, kind, seats, serviceIds }
    return [(await container.resolve(ResourceService).create(tenantId, wanted)).id, seats] as const
  }
  const [anna, bob, cem, room] = await Promise.all([
    add('staff', 1),
    add('staff', 1),
    add('staff', 1),
    add('room', SEATS_OF_THE_ROOM),
  ])
  const keys = container.resolve(ApiKeyService)
  const issued = Array.from({ length: KEYS }, () => keys.issue(tenantId, { name: 'Storm', scopes: ['*'] }))
  return {
    tenantId,
    locationId,
    offered,
    keys: (await Promise.all(issued)).map(({ key }) => key),
    seats: { staff: new Map([anna, bob, cem]), room: new Map([room]) },
  }
}
