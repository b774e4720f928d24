import { List, Paper, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'
import { among } from '../../ui/among.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { METERS } from './meters.ts'

type Plan = Shape<'OwnPlan'>
type Price = Plan['terms']['prices'][number]

/** At what prices the client is charged, in words. */
export function OwnPlan() {
  const say = useBillingWords()
  const { kind } = useTenant()
  const query = useApi().useQuery('get', '/v1/usage/plan')
  return (
    <section aria-labelledby="plan">
      <Title order={2} size="h4" mb="sm" id="plan">
        {say('plan')}
      </Title>
      {query.error && <ProblemNote thrown={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <LoadingRows rows={2} />}
      {query.data?.data && <PlanCard plan={query.data.data} />}
      {query.data && !query.data.data && (
        <Text c="dimmed">{say(kind === 'agency' ? 'planTop' : 'planNone')}</Text>
      )}
    </section>
  )
}

function PlanCard({ plan }: { plan: Plan }) {
  const say = useBillingWords()
  const formats = useFormats()
  const { terms, subscription, name } = plan
  const since = formats.date(`${subscription.anchor_date}T12:00:00Z`, 'UTC')
  return (
    <Paper withBorder p="md" maw={640}>
      <Text fw={600}>{name}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {say('since', { date: since, count: subscription.months })}
      </Text>
      <List size="sm">
        {terms.flat_fee_minor !== undefined && (
          <List.Item>
            {say('fee')}: {formats.money(terms.flat_fee_minor, terms.currency)}
          </List.Item>
        )}
        {terms.prices.map((price) => (
          <List.Item key={JSON.stringify(price)}>
            <PriceText price={price} currency={terms.currency} />
          </List.Item>
        ))}
        {terms.tax_percent !== undefined && (
          <List.Item>{say('tax', { percent: formats.number(Number(terms.tax_percent)) })}</List.Item>
        )}
      </List>
    </Paper>
  )
}

/** Rates may be finer than the smallest coin: as many digits as they have. */
function useRate(): (rate: string, currency: string) => string {
  const formats = useFormats()
  return (rate, currency) => `${formats.number(Number(rate))} ${currency}`
}

function PriceText({ price, currency }: { price: Price; currency: string }) {
  const say = useBillingWords()
  const formats = useFormats()
  const rate = useRate()
  if (price.model === 'flat') return `${say('flat')}: ${formats.money(price.amount_minor, currency)}`
  const unit = say(`unit.${price.unit}`)
  const meter = among(METERS, price.meter)
  const what = meter ? say(`meter.${meter}`) : price.meter
  if (price.model === 'per_unit') {
    const free = price.included ? `, ${say('included', { count: price.included })}` : ''
    return `${what}: ${say('perUnit', { price: rate(price.unit_price, currency), unit })}${free}`
  }
  if (price.model === 'package') {
    const money = formats.money(price.package_price_minor, currency)
    return `${what}: ${say('package', { price: money, size: price.package_size, unit })}`
  }
  const first = price.tiers[0]?.unit_price ?? '0'
  return `${what}: ${say(price.model, { price: rate(first, currency), unit })}`
}
