import { Badge, Text } from '@mantine/core'
import { useApi } from '../../api/api.ts'
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

type Dispute = Shape<'Dispute'>

const STATES = ['needs_response', 'under_review', 'won', 'lost'] as const

export function DisputeState({ dispute }: { dispute: Dispute }) {
  const say = useBillingWords()
  const formats = useFormats()
  const { zone } = useTenant()
  const known = among(STATES, dispute.state)
  const isOpen = dispute.state === 'needs_response'
  return (
    <>
      <Badge color={isOpen ? 'red' : 'gray'} variant="light">
        {known ? say(`payments.disputeIs.${known}`) : dispute.state}
      </Badge>
      {isOpen && dispute.respond_by && (
        <Text size="sm">{say('payments.respondBy', { when: formats.date(dispute.respond_by, zone) })}</Text>
      )}
    </>
  )
}

const REASONS = [
  'fraudulent',
  'duplicate',
  'product_not_received',
  'product_unacceptable',
  'general',
] as const

/** The provider's word, in the reader's language where it is a usual one. */
export function DisputeReason({ reason }: { reason: string }) {
  const say = useBillingWords()
  const known = among(REASONS, reason)
  return known ? say(`payments.reason.${known}`) : reason
}

/** What payers object to with their banks. */
export function Disputes() {
  const say = useBillingWords()
  const formats = useFormats()
  const query = useApi().useInfiniteQuery('get', '/v1/disputes', {}, byCursor)
  const columns: Column<Dispute>[] = [
    { id: 'at', head: say('day'), cell: (row) => <When at={row.opened_at} as="date" /> },
    {
      id: 'invoice',
      head: say('invoice'),
      cell: (row) => (
        <>
          <ThingLink kind="invoice" id={row.invoice_id}>
            {say('invoice')}
          </ThingLink>
          <Text size="xs" c="dimmed" visibleFrom="md">
            {row.reference}
          </Text>
        </>
      ),
    },
    {
      id: 'reason',
      head: say('ask.reason'),
      from: 'md',
      cell: (row) => <DisputeReason reason={row.reason} />,
    },
    { id: 'state', head: say('status'), cell: (row) => <DisputeState dispute={row} /> },
    {
      id: 'amount',
      head: say('sum'),
      align: 'right',
      cell: (row) => formats.money(row.amount_minor, row.currency),
    },
  ]
  return (
    <DataList
      label={say('tab.disputes')}
      query={usePages(query)}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<Empty title={say('disputesNone')} />}
    />
  )
}
