import { Button, Modal, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Secret } from '../../ui/secret.tsx'
import { useRefresh } from '../../ui/use-refresh.ts'
import { useWebhookWords } from '../../words/webhooks.ts'
import { EndpointState } from './endpoint-state.tsx'

type Endpoint = Shape<'WebhookEndpoint'>

export function WebhooksPage() {
  const say = useWebhookWords()
  const may = useMay()
  const tenant = useTenant()
  const navigate = useNavigate()
  const [opened, adding] = useDisclosure()
  const query = useApi().useQuery('get', '/v1/webhook-endpoints')
  const columns: Column<Endpoint>[] = [
    {
      id: 'url',
      head: say('url'),
      cell: ({ url, description }) => (
        <>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {url}
          </Text>
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        </>
      ),
    },
    {
      id: 'types',
      head: say('types'),
      from: 'sm',
      cell: (row) => row.event_types.join(', ') || say('typesAll'),
    },
    { id: 'state', head: say('state'), cell: (row) => <EndpointState endpoint={row} /> },
  ]
  return (
    <>
      <PageHead title={say('title')} about={say('about')}>
        {may('webhooks:write') && <Button onClick={adding.open}>{say('add')}</Button>}
      </PageHead>
      <DataList
        label={say('title')}
        query={{ ...query, rows: query.data?.data }}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) =>
          void navigate({ to: '/c/$tenant/webhooks/$id', params: { tenant: tenant.id, id } })
        }
        empty={<Empty title={say('none')} />}
      />
      <Modal opened={opened} onClose={adding.close} title={say('add')} size="lg">
        <NewEndpoint />
      </Modal>
    </>
  )
}

function NewEndpoint() {
  const say = useWebhookWords()
  const refresh = useRefresh()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { url: '', description: '', event_types: [] as string[] } })
  const create = useApi().useMutation('post', '/v1/webhook-endpoints')
  if (create.data)
    return <Secret title={say('secretTitle')} text={say('secretText')} secret={create.data.secret} />
  const submit = form.onSubmit(async (body) => {
    setFailure(undefined)
    try {
      await create.mutateAsync({ body })
      await refresh()
    } catch (thrown) {
      if (!showAtFields(form, thrown)) setFailure(thrown)
    }
  })
  return (
    <form onSubmit={submit}>
      <Stack>
        {failure !== undefined && <ProblemNote thrown={failure} />}
        <TextInput
          label={say('url')}
          description={say('urlHelp')}
          type="url"
          required
          placeholder="https://"
          {...form.getInputProps('url')}
        />
        <TextInput label={say('description')} {...form.getInputProps('description')} />
        <TagsInput
          label={say('types')}
          description={say('typesHelp')}
          {...form.getInputProps('event_types')}
        />
        <Button type="submit" loading={create.isPending}>
          {say('act.create')}
        </Button>
      </Stack>
    </form>
  )
}
