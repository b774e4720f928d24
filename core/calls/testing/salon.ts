import type { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/ids.ts'
import type { ResourceKind, Weekly } from '../../scheduling/index.ts'
import type { Language } from '../../tenants/index.ts'
import type { Slices } from './register.ts'

type Hub = Slices & { database: Database }

export interface SalonWish {
  language?: Language
  zone?: string
}

let numbers = 0
/** A number nobody else has. */
export const freshNumber = (): string => `+49301${String(++numbers).padStart(6, '0')}`

/** Every day from nine to six. */
const DAILY: Weekly = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ start: 540, end: 1_080 }]]),
)

const staffFor = (minutes: number, kind: ResourceKind = 'staff') => [{ minutes, needs: [kind] }]

/** A client of an agency whose shared connection carries its number; two locations, Sofia works in the other one. */
export async function openSalon(hub: Hub, { language = 'de', zone = 'Europe/Berlin' }: SalonWish = {}) {
  const basics = { zone, language, currency: 'EUR' }
  const agency = await hub.tenants.createAgency({ name: 'Agency', ...basics })
  const client = await hub.tenants.createChild(agency.id, { kind: 'client', name: 'Salon', ...basics })
  const tenantId = client.id
  const place = { zone, language, address: null }
  const location = await hub.locations.create(tenantId, { name: 'Mitte', ...place })
  const other = await hub.locations.create(tenantId, { name: 'Nord', ...place })
  for (const { id } of [location, other])
    await hub.schedules.create(tenantId, { locationId: id, weekly: DAILY })
  const services = await offer(hub, tenantId)
  const staff = await employ(hub, { tenantId, here: location.id, there: other.id, services })
  const connection = await connect(hub.database, agency.id)
  const number = freshNumber()
  await hub.numbers.add(tenantId, { number, locationId: location.id, connection })
  return { agencyId: agency.id, tenantId, location, other, connection, number, ...services, ...staff }
}

export type Salon = Awaited<ReturnType<typeof openSalon>>

async function offer({ catalog }: Hub, tenantId: string) {
  const common = { noticeMinutes: 0, grid: { policy: 'window' as const, minutes: 30 } }
  return {
    ladies: await catalog.create(tenantId, {
      ...common,
      name: 'Haarschnitt Damen',
      spokenNames: ['Damenhaarschnitt'],
      segments: staffFor(30),
    }),
    men: await catalog.create(tenantId, {
      ...common,
      name: 'Haarschnitt Herren',
      spokenNames: ['Herrenhaarschnitt'],
      segments: staffFor(30),
    }),
    colour: await catalog.create(tenantId, { ...common, name: 'Färben', segments: staffFor(60) }),
    massage: await catalog.create(tenantId, { ...common, name: 'Massage', segments: staffFor(30) }),
  }
}

type Services = Awaited<ReturnType<typeof offer>>

/** Jörg does no colours, and only Sofia in the other location does massages. */
async function employ(
  { resources }: Hub,
  { tenantId, here, there, services }: { tenantId: string; here: string; there: string; services: Services },
) {
  const { ladies, men, colour, massage } = services
  const add = (name: string, locationId: string, able: Array<{ id: string }>) =>
    resources.create(tenantId, { locationId, name, kind: 'staff', serviceIds: able.map(({ id }) => id) })
  return {
    lina: await add('Lina Weber', here, [ladies, men, colour]),
    joerg: await add('Jörg Kaya', here, [ladies, men]),
    sofia: await add('Sofia', there, [ladies, massage]),
  }
}

/** A telephony connection of a plugin that is not there. */
export async function connect(database: Database, tenantId: string) {
  const connectionId = newId()
  await database.inTenant(tenantId, (tx) =>
    tx.run({
      text: `insert into connections (tenant_id, id, plugin, name, settings, secrets, shared, state, created_at, updated_at)
        values ($1, $2, 'phone', 'Phone', '{}', '', true, 'ready', $3, $3)`,
      values: [tenantId, connectionId, new Date()],
    }),
  )
  return { tenantId, connectionId }
}
