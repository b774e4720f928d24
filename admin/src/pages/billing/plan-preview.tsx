import { Alert, Paper, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { Facts } from '../../ui/facts.tsx'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { usePlanWords } from '../../words/plans.ts'
import { METERS } from './meters.ts'
import { missingIn, type PlanValues, termsOf } from './plan-values.ts'
import { PriceLines } from './price-lines.tsx'
import { type Dates, lastDays, lastMonth } from './spans.ts'
import { useClientsBelow } from './use-clients-below.ts'
import { usePricing } from './use-pricing.ts'

interface Props {
  values: PlanValues
  /** What cannot be priced, by the fields of the form. */
  onRefused: (errors: Record<string, string>) => void
}

const WAIT = 400

/** What a month of a client's usage would have cost under the plan as it is typed, beside what it costs now. */
export function PlanPreview({ values, onRefused }: Props) {
  const say = usePlanWords()
  const { clients, error, refetch } = useClientsBelow()
  const [chosen, setChosen] = useState<string | null>(null)
  const [span, setSpan] = useState<'month' | 'days'>('month')
  const client = clients?.find(({ id }) => id === chosen) ?? clients?.[0]
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {say('preview.title')}
        </Title>
        {error !== null && error !== undefined && <ProblemNote thrown={error} retry={refetch} />}
        {clients?.length === 0 && <Text size="sm">{say('preview.nobody')}</Text>}
        {client && (
          <>
            <Select
              label={say('preview.client')}
              data={(clients ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={client.id}
              onChange={setChosen}
              allowDeselect={false}
              searchable
            />
            <SegmentedControl
              aria-label={say('preview.span')}
              value={span}
              onChange={(value) => setSpan(value as 'month' | 'days')}
              data={(['month', 'days'] as const).map((value) => ({ value, label: say(`preview.${value}`) }))}
            />
            <Priced
              values={values}
              client={client}
              dates={span === 'month' ? lastMonth(client.zone) : lastDays(30, client.zone)}
              onRefused={onRefused}
            />
          </>
        )}
      </Stack>
    </Paper>
  )
}

interface PricedProps extends Props {
  client: Shape<'Tenant'>
  dates: Dates
}

function Priced({ values, client, dates, onRefused }: PricedProps) {
  const say = usePlanWords()
  const formats = useFormats()
  const [settled] = useDebouncedValue(values, WAIT)
  const isWhole = missingIn({ ...settled, name: 'any' }).length === 0
  const terms = isWhole ? termsOf(settled) : undefined
  const { usage, wanted, present } = usePricing({ client, dates, terms, onRefused })
  const day = (date: string) => formats.date(`${date}T12:00:00Z`, 'UTC')
  if (usage.error) return <ProblemNote thrown={usage.error} retry={() => void usage.refetch()} />
  if (!isWhole) return <Text size="sm">{say('preview.unfinished')}</Text>
  if (wanted.refused) return <Alert color="orange">{say('preview.refused')}</Alert>
  if (wanted.error) return <ProblemNote thrown={wanted.error} />
  if (!wanted.data) return <LoadingRows rows={3} />
  const { currency, totals } = wanted.data
  const facts = [
    { label: say('preview.wanted'), value: formats.money(totals.total_minor, currency) },
    ...(present
      ? [
          {
            label: say('preview.present', { plan: present.name }),
            value: formats.money(present.priced.totals.total_minor, present.priced.currency),
          },
        ]
      : []),
  ]
  return (
    <>
      <Text size="sm" c="dimmed">
        {say('preview.about', { from: day(dates.from), to: day(dates.to), zone: client.zone })}
      </Text>
      {usage.data?.data.length === 0 && <Text size="sm">{say('preview.noUsage')}</Text>}
      <Facts facts={facts} narrow />
      <PriceLines priced={wanted.data} />
      <Unpriced meters={wanted.data.unpriced_meters} />
    </>
  )
}

/** Usage that costs nothing, since the plan does not name it. */
function Unpriced({ meters }: { meters: readonly string[] }) {
  const say = usePlanWords()
  const billing = useBillingWords()
  if (meters.length === 0) return null
  const names = meters.map((meter) => {
    const known = among(METERS, meter)
    return known ? billing(`meter.${known}`) : meter
  })
  return (
    <Text size="sm" c="dimmed">
      {say('preview.unpriced', { meters: names.join(', ') })}
    </Text>
  )
}
