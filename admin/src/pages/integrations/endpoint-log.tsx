import { Button, Drawer, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { KindName } from '../../ui/kind-name.tsx'
import { soonIf } from '../../ui/soon-if.ts'
import { StateFilter } from '../../ui/state-filter.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useWebhookWords } from '../../words/webhooks.ts'
import { SentDelivery, SentState } from './sent-delivery.tsx'

type Delivery = Shape<'WebhookDelivery'>

const isWaiting = ({ state }: Delivery) => state === 'waiting'

const STATES = ['waiting', 'delivered', 'failed'] as const

/** What was sent to an endpoint, or is to be, each with its attempts. */
export function EndpointLog({ endpointId }: { endpointId: string }) {
  const say = useWebhookWords()
  const [state, setState] = useState<Delivery['state'] | 'all'>('all')
  const [open, setOpen] = useState<string>()
  const query = useApi().useInfiniteQuery(
    'get',
    '/v1/webhook-endpoints/{id}/deliveries',
    { params: { path: { id: endpointId }, query: state === 'all' ? {} : { state } } },
    { ...byCursor, refetchInterval: ({ state: { data } }) => soonIf(data?.pages[0]?.data.some(isWaiting)) },
  )
  const columns: Column<Delivery>[] = [
    {
      id: 'event',
      head: say('delivery.event'),
      cell: (row) => <KindName of="event" kind={row.event_type} />,
    },
    { id: 'at', head: say('delivery.at'), cell: (row) => <When at={row.created_at} /> },
    { id: 'tries', head: say('delivery.tries'), from: 'sm', align: 'right', cell: ({ tries }) => tries },
    {
      id: 'state',
      head: say('state'),
      cell: (row) => (
        <>
          <SentState state={row.state} />
          {row.last_error && row.state !== 'delivered' && <Text size="sm">{hubSays(row.last_error)}</Text>}
        </>
      ),
    },
  ]
  return (
    <section aria-label={say('log')}>
      <Group justify="space-between" mb="sm">
        <StateFilter
          label={say('filter')}
          value={state}
          onChange={setState}
          options={[
            { value: 'all', label: say('all') },
            ...STATES.map((value) => ({ value, label: say(`is.${value}`) })),
          ]}
        />
        <RedeliverFailed endpointId={endpointId} />
      </Group>
      <DataList
        label={say('log')}
        query={usePages(query)}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty title={say(state === 'all' ? 'logNone' : 'logNoneSo')} />}
      />
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        size="lg"
        title={say('delivery.title')}
      >
        {open && <SentDelivery id={open} />}
      </Drawer>
    </section>
  )
}

function RedeliverFailed({ endpointId }: { endpointId: string }) {
  const say = useWebhookWords()
  const may = useMay()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const redeliver = useApi().useMutation('post', '/v1/webhook-endpoints/{id}/redeliver', {
    onSuccess: async ({ deliveries }) => {
      done(say('act.redeliveredAll', { count: deliveries }))
      await refresh()
    },
    onError: failed,
  })
  if (!may('webhooks:write')) return null
  const body = { since: new Date(0).toISOString() }
  return (
    <Button
      variant="default"
      loading={redeliver.isPending}
      onClick={() => redeliver.mutate({ params: { path: { id: endpointId } }, body })}
    >
      {say('act.redeliverFailed')}
    </Button>
  )
}
