import { Drawer } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useBillingWords } from '../../words/billing.ts'
import { type Line, PriceLines } from './price-lines.tsx'
import { useUsageColumns } from './usage-columns.tsx'

/** Each line with how it comes about, and the usage behind it down to the call. */
export function InvoiceLines({ invoice }: { invoice: Shape<'Invoice'> }) {
  const say = useBillingWords()
  const [open, setOpen] = useState<Line>()
  return (
    <>
      <PriceLines priced={invoice} explain={setOpen} />
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size="lg"
        title={say('explained')}
      >
        {open && <Behind invoiceId={invoice.id} line={open} />}
      </Drawer>
    </>
  )
}

function Behind({ invoiceId, line }: { invoiceId: string; line: Line }) {
  const say = useBillingWords()
  const { meter, period } = line
  const range = period ? { from: period.start, to: period.end } : {}
  const query = useApi().useInfiniteQuery(
    'get',
    '/v1/invoices/{id}/usage',
    { params: { path: { id: invoiceId }, query: { ...(meter ? { meter } : {}), ...range } } },
    byCursor,
  )
  return (
    <DataList
      label={say('explained')}
      query={usePages(query)}
      columns={useUsageColumns()}
      rowKey={({ id }) => id}
      empty={<Empty title={say('noUsage')} />}
    />
  )
}
