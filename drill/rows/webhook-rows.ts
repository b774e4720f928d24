import { placeCall } from '../../core/app/demo/place-call.ts'
import { eventually } from '../../core/test/program/api.ts'
import { finalizeInvoice } from '../collecting.ts'
import type { DrillRow, Scene } from '../drill-row.ts'
import { standing } from '../standing.ts'

/** The stand-ins that send webhooks. */
const SENDERS = ['retell', 'calcom', 'stripe'] as const
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
  const { id, reference, wish } = await standing(scene, 'calcom')
  for (const name of SENDERS) await site.control('PUT', `/faults/${name}`, { webhooks: fault })
  const [call] = await placeCall(site.demo, 'plain-booking')
  await site.control('POST', `/calcom/bookings/${reference}/cancel`, { reason: 'The owner is ill' })
  const invoice = await finalizeInvoice(scene)
  await eventually(
    () => statusOf(scene, 'invoices', invoice),
    (status) => status === 'paid',
    60_000,
  )
  await afterwards(scene)
  for (const name of SENDERS) await site.control('DELETE', `/faults/${name}`)
  scene.over()
  const cancelled = await eventually(
    () => statusOf(scene, 'appointments', id),
    (status) => status === 'cancelled',
    150_000,
  )
  scene.expect(cancelled === 'cancelled', `what its owner cancelled at Cal.com is ${cancelled} here`)
  // Nobody was told so: the caller's yes of before is no lie.
  if (cancelled === 'cancelled') scene.site.witness.forget(wish)
  const ended = await eventually(
    () => statusOf(scene, 'calls', call?.call_id ?? '', 'provider_call_id'),
    (status) => status === 'ended',
    150_000,
  )
  scene.expect(ended === 'ended', `a call that is over is ${ended} here`)
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

export const webhookRows: readonly DrillRow[] = MANNERS.map((manner) => ({
  name: `webhooks: ${manner.name}`,
  layout: 'two',
  did: `A call, an owner’s cancellation at Cal.com and a payment; every webhook of Retell, Cal.com and Stripe ${manner.did}.`,
  must: 'the call has ended and is metered once, the appointment is cancelled, the invoice paid once',
  quick: manner.quick === true,
  act: (scene: Scene) => act(scene, manner),
}))
