import { lineText } from '../../billing/index.ts'
import type { DemoFile } from './demo-file.ts'
import type { PlacedCall } from './place-call.ts'
import { readTimeline, type Timeline, type TimelineAppointment } from './timeline.ts'

const ZONE = 'Europe/Berlin'
const when = new Intl.DateTimeFormat('de-DE', {
  timeZone: ZONE,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** Reads one call's timeline back from the hub and prints it. */
export async function printTimeline(demo: DemoFile, { call_id }: PlacedCall): Promise<void> {
  const timeline = await readTimeline(demo, call_id)
  process.stdout.write(`${linesOf(demo, timeline).join('\n')}\n\n`)
}

function linesOf(demo: DemoFile, timeline: Timeline): string[] {
  const { call } = timeline
  const location = demo.locations.find(({ phone }) => phone === call.to)?.name ?? call.to
  return [
    `Call ${call.provider_call_id}`,
    row(
      'from',
      `${call.from ?? 'a withheld number'}${timeline.customer?.name ? `, ${timeline.customer.name}` : ''}`,
    ),
    row('to', `${call.to}, Salon Sonnenschein ${location}`),
    '',
    ...functionLines(timeline),
    '',
    ...timeline.appointments.flatMap((appointment) => appointmentLines(demo, appointment)),
    row('outcome', `${call.outcome ?? call.status}, ${seconds(call.duration_ms)}`),
    row(
      'call cost',
      call.cost ? `${call.cost.amount} ${call.cost.currency} (the provider's price)` : 'not told',
    ),
    ...timeline.usage.map(({ meter, quantity }) => row('usage', `${meter} ${Number(quantity)}`)),
    ...invoiceLines(timeline),
  ]
}

function functionLines({ call }: Timeline): string[] {
  return call.function_calls.flatMap((one) => {
    const args = Object.values(one.arguments)
      .map((value) => String(value).slice(0, 40))
      .join(', ')
    const held =
      one.status === 'held' && one.result.data?.until ? [row('hold', `until ${one.result.data.until}`)] : []
    const head = `  ${one.name}(${args}) -> ${one.status}  [${one.duration_ms} ms]`
    return [head, `      "${one.result.say ?? ''}"`, ...held]
  })
}

function appointmentLines(demo: DemoFile, appointment: TimelineAppointment): string[] {
  const service = demo.services.find(({ id }) => id === appointment.service_id)?.name ?? ''
  const names = new Set(
    appointment.occupancies.map(
      ({ resource_id }) => demo.resources.find(({ id }) => id === resource_id)?.name ?? '',
    ),
  )
  return [
    row(
      'appointment',
      `${service}, ${when.format(new Date(appointment.start))}, ${[...names].join(' and ')} (${appointment.status})`,
    ),
    ...appointment.external.map(({ connection_id, reference, state }) => {
      const plugin = demo.connections.find(({ id }) => id === connection_id)?.plugin ?? connection_id
      return row('entry', `${plugin} ${reference ?? ''} (${state})`)
    }),
  ]
}

function invoiceLines({ invoice }: Timeline): string[] {
  if (!invoice) return [row('invoice', 'no draft yet')]
  const money = (minor: number) =>
    new Intl.NumberFormat('en', { style: 'currency', currency: invoice.currency }).format(minor / 100)
  const lines = invoice.lines.map((line) =>
    row('', `${money(line.amount_minor).padStart(10)}  ${lineText(line, 'en')}`),
  )
  return [row('draft invoice', `${money(invoice.totals.total_minor)} so far`), ...lines]
}

const row = (name: string, text: string): string => `  ${name.padEnd(14)}${text}`
const seconds = (ms: number | null): string =>
  ms === null ? 'of unknown length' : `${Math.round(ms / 1000)} s`
