import { Alert, Badge, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconClock } from '@tabler/icons-react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { AppLink } from '../../ui/links.tsx'
import { LoadingRows } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useGoLiveWords } from '../../words/go-live.ts'
import type { GoLive } from './setup-types.ts'

/** What is still to do before callers are let in. */
export function GoLivePage() {
  const say = useGoLiveWords()
  const api = useApi()
  const { data, error, refetch } = api.useQuery('get', '/v1/go-live')
  return (
    <>
      <PageHead title={say('title')} about={say('about')} />
      {error && <ProblemNote thrown={error} retry={() => void refetch()} />}
      {!data && !error && <LoadingRows />}
      {data && (
        <Stack maw={760}>
          {data.ready && <Alert color="green" icon={<IconCheck aria-hidden />} title={say('ready')} />}
          {data.data.map((item) => (
            <Item key={item.step} item={item} />
          ))}
        </Stack>
      )}
    </>
  )
}

function Item({ item }: { item: GoLive['data'][number] }) {
  const say = useGoLiveWords()
  const state = item.done ? 'done' : item.needed ? 'todo' : 'optional'
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon color={COLOURS[state]} radius="xl" aria-hidden>
          {item.done ? <IconCheck size={16} /> : <IconClock size={16} />}
        </ThemeIcon>
        <Stack gap={2} flex={1}>
          <Group gap="xs">
            <Text fw={600}>{say(`steps.${item.step}`)}</Text>
            <Badge variant="default">{say(`${state}`)}</Badge>
          </Group>
          {item.reason && <Text size="sm">{say(`reasons.${item.reason}`)}</Text>}
          {item.about.length > 0 && (
            <Text size="sm" c="dimmed">
              {item.about.join(', ')}
            </Text>
          )}
          {!item.done && <WayThere item={item} />}
        </Stack>
      </Group>
    </Paper>
  )
}

const COLOURS = { done: 'green', todo: 'orange', optional: 'gray' }

/** To the page on which it is done; opening hours are those of the location that lacks them. */
function WayThere({ item }: { item: GoLive['data'][number] }) {
  const say = useGoLiveWords()
  const tenant = useTenant()
  const places = useApi().useQuery('get', '/v1/locations')
  const place = places.data?.data.find(({ name }) => item.about.includes(name)) ?? places.data?.data[0]
  const ofPlace = place ? `hours/${place.id}` : 'staff'
  const where = item.where === 'hours' ? ofPlace : item.where
  return <AppLink to={`/c/${tenant.id}/${where}` as '/'}>{say('go')}</AppLink>
}
