import { expect } from '@jest/globals'
import { api } from '../../core/test/program/api.ts'
import { instantOf } from '../src/words/wall-time.ts'
import type { Stage } from './stage.ts'

const ZONE = 'Europe/Berlin'
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

export interface FreeStart {
  start: string
  resource_ids: string[]
  instead_of: string | null
}

/** A client of its own, open from nine to five each day: nobody else books there, and nobody else changes its rules. */
export interface Shop {
  location: string
  /** Half an hour with Ada or Ben, without notice. */
  service: string
  ada: string
  ben: string
  /** Of the admin. */
  page(path: string): string
  // biome-ignore lint/suspicious/noExplicitAny: as the API replies, looked at by expect.
  read(path: string): Promise<any>
  /** A change over the API. Gives the body of the reply. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  send(route: string, body: object): Promise<any>
  /** When the service can begin on a date, with somebody or anybody. */
  starts(date: string, resource?: string): Promise<FreeStart[]>
  /** At a wall clock; gives the appointment's id. */
  book(who: 'ada' | 'ben', wall: string): Promise<string>
  /** Gives who got it. */
  bookAnybody(wall: string): Promise<string>
}

export async function openShop({ program: { demo } }: Stage): Promise<Shop> {
  const { api_key: key } = demo.agency
  const send = async (route: string, body?: object, tenant?: string) => {
    const reply = await api(demo, route, { key, tenant, ...(body ? { body } : {}) })
    const done = route.startsWith('POST') ? 201 : 200
    expect([route, reply.status, reply.body?.detail]).toEqual([route, done, undefined])
    return reply.body
  }
  const place = { zone: ZONE, language: 'de' }
  const { id } = await send('POST /v1/tenants', { ...place, name: 'Forms', kind: 'client', currency: 'EUR' })
  const make = async (path: string, body: object): Promise<string> =>
    (await send(`POST ${path}`, body, id)).id
  const location = await make('/v1/locations', { ...place, name: 'Mitte' })
  const weekly = Object.fromEntries(DAYS.map((day) => [day, [{ start: '09:00', end: '17:00' }]]))
  await make('/v1/schedules', { location_id: location, weekly })
  const segments = [{ minutes: 30, needs: ['staff'] }]
  const service = await make('/v1/services', { name: 'Cut', segments, notice_minutes: 0 })
  const able = { location_id: location, kind: 'staff', service_ids: [service] }
  const ada = await make('/v1/resources', { ...able, name: 'Ada' })
  const ben = await make('/v1/resources', { ...able, name: 'Ben' })
  const book = async (wall: string, resource?: string) => {
    const start = instantOf(wall.replace('T', ' '), ZONE)
    const whom = resource ? { resource_id: resource } : {}
    return send('POST /v1/appointments', { service_id: service, location_id: location, start, ...whom }, id)
  }
  return {
    location,
    service,
    ada,
    ben,
    page: (path) => `/admin/c/${id}/${path}`,
    read: (path) => send(`GET ${path}`, undefined, id),
    send: (route, body) => send(route, body, id),
    async starts(date, resource) {
      const [from, to] = [instantOf(`${date} 00:00`, ZONE), instantOf(`${date} 23:59`, ZONE)]
      const asked = { service_id: service, location_id: location, from, to, limit: '100' }
      const query = new URLSearchParams({ ...asked, ...(resource ? { resource_id: resource } : {}) })
      return (await send(`GET /v1/availability?${query}`, undefined, id)).slots
    },
    book: async (who, wall) => (await book(wall, { ada, ben }[who])).id,
    bookAnybody: async (wall) => (await book(wall)).occupancies[0].resource_id,
  }
}
