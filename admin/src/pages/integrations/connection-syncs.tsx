import { Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { useFormats } from '../../words/formats.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useIntegrationWords } from '../../words/integrations.ts'

type SyncState = Shape<'SyncState'>
type SyncRun = Shape<'SyncRun'>
type Drift = Shape<'CalendarDrift'>

/** Milliseconds. */
const LOOK_AGAIN = 10_000

export function ConnectionSyncs({ connectionId, reads }: { connectionId: string; reads: boolean }) {
  const say = useIntegrationWords()
  const query = useApi().useQuery(
    'get',
    '/v1/connections/{id}/syncs',
    { params: { path: { id: connectionId } } },
    { refetchInterval: LOOK_AGAIN },
  )
  if (!reads) return <Empty title={say('syncs.none')} />
  return (
    <Stack gap="xl">
      <SyncNow connectionId={connectionId} />
      <Freshness query={{ ...query, rows: query.data?.data }} />
      <DriftReport states={query.data?.data ?? []} />
      <History connectionId={connectionId} />
    </Stack>
  )
}

function SyncNow({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const sync = api.useMutation('post', '/v1/connections/{id}/sync', {
    onSuccess: async () => {
      done(say('syncs.asked'))
      await refresh()
    },
    onError: failed,
  })
  if (!may('connections:write')) return null
  const run = (body: { full?: boolean }) => sync.mutate({ params: { path: { id: connectionId } }, body })
  return (
    <Group>
      <Button loading={sync.isPending} onClick={() => run({})}>
        {say('syncs.now')}
      </Button>
      <Button variant="default" disabled={sync.isPending} onClick={() => run({ full: true })}>
        {say('syncs.full')}
      </Button>
    </Group>
  )
}

const WhenOrNever = ({ at }: { at: string | null }) => {
  const say = useIntegrationWords()
  return at ? <When at={at} as="relative" /> : say('syncs.never')
}

function Freshness({ query }: { query: Parameters<typeof DataList<SyncState>>[0]['query'] }) {
  const say = useIntegrationWords()
  const formats = useFormats()
  const columns: Column<SyncState>[] = [
    { id: 'calendar', head: say('syncs.calendar'), cell: ({ calendar }) => calendar ?? say('syncs.whole') },
    { id: 'sync', head: say('syncs.sync'), from: 'md', cell: ({ sync }) => sync },
    { id: 'read', head: say('syncs.syncedAt'), cell: (row) => <WhenOrNever at={row.synced_at} /> },
    {
      id: 'compared',
      head: say('syncs.comparedAt'),
      from: 'sm',
      cell: (row) => <WhenOrNever at={row.compared_at} />,
    },
    {
      id: 'state',
      head: say('column.state'),
      cell: ({ failing_since: since, last_error: why }) =>
        since ? (
          <>
            <Badge color="red" variant="light">
              {say('syncs.failingSince', { when: formats.relative(since) })}
            </Badge>
            <Text size="sm">{why && hubSays(why)}</Text>
          </>
        ) : (
          say('syncs.well')
        ),
    },
  ]
  return (
    <section aria-labelledby="freshness">
      <Title order={2} size="h4" mb="sm" id="freshness">
        {say('syncs.freshness')}
      </Title>
      <DataList
        label={say('syncs.freshness')}
        query={query}
        columns={columns}
        rowKey={({ sync, calendar }) => `${sync} ${calendar}`}
        empty={<Empty title={say('syncs.never')} />}
      />
    </section>
  )
}

const sumOf = ({ busy, entries }: Drift): number =>
  busy.missing_here +
  busy.missing_there +
  busy.different +
  entries.missing_here +
  entries.missing_there +
  entries.different +
  entries.looked_for

function DriftReport({ states }: { states: readonly SyncState[] }) {
  const say = useIntegrationWords()
  const reports = states.flatMap(({ calendar, drift }) =>
    drift && sumOf(drift) > 0 ? [{ calendar, drift }] : [],
  )
  return (
    <section aria-labelledby="drift">
      <Title order={2} size="h4" id="drift">
        {say('syncs.drift')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm" maw={720}>
        {say('syncs.driftAbout')}
      </Text>
      {reports.length === 0 && <Text>{say('syncs.driftNone')}</Text>}
      {reports.map(({ calendar, drift }) => (
        <Stack key={calendar} gap="xs" mb="md">
          <Text fw={600}>
            {calendar ?? say('syncs.whole')} · <When at={drift.compared_at} />
          </Text>
          <DriftCounts drift={drift} />
          <DriftSample drift={drift} />
        </Stack>
      ))}
    </section>
  )
}

const KINDS = ['missing_here', 'missing_there', 'different'] as const

function DriftCounts({ drift }: { drift: Drift }) {
  const say = useIntegrationWords()
  return (
    <Table.ScrollContainer minWidth={360} maw={640}>
      <Table withTableBorder aria-label={say('syncs.drift')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('syncs.kind')}</Table.Th>
            {KINDS.map((kind) => (
              <Table.Th key={kind}>{say(`syncs.${kind}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {(['busy', 'entries'] as const).map((what) => (
            <Table.Tr key={what}>
              <Table.Th>{say(`syncs.${what}`)}</Table.Th>
              {KINDS.map((kind) => (
                <Table.Td key={kind}>{drift[what][kind]}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type Times = { start: string; end: string } | null

function Span({ times }: { times: Times }) {
  return times ? (
    <>
      <When at={times.start} /> – <When at={times.end} as="time" />
    </>
  ) : (
    '–'
  )
}

function DriftSample({ drift }: { drift: Drift }) {
  const say = useIntegrationWords()
  const wordOf = (is: string) => {
    const kind = KINDS.find((one) => one === is)
    return kind ? say(`syncs.${kind}`) : is
  }
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table aria-label={say('syncs.drift')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('syncs.kind')}</Table.Th>
            <Table.Th>{say('syncs.known')}</Table.Th>
            <Table.Th>{say('syncs.told')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {drift.sample.map(({ id, kind, is, known, told }) => (
            <Table.Tr key={`${kind} ${id}`}>
              <Table.Td>
                {say(kind === 'busy' ? 'syncs.busy' : 'syncs.entries')}: {wordOf(is)}
              </Table.Td>
              <Table.Td>
                <Span times={known as Times} />
              </Table.Td>
              <Table.Td>
                <Span times={told as Times} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const RUN_COLOURS = {
  waiting: 'gray',
  running: 'blue',
  done: 'green',
  cancelled: 'gray',
  failed: 'red',
  quarantined: 'red',
} as const

function History({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const api = useApi()
  const query = api.useInfiniteQuery(
    'get',
    '/v1/connections/{id}/sync-runs',
    { params: { path: { id: connectionId } } },
    byCursor,
  )
  const columns: Column<SyncRun>[] = [
    { id: 'at', head: say('syncs.syncedAt'), cell: ({ run_at: at }) => <When at={at} /> },
    {
      id: 'sync',
      head: say('syncs.sync'),
      from: 'sm',
      cell: ({ sync, asked, full }) =>
        [sync, say(asked ? 'syncs.asRequested' : 'syncs.planned'), full && say('syncs.wholeComparison')]
          .filter(Boolean)
          .join(', '),
    },
    {
      id: 'state',
      head: say('column.state'),
      cell: ({ state, last_error: why }) => (
        <>
          <Badge color={RUN_COLOURS[state]} variant="light">
            {say(`syncs.run.${state}`)}
          </Badge>
          {why && state !== 'done' && <Text size="sm">{hubSays(why)}</Text>}
        </>
      ),
    },
  ]
  return (
    <section aria-labelledby="history">
      <Title order={2} size="h4" mb="sm" id="history">
        {say('syncs.history')}
      </Title>
      <DataList
        label={say('syncs.history')}
        query={usePages(query)}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty title={say('syncs.historyNone')} />}
      />
    </section>
  )
}
