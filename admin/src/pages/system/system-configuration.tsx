import { Badge, Text } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { useSystemWords } from '../../words/system.ts'

type Variable = Shape<'Variable'>

/** The variables as the hub has read them: of secrets only whether they are set. */
export function SystemConfiguration() {
  const say = useSystemWords()
  const query = useApi().useQuery('get', '/v1/system/configuration')
  const columns: Column<Variable>[] = [
    {
      id: 'name',
      head: say('variable'),
      cell: ({ name, description }) => (
        <>
          <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <Text size="xs" c="dimmed" visibleFrom="sm" maw={560}>
            {description}
          </Text>
        </>
      ),
    },
    { id: 'value', head: say('value'), cell: (row) => <Value variable={row} /> },
  ]
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {say('configAbout')}
      </Text>
      <DataList
        label={say('config')}
        query={{ ...query, rows: query.data?.data }}
        columns={columns}
        rowKey={({ name }) => name}
        empty={<Empty title={say('notSet')} />}
      />
    </>
  )
}

function Value({ variable: { secret, set, changed, value } }: { variable: Variable }) {
  const say = useSystemWords()
  if (!set)
    return (
      <Text size="sm" c="dimmed">
        {say('notSet')}
      </Text>
    )
  if (secret) return <Badge variant="default">{say('secretSet')}</Badge>
  return (
    <Text size="sm" fw={changed ? 600 : 400} style={{ overflowWrap: 'anywhere' }}>
      {value} {!changed && `(${say('preset')})`}
    </Text>
  )
}
