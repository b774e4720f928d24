import { Badge, Button, Drawer, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { Block } from '../../ui/block.tsx'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { LoadingPage, LoadingRows } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Secret } from '../../ui/secret.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useWebhookWords } from '../../words/webhooks.ts'
import { EndpointState } from './endpoint-state.tsx'

type Endpoint = Shape<'WebhookEndpoint'>
type Delivery = Shape<'WebhookDelivery'>

export function EndpointPage() {
  const say = useWebhookWords()
  const { id } = useParams({ from: '/signed-in/c/$tenant/webhooks/$id' })
  const query = useApi().useQuery('get', '/v1/webhook-endpoints/{id}', { params: { path: { id } } })
  const { data } = query
  if (query.error) return <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
  if (!data) return <LoadingPage />
  return (
    <>
      <PageHead title={data.description || say('title')} about={data.url}>
        <EndpointState endpoint={data} />
      </PageHead>
      <Stack gap="lg">
        <Text size="sm">
          {say('types')}: {data.event_types.join(', ') || say('typesAll')}
        </Text>
        <Actions endpoint={data} />
        <Log endpointId={id} />
      </Stack>
    </>
  )
}

function Actions({ endpoint }: { endpoint: Endpoint }) {
  const say = useWebhookWords()
  const common = useCommonWords()
  const may = useMay()
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const params = { path: { id: endpoint.id } }
  const onChange = { onSuccess: refresh, onError: failed }
  const ping = api.useMutation('post', '/v1/webhook-endpoints/{id}/ping', {
    onSuccess: async () => {
      done(say('act.pinged'))
      await refresh()
    },
    onError: failed,
  })
  const enable = api.useMutation('post', '/v1/webhook-endpoints/{id}/enable', onChange)
  const disable = api.useMutation('post', '/v1/webhook-endpoints/{id}/disable', onChange)
  const rotate = api.useMutation('post', '/v1/webhook-endpoints/{id}/rotate-secret', onChange)
  const remove = api.useMutation('delete', '/v1/webhook-endpoints/{id}', {
    onSuccess: () => navigate({ to: '/c/$tenant/webhooks', params: { tenant: tenant.id } }).then(refresh),
    onError: failed,
  })
  if (!may('webhooks:write')) return null
  const ask = (what: 'remove' | 'disable' | 'rotate', run: () => void) => () =>
    askFirst({
      title: say(`${what}.title`),
      text: say(`${what}.text`),
      does: say(`act.${what}`),
      cancel: common('cancel'),
      run,
    })
  const isOff = endpoint.state === 'disabled'
  return (
    <>
      <Group gap="sm">
        <Button loading={ping.isPending} disabled={isOff} onClick={() => ping.mutate({ params })}>
          {say('act.ping')}
        </Button>
        {isOff ? (
          <Button variant="default" onClick={() => enable.mutate({ params })}>
            {say('act.enable')}
          </Button>
        ) : (
          <Button variant="default" onClick={ask('disable', () => disable.mutate({ params }))}>
            {say('act.disable')}
          </Button>
        )}
        <Button variant="default" onClick={ask('rotate', () => rotate.mutate({ params, body: {} }))}>
          {say('act.rotate')}
        </Button>
        <Button variant="outline" color="red" onClick={ask('remove', () => remove.mutate({ params }))}>
          {say('act.remove')}
        </Button>
      </Group>
      {rotate.data && (
        <Secret title={say('secretTitle')} text={say('secretText')} secret={rotate.data.secret} />
      )}
    </>
  )
}

const COLOURS = { waiting: 'blue', delivered: 'green', failed: 'red' } as const

function DeliveryBadge({ state }: Pick<Delivery, 'state'>) {
  const say = useWebhookWords()
  return (
    <Badge color={COLOURS[state]} variant="light" tt="none" className="readable">
      {say(`is.${state}`)}
    </Badge>
  )
}

