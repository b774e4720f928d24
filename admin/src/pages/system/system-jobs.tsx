import { Badge, Button, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useSystemWords } from '../../words/system.ts'

type Queue = Shape<'System'>['queues'][number]
type Job = Shape<'Job'>
type State = Job['state'] | 'all'

const STATES = ['all', 'waiting', 'running', 'failed', 'quarantined', 'done', 'cancelled'] as const
/** Milliseconds. */
const LOOK_AGAIN = 10_000

export function SystemJobs() {
  const may = useMay()
  return (
    <Stack gap="xl">
      {may('system:read') && <Queues />}
      <Jobs />
    </Stack>
  )
}

function Queues() {
  const say = useSystemWords()
  const query = useApi().useQuery('get', '/v1/system', {}, { refetchInterval: LOOK_AGAIN })
  const count = (id: 'due' | 'waiting' | 'running' | 'failed' | 'quarantined'): Column<Queue> => ({
    id,
    head: say(id),
    align: 'right',
    ...(id === 'waiting' || id === 'running' ? { from: 'sm' as const } : {}),
    cell: (row) => row[id],
  })
  const columns: Column<Queue>[] = [
    { id: 'kind', head: say('kind'), cell: ({ kind }) => kind },
    count('due'),
    count('waiting'),
    count('running'),
    count('failed'),
    count('quarantined'),
  ]
  return (
    <section aria-labelledby="queues">
      <Title order={2} size="h4" mb="sm" id="queues">
        {say('queues')}
      </Title>
      <DataList
        label={say('queues')}
        query={{ rows: query.data?.queues, error: query.error, refetch: query.refetch }}
        columns={columns}
        rowKey={({ kind }) => kind}
        empty={<Empty title={say('queuesNone')} />}
      />
    </section>
  )
}

const COLOURS = {
  waiting: 'blue',
  running: 'blue',
  done: 'green',
  cancelled: 'gray',
  failed: 'red',
  quarantined: 'red',
} as const

function Jobs() {
  const say = useSystemWords()
  const [state, setState] = useState<State>('all')
  const query = useApi().useInfiniteQuery(
    'get',
    '/v1/jobs',
    { params: { query: state === 'all' ? {} : { state } } },
    byCursor,
  )
  const columns: Column<Job>[] = [
    { id: 'kind', head: say('kind'), cell: ({ kind }) => kind },
    { id: 'at', head: say('runAt'), from: 'sm', cell: (row) => <When at={row.run_at} /> },
    { id: 'attempts', head: say('attempts'), from: 'md', align: 'right', cell: (row) => row.attempts },
    {
      id: 'state',
      head: '',
      cell: (row) => (
        <>
          <Badge color={COLOURS[row.state]} variant="light" tt="none" className="readable">
            {say(`jobState.${row.state}`)}
          </Badge>
          {row.last_error && row.state !== 'done' && (
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {hubSays(row.last_error)}
            </Text>
          )}
        </>
      ),
    },
    { id: 'act', head: '', align: 'right', cell: (row) => <Retry job={row} /> },
  ]
  return (
    <section aria-labelledby="jobs">
      <Title order={2} size="h4" mb="sm" id="jobs">
        {say('jobs')}
      </Title>
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          aria-label={say('filter')}
          mb="sm"
          value={state}
          onChange={(value) => setState(value as State)}
          data={STATES.map((value) => ({ value, label: say(`jobState.${value}`) }))}
        />
      </div>
      <DataList
        label={say('jobs')}
        query={usePages(query)}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty title={say('jobsNone')} />}
      />
    </section>
  )
}

function Retry({ job }: { job: Job }) {
  const say = useSystemWords()
  const may = useMay()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const retry = useApi().useMutation('post', '/v1/jobs/{id}/retry', {
    onSuccess: async () => {
      done(say('retried'))
      await refresh()
    },
    onError: failed,
  })
  const isGivenUp = job.state === 'failed' || job.state === 'quarantined'
  if (!isGivenUp || !may('jobs:write')) return null
  return (
    <Button
      size="xs"
      loading={retry.isPending}
      onClick={() => retry.mutate({ params: { path: { id: job.id } } })}
    >
      {say('retry')}
    </Button>
  )
}
