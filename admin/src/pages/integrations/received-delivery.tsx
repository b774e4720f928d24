import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { Block } from '../../ui/block.tsx'
import { soonIf } from '../../ui/soon-if.ts'
import { Unread } from '../../ui/unread.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useIntegrationWords } from '../../words/integrations.ts'

type State = Shape<'ReceivedDelivery'>['state']

const COLOURS: Readonly<Record<State, string>> = { waiting: 'blue', processed: 'green', given_up: 'red' }

export function ReceivedState({ state }: { state: State }) {
  const say = useIntegrationWords()
  return (
    <Badge color={COLOURS[state]} variant="light">
      {say(`deliveries.is.${state}`)}
    </Badge>
  )
}

/** One delivery of a provider with its payload, to be worked on again. */
export function ReceivedDelivery({ id }: { id: string }) {
  const say = useIntegrationWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const [raw, setRaw] = useState(false)
  const path = { path: { id } }
  const query = api.useQuery(
    'get',
    '/v1/deliveries/{id}',
    { params: path },
    { refetchInterval: ({ state: { data } }) => soonIf(data?.state === 'waiting') },
  )
  const replay = api.useMutation('post', '/v1/deliveries/{id}/replay', {
    onSuccess: async () => {
      done(say('deliveries.replayed'))
      await refresh()
    },
    onError: failed,
  })
  if (!query.data) return <Unread of={[query]} rows={6} />
  const { state, received_at: at, reason, payload, headers, hook, bytes } = query.data
  return (
    <Stack>
      <Group gap="sm">
        <ReceivedState state={state} />
        <Text size="sm">
          {hook} · {bytes} B · <When at={at} />
        </Text>
      </Group>
      {reason && <Text size="sm">{hubSays(reason)}</Text>}
      <Group>
        {may('connections:write') && (
          <Button size="xs" loading={replay.isPending} onClick={() => replay.mutate({ params: path })}>
            {say('deliveries.replay')}
          </Button>
        )}
        {may('payloads:read') && !raw && (
          <Button size="xs" variant="default" onClick={() => setRaw(true)}>
            {say('deliveries.raw')}
          </Button>
        )}
      </Group>
      {raw ? (
        <Raw id={id} />
      ) : (
        <>
          <Title order={3} size="h5">
            {say('deliveries.payload')}
          </Title>
          {payload ? (
            <Block text={JSON.stringify(payload, null, 2)} />
          ) : (
            <Text>{say('deliveries.notJson')}</Text>
          )}
        </>
      )}
      <Title order={3} size="h5">
        {say('deliveries.headers')}
      </Title>
      <Block text={JSON.stringify(headers, null, 2)} />
    </Stack>
  )
}

function Raw({ id }: { id: string }) {
  const say = useIntegrationWords()
  const query = useApi().useQuery('get', '/v1/deliveries/{id}/raw', { params: { path: { id } } })
  if (!query.data) return <Unread of={[query]} rows={3} />
  return (
    <>
      <Text size="sm" c="dimmed">
        {say('deliveries.rawAbout')}
      </Text>
      <Block text={textOf(query.data.body_base64)} />
    </>
  )
}

const textOf = (base64: string): string =>
  new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
