import { Button, Drawer, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { METERS, useQuantity } from './meters.ts'
import { useUsageColumns } from './usage-columns.tsx'

type Invoice = Shape<'Invoice'>
type Line = Invoice['lines'][number]

/** Each line with how it comes about, and the usage behind it down to the call. */
export function InvoiceLines({ invoice }: { invoice: Invoice }) {
  const say = useBillingWords()
  const formats = useFormats()
  const [open, setOpen] = useState<Line>()
  const { currency, totals } = invoice
  return (
    <>
      <Table.ScrollContainer minWidth={420}>
        <Table aria-label={say('lines')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('lines')}</Table.Th>
              <Table.Th>{say('how')}</Table.Th>
              <Table.Th ta="right">{say('sum')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {invoice.lines.map((line) => (
              <LineRow key={JSON.stringify(line)} line={line} currency={currency} explain={setOpen} />
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th colSpan={2}>{say('sum')}</Table.Th>
              <Table.Th ta="right">{formats.money(totals.total_minor, currency)}</Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
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

interface RowProps {
  line: Line
  currency: string
  explain: (line: Line) => void
}

function LineRow({ line, currency, explain }: RowProps) {
  const say = useBillingWords()
  const formats = useFormats()
  const meter = among(METERS, line.meter)
  return (
    <Table.Tr>
      <Table.Td>
        {meter ? `${say(`line.${line.kind}`)}: ${say(`meter.${meter}`)}` : say(`line.${line.kind}`)}
        {meter && (
          <Button size="compact-xs" variant="subtle" ml="xs" onClick={() => explain(line)}>
            {say('explain')}
          </Button>
        )}
      </Table.Td>
      <Table.Td>
        <How line={line} currency={currency} />
      </Table.Td>
      <Table.Td ta="right">{formats.money(line.amount_minor, currency)}</Table.Td>
    </Table.Tr>
  )
}

const UNITS = ['second', 'minute', 'hour', 'call', 'appointment', 'period', 'day', 'tier'] as const

/** A line's amount is quantity × price / price quantity: said in the unit that is priced. */
function How({ line, currency }: { line: Line; currency: string }) {
  const say = useBillingWords()
  const formats = useFormats()
  const quantity = useQuantity()
  const { meter, unit, unit_price: price, price_quantity: per, basis } = line
  if (basis?.kind === 'percent') return `${formats.number(Number(basis.percent))} %`
  if (unit === currency) return null
  const word = among(UNITS, unit)
  const isMinutes = meter === 'call_seconds' && per === '60'
  const amount = meter ? quantity(meter, line.quantity) : formats.number(Number(line.quantity))
  const pricedIn = isMinutes ? say('unit.minute') : word ? say(`unit.${word}`) : unit
  const rate = Number(price) / (isMinutes ? 1 : Number(per))
  return (
    <>
      <Text size="sm">
        {Number(price) === 0
          ? `${amount} (${say('why.free')})`
          : `${amount} × ${formats.number(rate)} ${currency} / ${pricedIn}`}
      </Text>
      <Basis line={line} currency={currency} />
    </>
  )
}

function Basis({ line: { basis }, currency }: { line: Line; currency: string }) {
  const say = useBillingWords()
  const formats = useFormats()
  if (!basis || basis.kind === 'percent') return null
  const unitOf = (unit: string) => {
    const known = among(UNITS, unit)
    return known ? say(`unit.${known}`) : unit
  }
  const text = () => {
    if (basis.kind === 'limit') return say('why.limit', { limit: formats.money(basis.limit_minor, currency) })
    const unit = unitOf(basis.unit)
    if (basis.kind === 'package') return say('why.package', { used: basis.used, size: basis.size, unit })
    return basis.up_to === null
      ? say('why.tierOpen', { after: basis.after, unit })
      : say('why.tier', { after: basis.after, upTo: basis.up_to, unit })
  }
  return (
    <Text size="sm" c="dimmed">
      {text()}
    </Text>
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
