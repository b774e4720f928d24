import type { Evidence, InvoiceFact, UsageFact } from '../evidence.ts'

export function wronglyMetered({ calls, usage, witness }: Evidence): string[] {
  const wrong = calls.flatMap(({ id, provider_call_id, status, duration_ms }) => {
    const events = usage.filter(({ call_id }) => call_id === id).sort(byMeter)
    const meters = events.map(({ meter }) => meter)
    const wanted = status === 'ended' ? (duration_ms ? 'call_seconds,calls' : 'calls') : ''
    const seconds = events.find(({ meter }) => meter === 'call_seconds')?.quantity
    // Rounded, since 2.019 s times 1000 is a trifle less than 2019.
    const off = seconds !== undefined && Math.round(seconds * 1_000) !== duration_ms
    if (meters.join() === wanted && !off) return []
    const metered = events.map(({ meter, quantity }) => `${meter} ${quantity}`).join(', ') || 'not at all'
    return [`call ${provider_call_id} is ${status} after ${duration_ms} ms and metered: ${metered}`]
  })
  const known = new Map(calls.map(({ provider_call_id, status }) => [provider_call_id, status]))
  const open = [...witness.ended].filter((id) => known.get(id) !== 'ended')
  return [
    ...wrong,
    ...open.map((id) => `the end of call ${id} was taken, and it is ${known.get(id) ?? 'unknown'}`),
  ]
}

const byMeter = (one: UsageFact, other: UsageFact): number => (one.meter < other.meter ? -1 : 1)

/** The seconds on an invoice are those that were used, each call's rounded as the plan says; final ones are paid once. */
export function wronglyInvoiced({ invoices, usage, paidAtProvider, witness }: Evidence): string[] {
  const wrong = invoices.flatMap((invoice) => {
    const used = chargedOn(invoice, usage)
    const seconds = used.reduce((sum, { quantity }) => sum + rounded(quantity, invoice.rounding), 0)
    if (used.length === 0 || Math.abs(seconds - invoice.seconds) < 1e-6) return []
    return [`invoice ${invoice.id} (${invoice.status}) says ${invoice.seconds} s, used were ${seconds} s`]
  })
  const unpaid = [...witness.finalized].flatMap((id) => {
    const here = invoices.find((invoice) => invoice.id === id)
    const there = paidAtProvider.filter((paid) => paid === id).length
    return here?.status === 'paid' && here.payments === 1 && there === 1
      ? []
      : [
          `invoice ${id} is ${here?.status} with ${here?.payments} payments here and paid ${there} times there`,
        ]
  })
  return [...wrong, ...unpaid]
}

/** What a final invoice has taken; for a draft of a period with calls all of its client's that nobody charged yet. */
function chargedOn(
  { id, status, recipient, from, until }: InvoiceFact,
  usage: readonly UsageFact[],
): UsageFact[] {
  const seconds = usage.filter(({ meter }) => meter === 'call_seconds')
  if (status !== 'draft') return seconds.filter(({ charged_by }) => charged_by === id)
  const own = seconds.filter(({ tenant, charged_by }) => tenant === recipient && charged_by === null)
  const isLive = own.some(({ at }) => at >= from && at < until)
  return isLive ? own.filter(({ at }) => at < until) : []
}

const rounded = (quantity: number, step: number): number =>
  step === 0 ? quantity : Math.ceil(quantity / step) * step
