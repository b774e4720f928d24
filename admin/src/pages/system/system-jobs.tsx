import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { KindName } from '../../ui/kind-name.tsx'
import { StateFilter } from '../../ui/state-filter.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
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
    { id: 'kind', head: say('kind'), cell: ({ kind }) => <KindName of="job" kind={kind} /> },
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
    { id: 'kind', head: say('kind'), cell: ({ kind }) => <KindName of="job" kind={kind} /> },
    { id: 'at', head: say('runAt'), from: 'sm', cell: (row) => <When at={row.run_at} /> },
    { id: 'attempts', head: say('attempts'), from: 'md', align: 'right', cell: (row) => row.attempts },
    {
      id: 'state',
      head: '',
      cell: (row) => (
        <>
          <Badge color={COLOURS[row.state]} variant="light">
            {say(`jobState.${row.state}`)}
          </Badge>
          {row.last_error && row.state !== 'done' && (
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {hubSays(row.last_error)}
            </Text>
          )}
          <GivenUp job={row} />
        </>
      ),
    },
  ]
  return (
    <section aria-labelledby="jobs">
      <Title order={2} size="h4" mb="sm" id="jobs">
        {say('jobs')}
      </Title>
      <StateFilter
        label={say('filter')}
        value={state}
        onChange={setState}
        options={STATES.map((value) => ({ value, label: say(`jobState.${value}`) }))}
      />
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

/** What becomes of a job that was given up. */
function GivenUp({ job }: { job: Job }) {
  const say = useSystemWords()
  const common = useCommonWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const told = (word: 'retried' | 'dismissed') => ({
    onSuccess: async () => {
      done(say(word))
      await refresh()
    },
    onError: failed,
  })
  const retry = api.useMutation('post', '/v1/jobs/{id}/retry', told('retried'))
  const dismiss = api.useMutation('post', '/v1/jobs/{id}/dismiss', told('dismissed'))
  const params = { path: { id: job.id } }
  const isGivenUp = job.state === 'failed' || job.state === 'quarantined'
  if (!isGivenUp || !may('jobs:write')) return null
  const ask = () =>
    askFirst({
      title: say('dismissTitle'),
      text: say('dismissText'),
      does: say('dismiss'),
      cancel: common('cancel'),
      run: () => dismiss.mutate({ params }),
    })
  return (
    <Group gap="xs" mt="xs">
      <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate({ params })}>
        {say('retry')}
      </Button>
      <Button size="xs" variant="default" loading={dismiss.isPending} onClick={ask}>
        {say('dismiss')}
      </Button>
    </Group>
  )
}
