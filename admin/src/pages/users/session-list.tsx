import { Button, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useReloadSession } from '../../shell/signed-in.tsx'
import { askFirst } from '../../ui/ask-first.tsx'
import { DataList } from '../../ui/data-list.tsx'
import { useTelling } from '../../ui/use-refresh.ts'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useUserWords } from '../../words/users.ts'

export function SessionList() {
  const say = useUserWords()
  const common = useCommonWords()
  const api = useApi()
  const navigate = useNavigate()
  const reload = useReloadSession()
  const { failed } = useTelling()
  const { data, error, refetch } = api.useQuery('get', '/v1/sessions')
  const signOut = async () => {
    const { error: refused } = await api.client.DELETE('/v1/sessions')
    if (refused !== undefined) return failed(refused)
    await navigate({ to: '/sign-in', search: {} })
    await reload()
  }
  const ask = () =>
    askFirst({
      title: say('profile.everywhere'),
      text: say('profile.everywhereAsk'),
      does: say('profile.everywhere'),
      cancel: common('cancel'),
      run: () => void signOut(),
    })
  return (
    <Stack>
      <DataList
        label={say('profile.sessions')}
        query={{ rows: data?.data, error, refetch }}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          {
            id: 'browser',
            head: say('profile.browser'),
            cell: ({ browser, current }) => (
              <Group gap="xs">
                {browser ?? say('profile.unknownBrowser')}
                {current && (
                  <Text size="sm" c="dimmed" component="span">
                    ({say('profile.here')})
                  </Text>
                )}
              </Group>
            ),
          },
          {
            id: 'seen',
            head: say('profile.lastSeen'),
            cell: ({ last_seen_at }) => <When at={last_seen_at} as="relative" />,
          },
          {
            id: 'since',
            head: say('profile.since'),
            from: 'sm',
            cell: ({ created_at }) => <When at={created_at} />,
          },
        ]}
      />
      <Group>
        <Button variant="default" onClick={ask}>
          {say('profile.everywhere')}
        </Button>
      </Group>
    </Stack>
  )
}
