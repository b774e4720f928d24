import { Badge, Button, Code, Group, Paper, Stack, Text } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { Block } from '../../ui/block.tsx'
import { Copy } from '../../ui/copy.tsx'
import { KindName } from '../../ui/kind-name.tsx'
import { soonIf } from '../../ui/soon-if.ts'
import { Unread } from '../../ui/unread.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useWebhookWords } from '../../words/webhooks.ts'

const COLOURS = { waiting: 'blue', delivered: 'green', failed: 'red' } as const

export function SentState({ state }: Pick<Shape<'WebhookDelivery'>, 'state'>) {
  const say = useWebhookWords()
  return (
    <Badge color={COLOURS[state]} variant="light">
      {say(`is.${state}`)}
    </Badge>
  )
}

/** One delivery with each of its attempts, to be sent again. */
export function SentDelivery({ id }: { id: string }) {
  const say = useWebhookWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const params = { path: { id } }
  const query = api.useQuery(
    'get',
    '/v1/webhook-deliveries/{id}',
    { params },
    { refetchInterval: ({ state: { data } }) => soonIf(data?.state === 'waiting') },
  )
  const redeliver = api.useMutation('post', '/v1/webhook-deliveries/{id}/redeliver', {
    onSuccess: async () => {
      done(say('act.redelivered'))
      await refresh()
    },
    onError: failed,
  })
  if (!query.data) return <Unread of={[query]} rows={6} />
  const { state, event_type: type, event_id: eventId, attempts } = query.data
  return (
    <Stack>
      <Group gap="sm">
        <SentState state={state} />
        <KindName of="event" kind={type} />
      </Group>
      <div>
        <Text size="sm" c="dimmed">
          {say('delivery.id')}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Code style={{ overflowWrap: 'anywhere' }}>{eventId}</Code>
          <Copy text={eventId} />
        </Group>
      </div>
      {may('webhooks:write') && (
        <Group>
          <Button size="xs" loading={redeliver.isPending} onClick={() => redeliver.mutate({ params })}>
            {say('act.redeliver')}
          </Button>
        </Group>
      )}
      {attempts.length === 0 && <Text c="dimmed">{say('delivery.noAttempts')}</Text>}
      {attempts.map((attempt, at) => (
        <Attempt key={attempt.at} attempt={attempt} number={at + 1} />
      ))}
    </Stack>
  )
}

type AttemptShape = Shape<'WebhookDeliveryWithLog'>['attempts'][number]

function Attempt({ attempt, number }: { attempt: AttemptShape; number: number }) {
  const say = useWebhookWords()
  const { status, at, duration_ms: ms, error, answer } = attempt
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {say('delivery.attempt', { number })}:{' '}
          {status === null ? say('delivery.noAnswer') : say('delivery.status', { status })}
        </Text>
        <Text size="sm" c="dimmed">
          <When at={at} /> · {say('delivery.took', { ms })}
        </Text>
      </Group>
      {error && <Text size="sm">{hubSays(error)}</Text>}
      {answer && (
        <>
          <Text size="sm" c="dimmed" mt="xs">
            {say('delivery.answer')}
          </Text>
          <Block text={answer} />
        </>
      )}
    </Paper>
  )
}
