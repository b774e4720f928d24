import { placeCall } from '../../core/app/demo/place-call.ts'
import { eventually } from '../../core/test/program/api.ts'
import type { Scene } from '../drill-row.ts'
import { type Offer, offers } from '../offers.ts'
import type { Provider } from '../providers/provider.ts'
import { expectKnown } from '../providers/retell.ts'
import { declinedInvoice, expectPaid } from '../providers/stripe.ts'
import { standing } from '../standing.ts'
import { visit } from '../visit.ts'
import type { ProviderFault } from './provider-fault.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Later than what others book meanwhile. */
const OWNERS_DAYS = 14 * 24 * HOUR
/** Milliseconds by the real clock. */
const FOLLOWED_WITHIN = 150_000
/** Lina's calendar at Google. */
const CALENDAR = 'pro@example.com'

/** What happens there meanwhile; the end waits until it is known here. */
type Happening = (scene: Scene, lose: () => Promise<void>) => Promise<() => Promise<void>>

/** The owner cancels one appointment and moves another; `lose` is called once both stand there. */
async function ownersChanges(scene: Scene, plugin: string, lose: () => Promise<void>) {
  const { site, expect } = scene
  const after = site.now() + OWNERS_DAYS
  const cancelled = await standing(scene, plugin, after)
  const moved = await standing(scene, plugin, after)
  const [offer] = await offers(site, 1, after)
  if (!offer) throw new Error('Lina has no time left: seed a new site')
  await lose()
  await OWNER[plugin]?.cancel(scene, cancelled.reference)
  await OWNER[plugin]?.move(scene, moved.reference, offer)
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

interface Owner {
  cancel(scene: Scene, reference: string): Promise<unknown>
  move(scene: Scene, reference: string, to: Offer): Promise<unknown>
}

const eventPath = (id: string) => `/google_calendar/events/${id}?calendar_id=${encodeURIComponent(CALENDAR)}`

const OWNER: Record<string, Owner> = {
  calcom: {
    cancel: ({ site }, uid) =>
      site.control('POST', `/calcom/bookings/${uid}/cancel`, { reason: 'The owner is ill' }),
    move: ({ site }, uid, { start }) =>
      site.control('POST', `/calcom/bookings/${uid}/reschedule`, { start: new Date(start).toISOString() }),
  },
  'google-calendar': {
    cancel: ({ site }, id) => site.control('DELETE', eventPath(id)),
    move: ({ site }, id, { start }) => {
      const end = new Date(Date.parse(start) + 30 * MINUTE).toISOString()
      return site.control('PATCH', eventPath(id), { start: { dateTime: start }, end: { dateTime: end } })
    },
  },
}

const HAPPENINGS: Record<Provider['name'], Happening> = {
  calcom: (scene, lose) => ownersChanges(scene, 'calcom', lose),
  google_calendar: (scene, lose) => ownersChanges(scene, 'google-calendar', lose),
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
