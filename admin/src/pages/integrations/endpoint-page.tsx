import { Stack, Tabs, Text } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useWebhookWords } from '../../words/webhooks.ts'
import { EndpointActions } from './endpoint-actions.tsx'
import { EndpointLog } from './endpoint-log.tsx'
import { EndpointSettings } from './endpoint-settings.tsx'
import { EndpointState } from './endpoint-state.tsx'

/** It may be switched off by itself. */
const FOLLOWED = ['webhook_endpoint.'] as const
const SHOWN = ['/v1/webhook-endpoints/{id}', '/v1/webhook-endpoints/{id}/deliveries'] as const
const TABS = ['log', 'settings'] as const

export function EndpointPage() {
  const say = useWebhookWords()
  const { id } = useParams({ from: '/signed-in/c/$tenant/webhooks/$id' })
  const navigate = useNavigate({ from: '/c/$tenant/webhooks/$id' })
  const { tab = 'log' } = useSearch({ from: '/signed-in/c/$tenant/webhooks/$id' })
  const query = useApi().useQuery('get', '/v1/webhook-endpoints/{id}', { params: { path: { id } } })
  useLiveQueries(FOLLOWED, SHOWN)
  const { data } = query
  if (!data) return <Unread of={[query]} />
  return (
    <>
      <PageHead title={data.description || say('title')} about={data.url}>
        <EndpointState endpoint={data} />
      </PageHead>
      <Stack gap="lg">
        <Text size="sm">
          {say('types')}: {data.event_types.join(', ') || say('typesAll')}
        </Text>
        <EndpointActions endpoint={data} />
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(chosen) => void navigate({ search: chosen ? { tab: chosen } : {}, replace: true })}
        >
          <Tabs.List mb="md">
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {say(name)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="log">
            <EndpointLog endpointId={id} />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <EndpointSettings endpoint={data} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  )
}
