import { Paper, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { TermsList } from './price-text.tsx'

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

function PlanCard({ plan: { terms, subscription, name } }: { plan: Shape<'OwnPlan'> }) {
  const say = useBillingWords()
  const formats = useFormats()
  const since = formats.date(`${subscription.anchor_date}T12:00:00Z`, 'UTC')
  return (
    <Paper withBorder p="md" maw={640}>
      <Text fw={600}>{name}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {say('since', { date: since, count: subscription.months })} ·{' '}
        {say('byWhom', { zone: subscription.zone })}
      </Text>
      <TermsList terms={terms} />
    </Paper>
  )
}
