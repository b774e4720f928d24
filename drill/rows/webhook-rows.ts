import { placeCall } from '../../core/app/demo/place-call.ts'
import { eventually } from '../../core/test/program/api.ts'
import { finalizeInvoice } from '../collecting.ts'
import { ALL_LAYOUTS, type DrillRow, type LayoutName, type Scene } from '../drill-row.ts'
import { type OwnedPlugin, owners } from '../owners.ts'
import { untilWatched } from '../providers/until-watched.ts'
import { type Standing, standing } from '../standing.ts'

/** The stand-ins that send webhooks. */
const SENDERS = ['retell', 'calcom', 'google_calendar', 'stripe'] as const
const CALENDARS: readonly OwnedPlugin[] = ['calcom', 'google-calendar']
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface Manner {
  name: string
  did: string
  fault: object
  /** After everything has happened at the providers, and the hub has or has not been told. */
  afterwards(scene: Scene): Promise<void>
  quick?: boolean
}

const MANNERS: readonly Manner[] = [
  {
    name: 'doubled',
    did: 'was sent twice',
    fault: { duplicate: true },
    afterwards: async () => {},
    quick: true,
  },
  {
    name: 'reordered',
    did: 'was held back until the next had gone',
    fault: { reorder: true },
    afterwards: flush,
  },
  {
    name: 'three days late',
    did: 'came three days later by the hub’s clock',
    fault: { delay_ms: 3 * DAY },
    async afterwards(scene) {
      await later(scene, 3 * DAY)
      await flush(scene)
    },
  },
  {
    name: 'lost',
    did: 'was lost; a quarter of an hour passed on the hub’s clock',
    fault: { lose: true },
    afterwards: (scene) => later(scene, 16 * MINUTE),
  },
]

async function flush({ site }: Scene): Promise<void> {
  for (const name of SENDERS) await site.control('POST', `/webhooks/${name}/flush`)
}

async function later({ site }: Scene, milliseconds: number): Promise<void> {
  await site.turnClock(site.now() - Date.now() + milliseconds)
}

async function act(scene: Scene, { fault, afterwards }: Manner): Promise<void> {
  const { site } = scene
  await untilWatched(scene)
  const owned: Array<Standing & { plugin: OwnedPlugin }> = []
  for (const plugin of CALENDARS) owned.push({ plugin, ...(await standing(scene, plugin)) })
  for (const name of SENDERS) await site.control('PUT', `/faults/${name}`, { webhooks: fault })
  const [call] = await placeCall(site.demo, 'plain-booking')
  for (const { plugin, reference } of owned) await owners[plugin].cancel(scene, reference)
  const invoice = await finalizeInvoice(scene)
  await eventually(
    () => statusOf(scene, 'invoices', invoice),
    (status) => status === 'paid',
    60_000,
  )
  await afterwards(scene)
  for (const name of SENDERS) await site.control('DELETE', `/faults/${name}`)
  scene.over()
  for (const one of owned) await expectCancelled(scene, one)
  const ended = await eventually(
    () => statusOf(scene, 'calls', call?.call_id ?? '', 'provider_call_id'),
    (status) => status === 'ended',
    150_000,
  )
  scene.expect(ended === 'ended', `a call that is over is ${ended} here`)
}

async function expectCancelled(scene: Scene, { id, wish }: Standing): Promise<void> {
  const status = await eventually(
    () => statusOf(scene, 'appointments', id),
    (found) => found === 'cancelled',
    150_000,
  )
  scene.expect(status === 'cancelled', `what its owner cancelled in the calendar is ${status} here`)
  // Nobody was told so: the caller's yes of before is no lie.
  if (status === 'cancelled') scene.site.witness.forget(wish)
}

async function statusOf(
  { site }: Scene,
  table: 'appointments' | 'calls' | 'invoices',
  id: string,
  column = 'id',
): Promise<string | undefined> {
  const [row] = await site.rows<{ status: string }>(
    `select status from ${table} where ${column}::text = $1`,
    [id],
  )
  return row?.status
}

const webhookRow = (layout: LayoutName, manner: Manner): DrillRow => ({
  name: `webhooks: ${manner.name}`,
  layout,
  did: `A call, an owner’s cancellations at Cal.com and Google Calendar, a payment; every webhook of Retell, Cal.com, Google and Stripe ${manner.did}.`,
  must: 'the call has ended and is metered once, the appointments are cancelled, the invoice paid once',
  quick: manner.quick === true && layout === 'two',
  act: (scene) => act(scene, manner),
})

export const webhookRows: readonly DrillRow[] = ALL_LAYOUTS.flatMap((layout) =>
  MANNERS.map((manner) => webhookRow(layout, manner)),
)
