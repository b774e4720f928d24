import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@askpro/sandbox'

const MINUTES: Record<string, number> = { 'Haarschnitt Damen': 45, 'Haarschnitt Herren': 30, Färben: 75 }
const STRIPE_EVENTS = [
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'checkout.session.completed',
  'checkout.session.expired',
  'customer.updated',
]

export interface DemoSandbox {
  addresses: Sandbox['addresses']
  apiKeys: Record<string, string | undefined>
  /** Has Cal.com offer these hours; what it is asked to book outside of them it refuses. */
  setCalcomHours(hours: readonly CalcomHours[]): Promise<void>
  /** Gives the event type's number at the sandboxed Cal.com. */
  createEventType(service: string): Promise<string>
  /** Has Stripe call this address. Gives the endpoint's secret. */
  registerStripeHook(url: string): Promise<string>
  stop(): Promise<void>
}

/** In Berlin; days by their English names, times as 09:00. */
export interface CalcomHours {
  days: string[]
  startTime: string
  endTime: string
}

interface Kept {
  ports: Record<string, number>
}

/** The four stand-ins in this process, with their state and ports kept in the data folder. */
export async function startDemoSandbox(dataDir: string, now: () => number): Promise<DemoSandbox> {
  const { notes, stateFile } = filesIn(dataDir)
  const kept = existsSync(notes) ? (JSON.parse(readFileSync(notes, 'utf8')) as Kept) : undefined
  const options = { stateFile, now }
  // Ports that were taken by others in the meantime are not worth a failed start.
  const sandbox = await startSandbox({ ...options, ...(kept ? { ports: kept.ports } : {}) }).catch(() =>
    startSandbox(options),
  )
  const ports = Object.fromEntries(
    Object.entries(sandbox.addresses).map(([name, url]) => [name, Number(new URL(url).port)]),
  )
  await payWithGoodCard(sandbox)
  writeFileSync(notes, JSON.stringify({ ports }), { mode: 0o600 })
  return {
    addresses: sandbox.addresses,
    apiKeys: sandbox.apiKeys,
    setCalcomHours: (hours) => setCalcomHours(sandbox, hours),
    createEventType: (service) => createEventType(sandbox, service),
    registerStripeHook: (url) => registerStripeHook(sandbox, url),
    stop: () => sandbox.stop(),
  }
}

/** What an earlier demo has left at the stand-ins: a new one begins with accounts that are empty. */
export function forgetSandbox(dataDir: string): void {
  for (const file of Object.values(filesIn(dataDir))) rmSync(file, { force: true })
}

const filesIn = (dataDir: string) => ({
  notes: join(dataDir, 'sandbox.json'),
  stateFile: join(dataDir, 'sandbox-state.json'),
})

async function setCalcomHours(
  { addresses, apiKeys }: Sandbox,
  availability: readonly CalcomHours[],
): Promise<void> {
  await post(`${addresses.calcom}/v2/schedules`, {
    headers: {
      authorization: `Bearer ${apiKeys.calcom}`,
      'cal-api-version': '2024-06-11',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name: 'Salon', timeZone: 'Europe/Berlin', isDefault: true, availability }),
  })
}

async function createEventType({ addresses, apiKeys }: Sandbox, service: string): Promise<string> {
  const slug = service
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z]+/g, '-')
  const { data } = await post<{ data: { id: number } }>(`${addresses.calcom}/v2/event-types`, {
    headers: {
      authorization: `Bearer ${apiKeys.calcom}`,
      'cal-api-version': '2024-06-14',
      'content-type': 'application/json',
    },
    // How long before is for the hub to say.
    body: JSON.stringify({
      title: service,
      slug,
      lengthInMinutes: MINUTES[service] ?? 30,
      minimumBookingNotice: 0,
    }),
  })
  return String(data.id)
}

async function registerStripeHook({ addresses, apiKeys }: Sandbox, url: string): Promise<string> {
  const body = new URLSearchParams({ url })
  for (const [index, event] of STRIPE_EVENTS.entries()) body.set(`enabled_events[${index}]`, event)
  const headers = { authorization: `Bearer ${apiKeys.stripe}` }
  const { secret } = await post<{ secret: string }>(`${addresses.stripe}/v1/webhook_endpoints`, {
    headers,
    body,
  })
  return secret
}

/** The salon has a card that works on file, so that a final invoice is collected. */
async function payWithGoodCard({ addresses }: Sandbox): Promise<void> {
  const body = JSON.stringify({ card: 'pm_card_visa' })
  await fetch(`${addresses.control}/stripe/cards`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body,
  })
}

async function post<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { method: 'POST', ...init })
  const text = await response.text()
  if (!response.ok)
    throw new Error(`the sandbox answered ${response.status} at ${url}: ${text.slice(0, 300)}`)
  return JSON.parse(text) as T
}