function Log({ endpointId }: { endpointId: string }) {
  const say = useWebhookWords()
  const [state, setState] = useState<Delivery['state'] | 'all'>('all')
  const [open, setOpen] = useState<string>()
  const query = useApi().useInfiniteQuery(
    'get',
    '/v1/webhook-endpoints/{id}/deliveries',
    { params: { path: { id: endpointId }, query: state === 'all' ? {} : { state } } },
    byCursor,
  )
  const columns: Column<Delivery>[] = [
    { id: 'event', head: say('delivery.event'), cell: (row) => row.event_type },
    { id: 'at', head: say('delivery.at'), cell: (row) => <When at={row.created_at} /> },
    { id: 'tries', head: say('delivery.tries'), from: 'sm', align: 'right', cell: ({ tries }) => tries },
    {
      id: 'state',
      head: say('state'),
      cell: (row) => (
        <>
          <DeliveryBadge state={row.state} />
          {row.last_error && row.state !== 'delivered' && <Text size="sm">{hubSays(row.last_error)}</Text>}
        </>
      ),
    },
  ]
  return (
    <section aria-labelledby="log">
      <Title order={2} size="h4" mb="sm" id="log">
        {say('log')}
      </Title>
      <Group justify="space-between" mb="sm">
        <SegmentedControl
          aria-label={say('filter')}
          value={state}
          onChange={(value) => setState(value as Delivery['state'] | 'all')}
          data={[
            { value: 'all', label: say('all') },
            ...(['waiting', 'delivered', 'failed'] as const).map((value) => ({
              value,
              label: say(`is.${value}`),
            })),
          ]}
        />
        <RedeliverFailed endpointId={endpointId} />
      </Group>
      <DataList
        label={say('log')}
        query={usePages(query)}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty title={say('logNone')} />}
      />
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size="lg"
        title={say('log')}
      >
        {open && <OneDelivery id={open} />}
      </Drawer>
    </section>
  )
}

function RedeliverFailed({ endpointId }: { endpointId: string }) {
  const say = useWebhookWords()
  const may = useMay()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const redeliver = useApi().useMutation('post', '/v1/webhook-endpoints/{id}/redeliver', {
    onSuccess: async ({ deliveries }) => {
      done(say('act.redeliveredAll', { count: deliveries }))
      await refresh()
    },
    onError: failed,
  })
  if (!may('webhooks:write')) return null
  const body = { since: new Date(0).toISOString() }
  return (
    <Button
      variant="default"
      loading={redeliver.isPending}
      onClick={() => redeliver.mutate({ params: { path: { id: endpointId } }, body })}
    >
      {say('act.redeliverFailed')}
    </Button>
  )
}

function OneDelivery({ id }: { id: string }) {
  const say = useWebhookWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const params = { path: { id } }
  const query = api.useQuery('get', '/v1/webhook-deliveries/{id}', { params })
  const redeliver = api.useMutation('post', '/v1/webhook-deliveries/{id}/redeliver', {
    onSuccess: async () => {
      done(say('act.redelivered'))
      await refresh()
    },
    onError: failed,
  })
  if (query.error) return <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows />
  const { state, event_type: type, attempts } = query.data
  return (
    <Stack>
      <Group gap="sm">
        <DeliveryBadge state={state} />
        <Text fw={600}>{type}</Text>
      </Group>
      {may('webhooks:write') && (
        <Group>
          <Button size="xs" loading={redeliver.isPending} onClick={() => redeliver.mutate({ params })}>
            {say('act.redeliver')}
          </Button>
        </Group>
      )}
      {attempts.length === 0 && <Text c="dimmed">{say('delivery.noAttempts')}</Text>}
      {attempts.map((attempt, at) => (
        <Attempt key={attempt.at} attempt={attempt} number={at + 1} />
      ))}
    </Stack>
  )
}

type AttemptShape = Shape<'WebhookDeliveryWithLog'>['attempts'][number]

function Attempt({ attempt, number }: { attempt: AttemptShape; number: number }) {
  const say = useWebhookWords()
  const { status, at, duration_ms: ms, error, answer } = attempt
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {say('delivery.attempt', { number })}:{' '}
          {status === null ? say('delivery.noAnswer') : say('delivery.status', { status })}
        </Text>
        <Text size="sm" c="dimmed">
          <When at={at} /> · {say('delivery.took', { ms })}
        </Text>
      </Group>
      {error && <Text size="sm">{hubSays(error)}</Text>}
      {answer && (
        <>
          <Text size="sm" c="dimmed" mt="xs">
            {say('delivery.answer')}
          </Text>
          <Block text={answer} />
        </>
      )}
    </Paper>
  )
}
