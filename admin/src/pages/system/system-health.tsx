import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Unread } from '../../ui/unread.tsx'
import { When } from '../../ui/when.tsx'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useSystemWords } from '../../words/system.ts'

type System = Shape<'System'>
type Finding = Shape<'Finding'>

/** Milliseconds. */
const LOOK_AGAIN = 10_000
const PARTS = ['database', 'migrations', 'courier', 'events', 'plugins'] as const

export function SystemHealth() {
  const query = useApi().useQuery('get', '/v1/system', {}, { refetchInterval: LOOK_AGAIN })
  if (!query.data) return <Unread of={[query]} rows={6} />
  return (
    <Stack gap="xl">
      <Parts system={query.data} />
      <Versions system={query.data} />
      <Doctor />
    </Stack>
  )
}

function Parts({ system }: { system: System }) {
  const say = useSystemWords()
  const facts = system.parts.map(({ name, ok, why }) => {
    const known = among(PARTS, name)
    return {
      label: known ? say(`part.${known}`) : name,
      value: (
        <Badge color={ok ? 'green' : 'red'} variant="light">
          {say(ok ? 'well' : 'trouble')}
        </Badge>
      ),
      about: why && hubSays(why),
    }
  })
  const lag = system.events.consumers.map(({ name, behind }) => say('behind', { name, count: behind }))
  return (
    <section aria-labelledby="parts">
      <Title order={2} size="h4" mb="sm" id="parts">
        {say('parts')}
      </Title>
      <Facts facts={facts} />
      {lag.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {say('lag')}: {lag.join(', ')}
        </Text>
      )}
    </section>
  )
}

function Versions({ system }: { system: System }) {
  const say = useSystemWords()
  return (
    <section aria-labelledby="versions">
      <Title order={2} size="h4" mb="sm" id="versions">
        {say('versions')}
      </Title>
      <Facts
        facts={[
          {
            label: say('hub'),
            value: system.version,
            about: `${say('mode')}: ${system.mode}, ${system.role}`,
          },
          { label: say('sdk'), value: system.sdk_version },
          { label: say('node'), value: system.node_version },
          { label: say('migration'), value: system.migration ?? '–' },
          { label: say('startedAt'), value: <When at={system.started_at} as="relative" /> },
          { label: say('publicUrl'), value: system.public_url },
        ]}
      />
    </section>
  )
}

const COLOURS = { ok: 'green', warn: 'orange', fail: 'red', skipped: 'gray' } as const
const FIRST = ['fail', 'warn', 'ok', 'skipped']

function Doctor() {
  const say = useSystemWords()
  const query = useApi().useQuery('get', '/v1/system/doctor', {}, { staleTime: 60_000 })
  const { data } = query
  const rows = data?.findings.toSorted((a, b) => FIRST.indexOf(a.level) - FIRST.indexOf(b.level))
  const columns: Column<Finding>[] = [
    {
      id: 'level',
      head: '',
      cell: ({ level }) => (
        <Badge color={COLOURS[level]} variant="light">
          {say(`level.${level}`)}
        </Badge>
      ),
    },
    { id: 'check', head: say('check'), from: 'sm', cell: ({ check }) => check },
    {
      id: 'finding',
      head: say('finding'),
      cell: ({ says, todo }) => (
        <div style={{ overflowWrap: 'anywhere' }}>
          <Text size="sm">{hubSays(says)}</Text>
          {todo && (
            <Text size="sm" fw={600}>
              {hubSays(todo)}
            </Text>
          )}
        </div>
      ),
    },
  ]
  return (
    <section aria-labelledby="doctor">
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} size="h4" id="doctor">
            {say('doctor')}
          </Title>
          <Text size="sm" c="dimmed">
            {say('doctorAbout')} {data && <When at={data.examined_at} as="time" />}
          </Text>
        </div>
        <Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          {say('doctorAgain')}
        </Button>
      </Group>
      <DataList
        label={say('doctor')}
        query={{ rows, error: query.error, refetch: query.refetch }}
        columns={columns}
        rowKey={({ check, says }) => `${check} ${says}`}
        empty={<Empty title={say('well')} />}
      />
    </section>
  )
}
