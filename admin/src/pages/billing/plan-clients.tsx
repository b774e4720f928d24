import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { AppLink } from '../../ui/links.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'
import { usePlanWords } from '../../words/plans.ts'
import { PayerText } from './payer-text.tsx'
import { Subscribe } from './subscribe.tsx'
import { useClientsBelow } from './use-clients-below.ts'

interface Row {
  client: Shape<'Tenant'>
  subscription: Shape<'Subscription'> | undefined
  plan: Shape<'Plan'> | undefined
  payer: Shape<'Payer'> | undefined
}

/** Who is on which plan, since when, and how they pay. */
export function PlanClients() {
  const say = usePlanWords()
  const { query, plans } = useRows()
  const may = useMay()('subscriptions:write')
  const columns = useColumns()
  const actions: Column<Row> = {
    id: 'actions',
    head: '',
    align: 'right',
    cell: ({ client, subscription, plan }) => (
      <Group gap="xs" justify="flex-end">
        <Subscribe client={client} subscription={subscription} present={plan?.name} plans={plans} />
        {subscription && <End client={client} subscription={subscription} />}
      </Group>
    ),
  }
  return (
    <Stack gap="sm" component="section" aria-labelledby="on-plans">
      <Title order={2} size="h4" id="on-plans">
        {say('who.title')}
      </Title>
      <DataList
        label={say('who.title')}
        query={query}
        columns={may ? [...columns, actions] : columns}
        rowKey={({ client }) => client.id}
        empty={<Empty title={say('preview.nobody')} />}
      />
    </Stack>
  )
}

function useRows() {
  const api = useApi()
  const { clients, error, refetch } = useClientsBelow()
  const plans = api.useQuery('get', '/v1/plans')
  const subscriptions = api.useQuery('get', '/v1/subscriptions')
  const payers = api.useQuery('get', '/v1/payers')
  const live = subscriptions.data?.data.filter(({ ended_at: ended }) => ended === null)
  const rows: Row[] | undefined =
    live &&
    plans.data &&
    clients?.map((client) => {
      const subscription = live.find(({ recipient_id: id }) => id === client.id)
      return {
        client,
        subscription,
        plan: plans.data.data.find(({ id }) => id === subscription?.plan_id),
        payer: payers.data?.data.find(({ tenant_id: id }) => id === client.id),
      }
    })
  const again = () => {
    refetch()
    for (const query of [plans, subscriptions, payers]) void query.refetch()
  }
  const failed = error ?? plans.error ?? subscriptions.error ?? payers.error
  return { query: { rows, error: failed, refetch: again }, plans: plans.data?.data ?? [] }
}

function useColumns(): Column<Row>[] {
  const say = usePlanWords()
  const formats = useFormats()
  return [
    {
      id: 'client',
      head: say('who.client'),
      cell: ({ client, plan }) => (
        <>
          <AppLink to="/c/$tenant/billing" params={{ tenant: client.id }}>
            {client.name}
          </AppLink>
          <Text component="div" size="sm" hiddenFrom="sm">
            <PlanLink plan={plan} />
          </Text>
        </>
      ),
    },
    { id: 'plan', head: say('who.plan'), from: 'sm', cell: ({ plan }) => <PlanLink plan={plan} /> },
    {
      id: 'since',
      head: say('who.since'),
      from: 'md',
      cell: ({ subscription }) =>
        subscription && (
          <>
            <Text size="sm">{formats.date(`${subscription.anchor_date}T12:00:00Z`, 'UTC')}</Text>
            <Text size="xs" c="dimmed">
              {say('who.every', { count: subscription.months })} · {subscription.zone}
            </Text>
          </>
        ),
    },
    {
      id: 'pays',
      head: say('who.pays'),
      from: 'md',
      cell: ({ payer }) => <PayerText payer={payer} />,
    },
  ]
}

function PlanLink({ plan }: Pick<Row, 'plan'>) {
  const say = usePlanWords()
  if (!plan)
    return (
      <Text size="sm" c="dimmed">
        {say('who.none')}
      </Text>
    )
  return (
    <ThingLink kind="plan" id={plan.id}>
      {plan.name}
    </ThingLink>
  )
}

function End({ client, subscription }: { client: Shape<'Tenant'>; subscription: Shape<'Subscription'> }) {
  const say = usePlanWords()
  const common = useCommonWords()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const end = useApi().useMutation('delete', '/v1/subscriptions/{id}', {
    onSuccess: async () => {
      done(say('end.done', { client: client.name }))
      await refresh()
    },
    onError: failed,
  })
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="red"
      loading={end.isPending}
      aria-label={say('end.label', { client: client.name })}
      onClick={() =>
        askFirst({
          title: say('end.ask', { client: client.name }),
          text: say('end.text'),
          does: say('end.act'),
          cancel: common('cancel'),
          run: () => end.mutate({ params: { path: { id: subscription.id } } }),
        })
      }
    >
      {say('end.act')}
    </Button>
  )
}
