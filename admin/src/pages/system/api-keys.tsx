import { Badge, Button, Group, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { MakeOnce } from '../../ui/make-once.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useSystemWords } from '../../words/system.ts'
import { SCOPES } from './scopes.ts'

type ApiKey = Shape<'ApiKey'>

export function ApiKeys() {
  const say = useSystemWords()
  const may = useMay()
  const query = useApi().useQuery('get', '/v1/api-keys')
  const columns: Column<ApiKey>[] = [
    { id: 'name', head: say('keyName'), cell: ({ name }) => name },
    { id: 'scopes', head: say('keyScopes'), from: 'sm', cell: ({ scopes }) => scopes.join(', ') },
    { id: 'made', head: say('keyMade'), from: 'md', cell: (row) => <When at={row.created_at} as="date" /> },
    {
      id: 'expires',
      head: say('keyExpires'),
      cell: (row) => <Validity apiKey={row} />,
    },
    { id: 'act', head: '', align: 'right', cell: (row) => <Revoke apiKey={row} /> },
  ]
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" size="sm">
          {say('keys')}
        </Text>
        {may('api-keys:write') && <NewKey />}
      </Group>
      <DataList
        label={say('keys')}
        query={{ ...query, rows: query.data?.data }}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty title={say('keysNone')} />}
      />
    </Stack>
  )
}

const Over = ({ children }: { children: string }) => (
  <Badge color="gray" variant="light">
    {children}
  </Badge>
)

function Validity({ apiKey }: { apiKey: ApiKey }) {
  const say = useSystemWords()
  if (apiKey.revoked_at) return <Over>{say('keyRevoked')}</Over>
  if (!apiKey.expires_at) return say('keyNever')
  if (Date.parse(apiKey.expires_at) > Date.now()) return <When at={apiKey.expires_at} as="date" />
  return <Over>{say('keyExpired')}</Over>
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const say = useSystemWords()
  const common = useCommonWords()
  const may = useMay()
  const refresh = useRefresh()
  const { failed } = useTelling()
  const revoke = useApi().useMutation('delete', '/v1/api-keys/{id}', { onSuccess: refresh, onError: failed })
  if (apiKey.revoked_at || !may('api-keys:write')) return null
  return (
    <Button
      size="xs"
      variant="default"
      loading={revoke.isPending}
      onClick={() =>
        askFirst({
          title: say('keyRevokeTitle', { name: apiKey.name }),
          text: say('keyRevokeText'),
          does: say('keyRevoke'),
          cancel: common('cancel'),
          run: () => revoke.mutate({ params: { path: { id: apiKey.id } } }),
        })
      }
    >
      {say('keyRevoke')}
    </Button>
  )
}

/** In days. */
const LIVES = { month: 30, quarter: 90, year: 365, never: undefined } as const
type Life = keyof typeof LIVES
const DAY = 86_400_000

const expiryOf = (life: Life) => {
  const days = LIVES[life]
  return days === undefined ? {} : { expires_at: new Date(Date.now() + days * DAY).toISOString() }
}

const NEW = { name: '', scopes: [] as string[], life: 'quarter' as Life }

function NewKey() {
  const say = useSystemWords()
  const form = useForm({ initialValues: NEW })
  const make = useApi().useMutation('post', '/v1/api-keys')
  return (
    <MakeOnce
      title={say('keyNew')}
      form={form}
      make={async ({ name, scopes, life }) =>
        (await make.mutateAsync({ body: { name, scopes, ...expiryOf(life) } })).key
      }
      does={say('keyMake')}
      secret={{ title: say('keyOnce'), text: say('keyOnceText') }}
    >
      <TextInput label={say('keyName')} required maxLength={200} {...form.getInputProps('name')} />
      <TagsInput
        label={say('keyScopes')}
        description={say('keyScopesHelp')}
        required
        data={[...SCOPES]}
        maxDropdownHeight={220}
        {...form.getInputProps('scopes')}
      />
      <Select
        label={say('keyExpires')}
        allowDeselect={false}
        data={(Object.keys(LIVES) as Life[]).map((life) => ({ value: life, label: say(`keyLife.${life}`) }))}
        {...form.getInputProps('life')}
      />
    </MakeOnce>
  )
}
