import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { When } from '../../ui/when.tsx'
import { useFormats } from '../../words/formats.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { HookAddresses } from './hook-addresses.tsx'

type Health = Shape<'ConnectionHealth'>

/** Milliseconds. */
const LOOK_AGAIN = 15_000

export function ConnectionOverview({ connection }: { connection: Shape<'Connection'> }) {
  const query = useApi().useQuery(
    'get',
    '/v1/connections/{id}/health',
    { params: { path: { id: connection.id } } },
    { refetchInterval: LOOK_AGAIN },
  )
  return (
    <Stack gap="xl">
      {query.data ? (
        <HealthFacts health={query.data} />
      ) : query.error ? (
        <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
      ) : (
        <LoadingRows rows={3} />
      )}
      <HookAddresses hooks={connection.hooks} />
      <Watches connectionId={connection.id} />
    </Stack>
  )
}

function HealthFacts({ health }: { health: Health }) {
  const say = useIntegrationWords()
  const formats = useFormats()
  const { calls, error_budget: budget, last_success_at: success, data } = health
  const breaker = among(['closed', 'open', 'half_open'], health.breaker)
  const facts: Fact[] = [
    {
      label: say('health.lastSuccess'),
      value: success ? <When at={success} as="relative" /> : say('health.never'),
    },
    {
      label: say('health.calls', { days: calls.days }),
      value: formats.number(calls.total),
      about: say('health.callsFailed', { failed: calls.failed, total: calls.total }),
    },
    {
      label: say('health.budget'),
      value: formats.percent(budget.left),
      about: say('health.budgetAbout', { target: formats.percent(budget.target) }),
    },
    {
      label: say('health.breaker'),
      value: breaker ? say(`health.breakerIs.${breaker}`) : health.breaker,
      about: say(health.wire.shared ? 'health.ofHub' : 'health.ofProcess'),
    },
    rateFact(health, { say, formats }),
    {
      label: say('health.age'),
      value: data.synced_at ? <When at={data.synced_at} as="relative" /> : say('health.ageNone'),
    },
  ]
  return <Facts facts={facts} />
}

function rateFact(
  { wire }: Health,
  { say, formats }: { say: ReturnType<typeof useIntegrationWords>; formats: ReturnType<typeof useFormats> },
): Fact {
  const { rate, paused_until: paused } = wire
  return {
    label: say('health.rate'),
    value: rate
      ? say('health.rateLeft', { left: rate.left, requests: rate.requests, seconds: rate.seconds })
      : say('health.rateNone'),
    about: paused ? say('health.paused', { when: formats.relative(paused) }) : undefined,
  }
}

const WATCH_STATES = ['opening', 'open', 'closing', 'closed', 'refused'] as const

function Watches({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const query = useApi().useQuery('get', '/v1/connections/{id}/watches', {
    params: { path: { id: connectionId } },
  })
  const rows = query.data?.data ?? []
  return (
    <section aria-labelledby="watches">
      <Title order={2} size="h4" mb="sm" id="watches">
        {say('watches.title')}
      </Title>
      {query.error && <ProblemNote thrown={query.error} retry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && <Text c="dimmed">{say('watches.none')}</Text>}
      <Stack gap="xs">
        {rows.map((row) => (
          <Watch key={`${row.watch} ${row.calendar}`} row={row} />
        ))}
      </Stack>
    </section>
  )
}

function Watch({ row }: { row: Shape<'Watch'> }) {
  const say = useIntegrationWords()
  const formats = useFormats()
  const { watch, calendar, state, why, expires_at: until } = row
  const known = among(WATCH_STATES, state)
  const colour = state === 'open' ? 'green' : 'gray'
  return (
    <div>
      <Group gap="xs">
        <Text size="sm">{calendar ?? watch}</Text>
        <Badge variant="light" color={state === 'refused' ? 'orange' : colour}>
          {known ? say(`watches.state.${known}`) : state}
        </Badge>
        {until && (
          <Text size="sm" c="dimmed">
            {say('watches.expires', { when: formats.relative(until) })}
          </Text>
        )}
      </Group>
      {why && <Text size="sm">{hubSays(why)}</Text>}
      {state === 'refused' && (
        <Text size="sm" c="dimmed">
          {say('watches.refusedTodo')}
        </Text>
      )}
    </div>
  )
}
