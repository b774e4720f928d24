import { eventually } from '../core/test/program/api.ts'
import { Caller } from './caller.ts'
import type { Scene } from './drill-row.ts'
import { offers } from './offers.ts'
import { WebClient } from './web-client.ts'

/** Milliseconds for which either asks again. */
const PATIENCE = 180_000

/**
 * One rings and one writes over the API, for times from `after` (epoch milliseconds) on: whatever is wrong at a
 * provider, both are booked.
 */
export async function visit({ site, random, expect }: Scene, after?: number): Promise<void> {
  const open = () => offers(site, 2, after).catch(() => [])
  const [one, other] = await eventually(open, (found) => found.length === 2, PATIENCE)
  if (!one || !other) throw new Error('Lina has no time left: seed a new site')
  const from = `+49171${1_000_000 + random.upTo(5_999_999)}`
  const caller = new Caller(site, { wish: random.name(), from })
  const client = new WebClient(site, random.name())
  const told = await Promise.all([
    caller.obtain(one.offer_token, Date.now() + PATIENCE),
    client.insist(other.start),
  ])
  for (const { wish, says } of told) expect(says === 'booked', `${wish} ended with: ${says}`)
  await caller.hangUp()
}
