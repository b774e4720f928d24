import { Drawer, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { soonIf } from '../../ui/soon-if.ts'
import { StateFilter } from '../../ui/state-filter.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { When } from '../../ui/when.tsx'
import { useFormats } from '../../words/formats.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { ReceivedDelivery, ReceivedState } from './received-delivery.tsx'
import { ReplayRange } from './replay-range.tsx'

type Received = Shape<'ReceivedDelivery'>
type State = Received['state']

const isWaiting = ({ state }: Received) => state === 'waiting'
const STATES = ['waiting', 'processed', 'given_up'] as const

/** What the provider sent: checked, worked on or given up, each with its payload, and to be worked on again. */
export function ConnectionDeliveries({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const may = useMay()
  const [state, setState] = useState<State | 'all'>('all')
  const [open, setOpen] = useState<string>()
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" maw={720}>
        {say('deliveries.about')}
      </Text>
      <Group justify="space-between">
        <StateFilter
          label={say('deliveries.filter')}
          value={state}
          onChange={setState}
          options={[
            { value: 'all', label: say('deliveries.all') },
            ...STATES.map((value) => ({ value, label: say(`deliveries.is.${value}`) })),
          ]}
        />
        {may('connections:write') && <ReplayRange connectionId={connectionId} />}
      </Group>
      <Log connectionId={connectionId} state={state} open={setOpen} />
      <Rejected connectionId={connectionId} />
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size="lg"
        title={say('deliveries.one')}
      >
        {open && <ReceivedDelivery id={open} />}
      </Drawer>
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
    { ...byCursor, refetchInterval: ({ state: { data } }) => soonIf(data?.pages[0]?.data.some(isWaiting)) },
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
          <ReceivedState state={row.state} />
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
      empty={<Empty title={say(state === 'all' ? 'deliveries.none' : 'deliveries.noneSo')} />}
    />
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
