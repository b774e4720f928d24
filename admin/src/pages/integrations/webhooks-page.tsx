import { Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { MakeOnce } from '../../ui/make-once.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useWebhookWords } from '../../words/webhooks.ts'
import { EndpointFields, type EndpointValues, NEW_ENDPOINT } from './endpoint-fields.tsx'
import { EndpointState } from './endpoint-state.tsx'

type Endpoint = Shape<'WebhookEndpoint'>

export function WebhooksPage() {
  const say = useWebhookWords()
  const may = useMay()
  const tenant = useTenant()
  const navigate = useNavigate()
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
        {may('webhooks:write') && <NewEndpoint />}
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
    </>
  )
}

function NewEndpoint() {
  const say = useWebhookWords()
  const form = useForm<EndpointValues>({ initialValues: NEW_ENDPOINT })
  const create = useApi().useMutation('post', '/v1/webhook-endpoints')
  return (
    <MakeOnce
      title={say('add')}
      form={form}
      make={async (body) => (await create.mutateAsync({ body })).secret}
      does={say('act.create')}
      secret={{ title: say('secretTitle'), text: say('secretText') }}
    >
      <EndpointFields form={form} />
    </MakeOnce>
  )
}
