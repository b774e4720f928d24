import type { PriceLine } from '../../billing/index.ts'
import type { DemoFile } from './demo-file.ts'
import { HubClient } from './hub-client.ts'

export interface TimelineCall {
  id: string
  provider_call_id: string
  from: string | null
  to: string
  status: string
  outcome: string | null
  duration_ms: number | null
  customer_id: string | null
  cost: { amount: string; currency: string } | null
  function_calls: Array<{
    name: string
    status: string
    arguments: Record<string, unknown>
    result: { say?: string; data?: { until?: string; hold_id?: string } }
    duration_ms: number
  }>
}

export interface TimelineAppointment {
  id: string
  status: string
  service_id: string
  call_id: string | null
  start: string
  end: string
  occupancies: Array<{ resource_id: string; start: string; end: string }>
  external: Array<{ connection_id: string; reference: string | null; state: string }>
}

export interface TimelineInvoice {
  id: string
  status: string
  currency: string
  lines: PriceLine[]
  totals: { total_minor: number }
}

/** All that came of one call, as the hub has it stored. */
export interface Timeline {
  call: TimelineCall
  customer: { name: string | null; phone: string | null } | undefined
  appointments: TimelineAppointment[]
  usage: Array<{ meter: string; quantity: string; event_id: string }>
  invoice: TimelineInvoice | undefined
  /** Whether something is yet to be written into a calendar. */
  exporting: boolean
}

interface Page<T> {
  data: T[]
}

const PATIENCE = 15_000

/** Reads the timeline again and again until nothing of it is pending any more, at most 15 s. */
export async function readTimeline(demo: DemoFile, providerCallId: string): Promise<Timeline> {
  const client = new HubClient(demo)
  const until = Date.now() + PATIENCE
  for (;;) {
    const timeline = await readOnce(client, providerCallId)
    if ((timeline && isSettled(timeline)) || Date.now() > until) {
      if (timeline) return timeline
      throw new Error(`the hub knows no call ${providerCallId}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

async function readOnce(client: HubClient, providerCallId: string): Promise<Timeline | undefined> {
  const { data: calls } = await client.get<Page<TimelineCall>>('/v1/calls?limit=50')
  const found = calls.find((call) => call.provider_call_id === providerCallId)
  if (!found) return undefined
  const call = await client.get<TimelineCall>(`/v1/calls/${found.id}`)
  // Before the appointments: read after them, it could be over while they still show it under way.
  const exports = await client.get<Page<{ state: string }>>('/v1/jobs?kind=appointment.export&limit=50')
  const [appointments, usage, invoices] = await Promise.all([
    client.get<Page<TimelineAppointment>>(`/v1/appointments?call_id=${call.id}`),
    client.get<Page<{ meter: string; quantity: string; event_id: string; call_id: string | null }>>(
      '/v1/usage-events?limit=200',
    ),
    client.get<Page<TimelineInvoice>>('/v1/invoices?limit=10'),
  ])
  const customer = call.customer_id
    ? await client.get<{ name: string | null; phone: string | null }>(`/v1/customers/${call.customer_id}`)
    : undefined
  return {
    call,
    customer,
    appointments: appointments.data,
    usage: usage.data.filter(({ call_id }) => call_id === call.id),
    invoice: invoices.data.find(({ status }) => status === 'draft'),
    exporting: exports.data.some(({ state }) => state === 'waiting' || state === 'running'),
  }
}

function isSettled({ call, usage, invoice, exporting }: Timeline): boolean {
  if (call.status === 'ongoing' || call.cost === null || usage.length === 0 || exporting) return false
  return invoice?.lines.some(({ kind }) => kind === 'usage') ?? false
}
