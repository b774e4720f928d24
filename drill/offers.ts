import { api } from '../core/test/program/api.ts'
import type { Site } from './site.ts'

export interface Offer {
  start: string
  offer_token: string
}

const DAY = 86_400_000
/** Days that are looked through at once, and how far: the salon takes bookings for half a year. */
const STRETCH = 14
const AS_FAR_AS = 168

/**
 * Hours apart, so that no two offers of one list exclude each other; from `after` (epoch milliseconds) on, now where left
 * out. The longer the drill, the later they are.
 */
export async function offers(site: Site, count: number, after = site.now()): Promise<Offer[]> {
  const found: Offer[] = []
  for (let day = 0; day < AS_FAR_AS && found.length < count; day += STRETCH) {
    const [from, to] = [day, day + STRETCH].map((days) => new Date(after + days * DAY).toISOString())
    found.push(...(await fullHours(site, { from: from ?? '', to: to ?? '' })))
  }
  return found.slice(0, count)
}

async function fullHours(site: Site, range: { from: string; to: string }): Promise<Offer[]> {
  const query = new URLSearchParams({ ...site.lina, ...range, limit: '1000' })
  const { status, body } = await api(site.demo, `GET /v1/availability?${query}`)
  if (status !== 200) throw new Error(`no availability: ${status} ${JSON.stringify(body)}`)
  return body.slots.filter(({ start }: Offer) => start.slice(14, 16) === '00')
}

export async function nextOffer(site: Site): Promise<Offer> {
  const [offer] = await offers(site, 1)
  if (offer) return offer
  throw new Error('Lina has no time left: seed a new site')
}
