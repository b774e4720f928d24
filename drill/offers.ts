import { api } from '../core/test/program/api.ts'
import type { Site } from './site.ts'

export interface Offer {
  start: string
  offer_token: string
}

/** Hours apart, so that no two offers of one list exclude each other. */
export async function offers(site: Site, count: number): Promise<Offer[]> {
  const query = new URLSearchParams({ ...site.lina, limit: '500' })
  const { status, body } = await api(site.demo, `GET /v1/availability?${query}`)
  if (status !== 200) throw new Error(`no availability: ${status} ${JSON.stringify(body)}`)
  const full: Offer[] = body.slots.filter(({ start }: Offer) => start.slice(14, 16) === '00')
  return full.slice(0, count)
}

export async function nextOffer(site: Site): Promise<Offer> {
  const [offer] = await offers(site, 1)
  if (offer) return offer
  throw new Error('Lina has no time left: seed a new site')
}
