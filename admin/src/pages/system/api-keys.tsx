import { Badge, Button, Group, Modal, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Secret } from '../../ui/secret.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useSystemWords } from '../../words/system.ts'

type ApiKey = Shape<'ApiKey'>

export function ApiKeys() {
  const say = useSystemWords()
  const may = useMay()
  const [opened, making] = useDisclosure()
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
        {may('api-keys:write') && <Button onClick={making.open}>{say('keyNew')}</Button>}
      </Group>
      <DataList
        label={say('keys')}
        query={{ ...query, rows: query.data?.data }}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty title={say('keysNone')} />}
      />
      <Modal opened={opened} onClose={making.close} title={say('keyNew')}>
        <NewKey />
      </Modal>
    </Stack>
  )
}

function Validity({ apiKey }: { apiKey: ApiKey }) {
  const say = useSystemWords()
  if (apiKey.revoked_at)
    return (
      <Badge color="gray" variant="light" tt="none" className="readable">
        {say('keyRevoked')}
      </Badge>
    )
  return apiKey.expires_at ? <When at={apiKey.expires_at} as="date" /> : say('keyNever')
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

function NewKey() {
  const say = useSystemWords()
  const refresh = useRefresh()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { name: '', scopes: [] as string[] } })
  const make = useApi().useMutation('post', '/v1/api-keys')
  if (make.data) return <Secret title={say('keyOnce')} text={say('keyOnceText')} secret={make.data.key} />
  const submit = form.onSubmit(async (body) => {
    setFailure(undefined)
    try {
      await make.mutateAsync({ body })
      await refresh()
    } catch (thrown) {
      if (!showAtFields(form, thrown)) setFailure(thrown)
    }
  })
  return (
    <form onSubmit={submit}>
      <Stack>
        {failure !== undefined && <ProblemNote thrown={failure} />}
        <TextInput label={say('keyName')} required maxLength={200} {...form.getInputProps('name')} />
        <TagsInput
          label={say('keyScopes')}
          description={say('keyScopesHelp')}
          required
          {...form.getInputProps('scopes')}
        />
        <Button type="submit" loading={make.isPending}>
          {say('keyMake')}
        </Button>
      </Stack>
    </form>
  )
}
