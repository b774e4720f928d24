import type { Tx } from '../platform/db/tx.ts'
import type { BillingPeriod } from './billing-period.ts'
import type { MeterId } from './meter.ts'
import type { Edge, UsageRow } from './usage-repository.ts'

/** Usage events of one day that share a meter and a size. */
export interface DayRow {
  /** YYYY-MM-DD in the zone asked for. */
  day: string
  meter: MeterId
  quantity: string
  events: number
}

/** By calendar days of a zone, oldest first. */
export function usageByDay(
  tx: Tx,
  usedBy: readonly string[],
  { start, end, zone }: BillingPeriod & { zone: string },
): Promise<DayRow[]> {
  return tx.rows<DayRow>({
    text: `select to_char(occurred_at at time zone $4, 'YYYY-MM-DD') as day, meter, quantity::text as quantity,
        count(*)::int as events
      from usage_events
      where tenant_id = any ($1::uuid[]) and occurred_at >= $2 and occurred_at < $3
      group by 1, 2, 3 order by 1, 2, 3`,
    values: [usedBy, new Date(start), new Date(end), zone],
  })
}

/** Usage events of a span that share a meter and a size: what a price needs to know of them. */
export function usageBySize(
  tx: Tx,
  usedBy: readonly string[],
  { start, end }: BillingPeriod,
): Promise<Array<Omit<DayRow, 'day'>>> {
  return tx.rows<Omit<DayRow, 'day'>>({
    text: `select meter, quantity::text as quantity, count(*)::int as events
      from usage_events
      where tenant_id = any ($1::uuid[]) and occurred_at >= $2 and occurred_at < $3
      group by 1, 2 order by 1, 2`,
    values: [usedBy, new Date(start), new Date(end)],
  })
}

export interface InvoiceUsageRow extends UsageRow {
  /** Who used. */
  tenant_id: string
}

export interface InvoiceUsageFilter {
  meter?: string | undefined
  /** Instants, half-open. */
  from?: Date | undefined
  to?: Date | undefined
  after?: string | undefined
  limit: number
}

const COLUMNS = `u.tenant_id, u.id, u.event_id, u.meter, u.quantity::text as quantity, u.call_id, u.occurred_at, u.received_at`
const CHOSEN = `($1::text is null or u.meter = $1) and ($2::timestamptz is null or u.occurred_at >= $2)
  and ($3::timestamptz is null or u.occurred_at < $3) and ($4::uuid is null or u.id < $4)`
const PAGE = 'order by u.id desc limit $5'

const chosen = ({ meter, from, to, after, limit }: InvoiceUsageFilter) => [
  meter ?? null,
  from ?? null,
  to ?? null,
  after ?? null,
  limit,
]

/** What a final invoice took, newest first. */
export function usageOfInvoice(
  tx: Tx,
  { issuerId, usedBy }: Pick<Edge, 'issuerId' | 'usedBy'>,
  { invoiceId, ...filter }: InvoiceUsageFilter & { invoiceId: string },
): Promise<InvoiceUsageRow[]> {
  return tx.rows<InvoiceUsageRow>({
    text: `select ${COLUMNS} from usage_events u
      join rated_usage r on r.usage_tenant_id = u.tenant_id and r.usage_id = u.id
      where r.tenant_id = $6 and r.invoice_id = $7 and u.tenant_id = any ($8::uuid[]) and ${CHOSEN} ${PAGE}`,
    values: [...chosen(filter), issuerId, invoiceId, usedBy],
  })
}

/** What a draft would take before `before`, newest first. */
export function usageOfDraft(
  tx: Tx,
  { issuerId, usedBy }: Pick<Edge, 'issuerId' | 'usedBy'>,
  { since, before, ...filter }: InvoiceUsageFilter & { since: number; before: number },
): Promise<InvoiceUsageRow[]> {
  return tx.rows<InvoiceUsageRow>({
    text: `select ${COLUMNS} from usage_events u
      where u.tenant_id = any ($7::uuid[]) and u.occurred_at >= $8 and u.occurred_at < $9 and ${CHOSEN}
        and not exists (select from rated_usage r where r.tenant_id = $6
          and r.usage_tenant_id = u.tenant_id and r.usage_id = u.id) ${PAGE}`,
    values: [...chosen(filter), issuerId, usedBy, new Date(since), new Date(before)],
  })
}
