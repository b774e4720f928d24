import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import { Accordion, SegmentedControl, Stack, Table, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'
import { DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { METERS, shownQuantity } from './meters.ts'
import { OwnPlan } from './own-plan.tsx'
import { lastDays } from './spans.ts'
import { useUsageColumns } from './usage-columns.tsx'

type Day = Shape<'UsageDay'>
const SPANS = { d14: 14, d30: 30, d90: 90 } as const
type Span = keyof typeof SPANS

/** Usage day by day and call by call, and the plan that prices it. */
export function BillingUsage() {
  const say = useBillingWords()
  const [span, setSpan] = useState<Span>('d30')
  const { zone } = useTenant()
  const range = useMemo(() => lastDays(SPANS[span], zone), [span, zone])
  const query = useApi().useQuery('get', '/v1/usage/days', { params: { query: range } })
  return (
    <Stack gap="xl">
      <SegmentedControl
        aria-label={say('span')}
        value={span}
        onChange={(value) => setSpan(value as Span)}
        data={(['d14', 'd30', 'd90'] as const).map((value) => ({ value, label: say(`days.${value}`) }))}
        style={{ alignSelf: 'flex-start' }}
      />
      {query.data ? (
        <Days days={query.data.data} currency={query.data.currency} />
      ) : query.error ? (
        <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
      ) : (
        <LoadingRows />
      )}
      <OwnPlan />
      <CallByCall />
    </Stack>
  )
}

const quantityOf = ({ meters }: Day, meter: string): number =>
  meters.reduce((sum, one) => sum + (one.meter === meter ? shownQuantity(meter, one.quantity) : 0), 0)

function Days({ days, currency }: { days: readonly Day[]; currency: string }) {
  const say = useBillingWords()
  const formats = useFormats()
  const used = METERS.filter((meter) => days.some((day) => quantityOf(day, meter) > 0))
  const isPriced = days.some((day) => day.amount_minor !== null)
  const total = days.reduce((sum, day) => sum + (day.amount_minor ?? 0), 0)
  const facts = used.map((meter) => ({
    label: say(`meter.${meter}`),
    value: formats.number(days.reduce((sum, day) => sum + quantityOf(day, meter), 0)),
  }))
  if (used.length === 0) return <Empty title={say('noUsage')} />
  const rows = days.map((day) => ({
    date: formats.date(`${day.date}T12:00:00Z`, 'UTC').replace(/ \d{4}$/, ''),
    ...Object.fromEntries(used.map((meter) => [say(`meter.${meter}`), quantityOf(day, meter)])),
  }))
  const colours = ['blue.6', 'teal.6', 'grape.6']
  return (
    <Stack>
      <Facts
        facts={[
          ...facts,
          ...(isPriced ? [{ label: say('amount'), value: formats.money(total, currency) }] : []),
        ]}
      />
      <Title order={2} size="h4">
        {say('chart')}
      </Title>
      <div role="img" aria-label={say('chart')}>
        <BarChart
          h={260}
          data={rows}
          dataKey="date"
          withLegend
          tickLine="none"
          barChartProps={{ accessibilityLayer: false }}
          series={used.map((meter, at) => ({
            name: say(`meter.${meter}`),
            color: colours[at] ?? 'gray.6',
          }))}
        />
      </div>
      <DayTable days={days} used={used} currency={currency} isPriced={isPriced} />
    </Stack>
  )
}

interface DayTableProps {
  days: readonly Day[]
  used: ReadonlyArray<(typeof METERS)[number]>
  currency: string
  isPriced: boolean
}

/** What the chart shows, for whoever cannot see it or wants the figures. */
function DayTable({ days, used, currency, isPriced }: DayTableProps) {
  const say = useBillingWords()
  const formats = useFormats()
  return (
    <Accordion variant="separated">
      <Accordion.Item value="table">
        <Accordion.Control>{say('table')}</Accordion.Control>
        <Accordion.Panel>
          <Table.ScrollContainer minWidth={320}>
            <Table aria-label={say('chart')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{say('day')}</Table.Th>
                  {used.map((meter) => (
                    <Table.Th key={meter} ta="right">
                      {say(`meter.${meter}`)}
                    </Table.Th>
                  ))}
                  {isPriced && <Table.Th ta="right">{say('amount')}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {days
                  .filter(({ meters }) => meters.length > 0)
                  .toReversed()
                  .map((day) => (
                    <Table.Tr key={day.date}>
                      <Table.Td>{formats.date(`${day.date}T12:00:00Z`, 'UTC')}</Table.Td>
                      {used.map((meter) => (
                        <Table.Td key={meter} ta="right">
                          {formats.number(quantityOf(day, meter))}
                        </Table.Td>
                      ))}
                      {isPriced && (
                        <Table.Td ta="right">{formats.money(day.amount_minor ?? 0, currency)}</Table.Td>
                      )}
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}

function CallByCall() {
  const say = useBillingWords()
  const query = useApi().useInfiniteQuery('get', '/v1/usage-events', {}, byCursor)
  return (
    <section aria-labelledby="calls">
      <Title order={2} size="h4" mb="sm" id="calls">
        {say('perCall')}
      </Title>
      <DataList
        label={say('perCall')}
        query={usePages(query)}
        columns={useUsageColumns()}
        rowKey={({ id }) => id}
        empty={<Empty title={say('noUsage')} />}
      />
    </section>
  )
}
