import { Stack, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { usePlanWords } from '../../words/plans.ts'
import { PlanClients } from './plan-clients.tsx'
import type { Plan } from './plan-values.ts'
import { useTermLines } from './price-text.tsx'

/** What those directly below can be charged by, and who of them is. */
export function Plans() {
  const say = usePlanWords()
  const tenant = useTenant()
  const may = useMay()
  return (
    <Stack gap="xl">
      <Text size="sm" c="dimmed" maw={720}>
        {say(tenant.kind === 'partner' ? 'chain.partner' : 'chain.agency')}
        {!may('plans:write') && ` ${say('chain.readOnly')}`}
      </Text>
      <PlanList />
      <PlanClients />
    </Stack>
  )
}

function PlanList() {
  const say = usePlanWords()
  const tenant = useTenant()
  const may = useMay()
  const navigate = useNavigate()
  const termLines = useTermLines()
  const query = useApi().useQuery('get', '/v1/plans')
  const onPlan = useCounts()
  const columns: Column<Plan>[] = [
    {
      id: 'name',
      head: say('name'),
      cell: ({ id, name }) => (
        <ThingLink kind="plan" id={id}>
          {name}
        </ThingLink>
      ),
    },
    {
      id: 'terms',
      head: say('terms'),
      from: 'sm',
      cell: ({ terms }) =>
        termLines(terms).map((line) => (
          <Text size="sm" key={line}>
            {line}
          </Text>
        )),
    },
    { id: 'clients', head: say('clients'), align: 'right', cell: ({ id }) => onPlan(id) },
  ]
  const add = may('plans:write') && (
    <ButtonLink
      to="/c/$tenant/billing/plans/$id"
      params={{ tenant: tenant.id, id: 'new' }}
      leftSection={<IconPlus size={16} aria-hidden />}
      style={{ alignSelf: 'flex-start' }}
    >
      {say('new')}
    </ButtonLink>
  )
  return (
    <Stack gap="sm" component="section" aria-labelledby="plans">
      <Title order={2} size="h4" id="plans">
        {say('title')}
      </Title>
      <DataList
        label={say('title')}
        query={{ rows: query.data?.data, error: query.error, refetch: query.refetch }}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) =>
          void navigate({ to: '/c/$tenant/billing/plans/$id', params: { tenant: tenant.id, id } })
        }
        empty={<Empty title={say('none')} />}
      />
      {add}
    </Stack>
  )
}

/** How many are on a plan now. */
function useCounts(): (planId: string) => number {
  const { data } = useApi().useQuery('get', '/v1/subscriptions')
  return (planId) =>
    (data?.data ?? []).filter(({ plan_id: id, ended_at: ended }) => id === planId && ended === null).length
}
