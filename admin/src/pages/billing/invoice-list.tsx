import { Badge } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'
import { among } from '../../ui/among.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { When } from '../../ui/when.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { useTenantName } from './parties.tsx'

type Invoice = Shape<'Invoice'>

const STATES = ['draft', 'final', 'paid', 'uncollectible', 'void'] as const
const COLOURS = {
  draft: 'gray',
  final: 'blue',
  paid: 'green',
  uncollectible: 'orange',
  void: 'gray',
} as const

const FOLLOWED = ['invoice.']

export function InvoiceBadge({ status }: { status: string }) {
  const say = useBillingWords()
  const known = among(STATES, status)
  return (
    <Badge color={known ? COLOURS[known] : 'gray'} variant="light">
      {known ? say(`is.${known}`) : status}
    </Badge>
  )
}

export function InvoiceList() {
  const say = useBillingWords()
  const formats = useFormats()
  const tenant = useTenant()
  const navigate = useNavigate()
  const nameOf = useTenantName()
  useLiveQueries(FOLLOWED, ['/v1/invoices'])
  const query = useApi().useInfiniteQuery('get', '/v1/invoices', {}, byCursor)
  const columns: Column<Invoice>[] = [
    {
      id: 'number',
      head: say('number'),
      cell: ({ id, number }) => (
        <ThingLink kind="invoice" id={id}>
          <span style={{ whiteSpace: 'nowrap' }}>{number ?? say('draft')}</span>
        </ThingLink>
      ),
    },
    ...(tenant.kind === 'client'
      ? []
      : [{ id: 'to', head: say('to'), cell: (row: Invoice) => nameOf(row.recipient_id) } as const]),
    {
      id: 'period',
      head: say('period'),
      from: 'sm',
      cell: ({ period, zone }) => <span title={zone}>{formats.days(period.start, period.end, zone)}</span>,
    },
    { id: 'status', head: say('status'), cell: ({ status }) => <InvoiceBadge status={status} /> },
    {
      id: 'due',
      head: say('due'),
      from: 'md',
      cell: ({ due_at: due }) => due && <When at={due} as="date" />,
    },
    {
      id: 'balance',
      head: say('balance'),
      from: 'md',
      align: 'right',
      cell: (row) => formats.money(Math.max(0, row.balance_minor), row.currency),
    },
    {
      id: 'sum',
      head: say('sum'),
      align: 'right',
      cell: (row) => formats.money(row.totals.total_minor, row.currency),
    },
  ]
  return (
    <DataList
      label={say('tab.invoices')}
      query={usePages(query)}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) =>
        void navigate({ to: '/c/$tenant/billing/invoices/$id', params: { tenant: tenant.id, id } })
      }
      empty={<Empty title={say('none')} />}
    />
  )
}
