import { placeCall } from '../../core/app/demo/place-call.ts'
import { eventually } from '../../core/test/program/api.ts'
import type { Scene } from '../drill-row.ts'
import { offers } from '../offers.ts'
import { type OwnedPlugin, owners } from '../owners.ts'
import type { Provider } from '../providers/provider.ts'
import { expectKnown } from '../providers/retell.ts'
import { declinedInvoice, expectPaid } from '../providers/stripe.ts'
import { untilWatched } from '../providers/until-watched.ts'
import { standing } from '../standing.ts'
import { visit } from '../visit.ts'
import type { ProviderFault } from './provider-fault.ts'

const HOUR = 3_600_000
/** Later than what others book meanwhile. */
const OWNERS_DAYS = 14 * 24 * HOUR
/** Milliseconds by the real clock. */
const FOLLOWED_WITHIN = 150_000

/** What happens there meanwhile; the end waits until it is known here. */
type Happening = (scene: Scene, lose: () => Promise<void>) => Promise<() => Promise<void>>

/** The owner cancels one appointment and moves another; `lose` is called once both stand there. */
async function ownersChanges(scene: Scene, plugin: OwnedPlugin, lose: () => Promise<void>) {
  const { site, expect } = scene
  const after = site.now() + OWNERS_DAYS
  const cancelled = await standing(scene, plugin, after)
  const moved = await standing(scene, plugin, after)
  const [offer] = await offers(site, 1, after)
  if (!offer) throw new Error('Lina has no time left: seed a new site')
  await lose()
  await owners[plugin].cancel(scene, cancelled.reference)
  await owners[plugin].move(scene, moved.reference, offer)
  return async () => {
    const now = await eventually(
      async () => [await factOf(scene, cancelled.id), await factOf(scene, moved.id)] as const,
      ([one, other]) => one.status === 'cancelled' && other.start === Date.parse(offer.start),
      FOLLOWED_WITHIN,
    )
    expect(now[0].status === 'cancelled', `what its owner cancelled there is ${now[0].status} here`)
    expect(now[1].start === Date.parse(offer.start), 'what its owner moved there stands where it stood here')
    // Nobody was told so: the yes of before is no lie.
    if (now[0].status === 'cancelled') site.witness.forget(cancelled.wish)
  }
}

async function factOf({ site }: Scene, id: string): Promise<{ status: string; start: number }> {
  const text =
    'select status, extract(epoch from starts_at)::float8 * 1000 as start from appointments where id = $1'
  const [row] = await site.rows<{ status: string; start: number }>(text, [id])
  return row ?? { status: 'gone', start: Number.NaN }
}

const HAPPENINGS: Record<Provider['name'], Happening> = {
  calcom: (scene, lose) => ownersChanges(scene, 'calcom', lose),
  async google_calendar(scene, lose) {
    await untilWatched(scene)
    return ownersChanges(scene, 'google-calendar', lose)
  },
  async retell(scene, lose) {
    await lose()
    const [call] = await placeCall(scene.site.demo, 'plain-booking')
    return () => expectKnown(scene, call?.call_id ?? '')
  },
  async stripe(scene, lose) {
    const { id, payThere } = await declinedInvoice(scene)
    await lose()
    await payThere()
    return () => expectPaid(scene, id)
  },
}

/** The hour passes by the hub's clock. */
export const lostWebhooks: ProviderFault = {
  name: 'webhooks lost for an hour',
  did: 'sends webhooks that never arrive for an hour by the hub’s clock, while its side changes and people come',
  must: 'what it wanted to tell is found out',
  layouts: ['two'],
  async act(scene, provider, watch) {
    const { site } = scene
    const lose = async () => {
      await site.control('PUT', `/faults/${provider.name}`, { webhooks: { lose: true } })
    }
    const known = await HAPPENINGS[provider.name](scene, lose)
    await visit(scene)
    await watch.look()
    await site.turnClock(site.now() - Date.now() + HOUR)
    await visit(scene)
    await site.control('DELETE', `/faults/${provider.name}`)
    scene.over()
    await known()
  },
}
