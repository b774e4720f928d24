import { Badge, Button, Drawer, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { Block } from '../../ui/block.tsx'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { useFormats } from '../../words/formats.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useIntegrationWords } from '../../words/integrations.ts'

type Received = Shape<'ReceivedDelivery'>
type State = Received['state']

const COLOURS: Readonly<Record<State, string>> = { waiting: 'blue', processed: 'green', given_up: 'red' }

/** What the provider sent: checked, worked on or given up, each with its payload, and to be worked on again. */
export function ConnectionDeliveries({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const [state, setState] = useState<State | 'all'>('all')
  const [open, setOpen] = useState<string>()
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" maw={720}>
        {say('deliveries.about')}
      </Text>
      <Group justify="space-between">
        <SegmentedControl
          aria-label={say('deliveries.filter')}
          value={state}
          onChange={(value) => setState(value as State | 'all')}
          data={[
            { value: 'all', label: say('deliveries.all') },
            ...(['waiting', 'processed', 'given_up'] as const).map((value) => ({
              value,
              label: say(`deliveries.is.${value}`),
            })),
          ]}
        />
        <ReplayAll connectionId={connectionId} />
      </Group>
      <Log connectionId={connectionId} state={state} open={setOpen} />
      <Rejected connectionId={connectionId} />
      <OneDelivery id={open} close={() => setOpen(undefined)} />
    </Stack>
  )
}

interface LogProps {
  connectionId: string
  state: State | 'all'
  open: (id: string) => void
}

function Log({ connectionId, state, open }: LogProps) {
  const say = useIntegrationWords()
  const query = useApi().useInfiniteQuery(
    'get',
    '/v1/connections/{id}/deliveries',
    { params: { path: { id: connectionId }, query: state === 'all' ? {} : { state } } },
    byCursor,
  )
  const columns: Column<Received>[] = [
    { id: 'at', head: say('deliveries.received'), cell: (row) => <When at={row.received_at} /> },
    { id: 'hook', head: say('deliveries.hook'), from: 'sm', cell: ({ hook }) => hook },
    { id: 'verdict', head: say('deliveries.verdict'), from: 'md', cell: () => say('deliveries.genuine') },
    {
      id: 'state',
      head: say('deliveries.state'),
      cell: (row) => (
        <>
          <DeliveryBadge state={row.state} />
          {row.reason && row.state !== 'processed' && <Text size="sm">{hubSays(row.reason)}</Text>}
        </>
      ),
    },
    {
      id: 'attempts',
      head: say('deliveries.attempts'),
      from: 'md',
      align: 'right',
      cell: (row) => row.attempts,
    },
  ]
  return (
    <DataList
      label={say('tab.deliveries')}
      query={usePages(query)}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ id }) => open(id)}
      empty={<Empty title={say('deliveries.none')} />}
    />
  )
}

function DeliveryBadge({ state }: { state: State }) {
  const say = useIntegrationWords()
  return (
    <Badge color={COLOURS[state]} variant="light" tt="none" className="readable">
      {say(`deliveries.is.${state}`)}
    </Badge>
  )
}

function ReplayAll({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const may = useMay()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const replay = useApi().useMutation('post', '/v1/connections/{id}/replay', {
    onSuccess: async ({ deliveries }) => {
      done(say('deliveries.replayedAll', { count: deliveries }))
      await refresh()
    },
    onError: failed,
  })
  if (!may('connections:write')) return null
  const body = { from: new Date(0).toISOString(), state: 'given_up' } as const
  return (
    <Button
      variant="default"
      loading={replay.isPending}
      onClick={() => replay.mutate({ params: { path: { id: connectionId } }, body })}
    >
      {say('deliveries.replayAll')}
    </Button>
  )
}

function Rejected({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const formats = useFormats()
  const query = useApi().useQuery('get', '/v1/connections/{id}/rejected-deliveries', {
    params: { path: { id: connectionId } },
  })
  if (!query.data || query.data.data.length === 0) return null
  return (
    <section aria-labelledby="rejected">
      <Title order={2} size="h4" id="rejected">
        {say('deliveries.rejected')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say('deliveries.rejectedAbout')} {say('deliveries.rejectedTodo')}
      </Text>
      {query.data.data.map(({ hook, why, count, last_at: last }) => (
        <Text key={`${hook} ${why}`} size="sm">
          {hook}: {hubSays(why)} ({say('deliveries.times', { count })},{' '}
          {say('deliveries.last', { when: formats.relative(last) })})
        </Text>
      ))}
    </section>
  )
}

function OneDelivery({ id, close }: { id: string | undefined; close: () => void }) {
  const say = useIntegrationWords()
  return (
    <Drawer
      opened={id !== undefined}
      onClose={close}
      position="right"
      size="lg"
      title={say('tab.deliveries')}
    >
      {id && <Whole id={id} />}
    </Drawer>
  )
}

function Whole({ id }: { id: string }) {
  const say = useIntegrationWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const [raw, setRaw] = useState(false)
  const path = { path: { id } }
  const query = api.useQuery('get', '/v1/deliveries/{id}', { params: path })
  const replay = api.useMutation('post', '/v1/deliveries/{id}/replay', {
    onSuccess: async () => {
      done(say('deliveries.replayed'))
      await refresh()
    },
    onError: failed,
  })
  if (query.error) return <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows />
  const { state, received_at: at, reason, payload, headers, hook, bytes } = query.data
  return (
    <Stack>
      <Group gap="sm">
        <DeliveryBadge state={state} />
        <Text size="sm">
          {hook} · {bytes} B · <When at={at} />
        </Text>
      </Group>
      {reason && <Text size="sm">{hubSays(reason)}</Text>}
      <Group>
        {may('connections:write') && (
          <Button size="xs" loading={replay.isPending} onClick={() => replay.mutate({ params: path })}>
            {say('deliveries.replay')}
          </Button>
        )}
        {may('payloads:read') && !raw && (
          <Button size="xs" variant="default" onClick={() => setRaw(true)}>
            {say('deliveries.raw')}
          </Button>
        )}
      </Group>
      {raw ? (
        <Raw id={id} />
      ) : (
        <>
          <Title order={3} size="h5">
            {say('deliveries.payload')}
          </Title>
          {payload ? (
            <Block text={JSON.stringify(payload, null, 2)} />
          ) : (
            <Text>{say('deliveries.notJson')}</Text>
          )}
        </>
      )}
      <Title order={3} size="h5">
        {say('deliveries.headers')}
      </Title>
      <Block text={JSON.stringify(headers, null, 2)} />
    </Stack>
  )
}

function Raw({ id }: { id: string }) {
  const say = useIntegrationWords()
  const query = useApi().useQuery('get', '/v1/deliveries/{id}/raw', { params: { path: { id } } })
  if (query.error) return <ProblemNote thrown={query.error} />
  if (!query.data) return <LoadingRows rows={3} />
  return (
    <>
      <Text size="sm" c="dimmed">
        {say('deliveries.rawAbout')}
      </Text>
      <Block text={textOf(query.data.body_base64)} />
    </>
  )
}

const textOf = (base64: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
