import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiClient } from './api-client.ts'
import type { BenchGround } from './bench-ground.ts'

/** Where appointments are made: by the hub, or by a yardstick past it. */
export interface Business {
  tenant: string
  location: string
  service: string
  resources: string[]
  customer: string
}

/** A client business that is called and booked with. */
export interface Salon extends Business {
  /** Several, since each may ask only so often. */
  keys: string[]
  connection: string
  phone: string
}

export interface World {
  salons: Salon[]
  /** Nobody asks the hub about this one: the yardsticks write here. */
  aside: Business
}

export const SERVICE_NAME = 'Haarschnitt'
const KEYS_PER_SALON = 4
const STAFF = 2
/** Milliseconds. */
const AGENCY_WITHIN = 60_000
/** The yardstick's connections work side by side, each for a resource of its own. */
export const ASIDE_STAFF = 20

const WEEK = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
    day,
    [{ start: '00:00', end: '24:00' }],
  ]),
)

/** Made over the API, as an agency would. */
export async function populate(
  ground: BenchGround,
  hub: { url: string; name: string },
  salons: number,
): Promise<World> {
  const ofAgency = new ApiClient(hub.url, await agencyKey(join(ground.folder, hub.name, 'agency.json')))
  const numbers = Array.from({ length: salons }, (_, index) => index)
  return {
    salons: await Promise.all(numbers.map((index) => openSalon({ ground, url: hub.url, ofAgency }, index))),
    aside: await openAside(ofAgency, hub.url),
  }
}

/** The hub answers a moment before it has made its first agency. */
async function agencyKey(file: string): Promise<string> {
  const until = performance.now() + AGENCY_WITHIN
  while (!existsSync(file)) {
    if (performance.now() > until) throw new Error('the hub made no agency: the database is not an empty one')
    await sleep(20)
  }
  const { agency } = JSON.parse(readFileSync(file, 'utf8')) as { agency: { api_key: string } }
  return agency.api_key
}

async function openAside(ofAgency: ApiClient, url: string): Promise<Business> {
  const { tenant, key } = await openClient(ofAgency, 'Aside')
  return openBusiness(new ApiClient(url, key), { tenant, name: 'Aside', staff: ASIDE_STAFF })
}

async function openClient(ofAgency: ApiClient, name: string): Promise<{ tenant: string; key: string }> {
  const common = { kind: 'client', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  const tenant = await ofAgency.make('/v1/tenants', { ...common, name })
  const { key } = await ofAgency.post<{ key: string }>('/v1/api-keys', { name, scopes: ['*'] }, tenant)
  return { tenant, key }
}

async function openSalon(
  { ground, url, ofAgency }: { ground: BenchGround; url: string; ofAgency: ApiClient },
  index: number,
): Promise<Salon> {
  const name = `Salon ${index}`
  const { tenant, key } = await openClient(ofAgency, name)
  const client = new ApiClient(url, key)
  const business = await openBusiness(client, { tenant, name, staff: STAFF })
  const connection = await client.make('/v1/connections', {
    plugin: 'retell',
    name,
    settings: { api_key: ground.retell.apiKey, base_url: ground.retell.url },
  })
  const phone = `+4930231${25_000 + index}`
  const line = { number: phone, location_id: business.location, connection_id: connection }
  await client.make('/v1/phone-numbers', line)
  const keys = [key]
  while (keys.length < KEYS_PER_SALON) {
    keys.push((await client.post<{ key: string }>('/v1/api-keys', { name, scopes: ['*'] })).key)
  }
  return { ...business, keys, connection, phone }
}

async function openBusiness(
  client: ApiClient,
  { tenant, name, staff }: { tenant: string; name: string; staff: number },
): Promise<Business> {
  const location = await client.make('/v1/locations', { name, zone: 'Europe/Berlin', language: 'de' })
  await client.make('/v1/schedules', { location_id: location, weekly: WEEK })
  const service = await client.make('/v1/services', {
    name: SERVICE_NAME,
    segments: [{ minutes: 30, needs: ['staff'] }],
    grid: { policy: 'window', minutes: 30 },
    notice_minutes: 0,
    horizon_days: 1_000,
  })
  const resources: string[] = []
  while (resources.length < staff) {
    const person = { name: `${name} ${resources.length}`, kind: 'staff', service_ids: [service] }
    resources.push(await client.make('/v1/resources', { ...person, location_id: location }))
  }
  const customer = await client.make('/v1/customers', { name: 'Erika Musterfrau', language: 'de' })
  return { tenant, location, service, resources, customer }
}
