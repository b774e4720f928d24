import { Alert, Button, Group, Stack, Tabs, Text } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { among } from '../../ui/among.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { When } from '../../ui/when.tsx'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { useLanguage } from '../../words/use-language.ts'
import { ConnectionActions } from './connection-actions.tsx'
import { ConnectionDeliveries } from './connection-deliveries.tsx'
import { ConnectionOverview } from './connection-overview.tsx'
import { ConnectionSettings } from './connection-settings.tsx'
import { STATE_COLOURS, STATES, StateBadge } from './connection-state.tsx'
import { ConnectionSyncs } from './connection-syncs.tsx'
import { useConsent } from './consent.ts'
import { Guide } from './guide.tsx'
import { Mapping } from './mapping.tsx'

type Connection = Shape<'Connection'>
type Plugin = Shape<'PluginWithGuide'>

/** Milliseconds: a connection in trouble changes by itself. */
const LOOK_AGAIN = 10_000

export function ConnectionPage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/integrations/$id' })
  const api = useApi()
  const language = useLanguage()
  const connection = api.useQuery(
    'get',
    '/v1/connections/{id}',
    { params: { path: { id } } },
    { refetchInterval: LOOK_AGAIN },
  )
  const plugin = api.useQuery(
    'get',
    '/v1/plugins/{id}',
    { params: { path: { id: connection.data?.plugin ?? '' }, query: { language } } },
    { enabled: connection.data !== undefined },
  )
  const { data } = connection
  if (!data || plugin.isPending) return <Unread of={[connection]} />
  return (
    <>
      <PageHead
        title={data.name}
        about={
          <Group gap="xs">
            <StateBadge state={data.state} />
            <span>{plugin.data?.name ?? data.plugin}</span>
            {data.shared && <SharedNote />}
          </Group>
        }
      >
        <ConnectionActions connection={data} auth={plugin.data?.auth} />
      </PageHead>
      <Stack gap="lg">
        <Trouble connection={data} auth={plugin.data?.auth} />
        <Sections connection={data} plugin={plugin.data} />
      </Stack>
    </>
  )
}

function SharedNote() {
  const say = useIntegrationWords()
  return <span>· {say('shared')}</span>
}

/** The state in words, what the provider said as the text it is, and the button that mends it. */
function Trouble({ connection, auth }: { connection: Connection; auth: string | undefined }) {
  const say = useIntegrationWords()
  const { state } = connection
  const is = among(STATES, state.is)
  if (is === 'ready') return null
  return (
    <Alert
      color={is ? STATE_COLOURS[is] : 'gray'}
      title={is ? say(`stateText.${is}`, { field: state.field ?? '' }) : state.is}
      role="status"
    >
      <Stack gap="xs">
        {state.why && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {say('why')}: {hubSays(state.why)}
          </Text>
        )}
        {is && <Text size="sm">{say(`stateTodo.${is}`)}</Text>}
        {state.at && <NextTry at={state.at} />}
        {is && <Remedy connection={connection} is={is} auth={auth} />}
      </Stack>
    </Alert>
  )
}

function NextTry({ at }: { at: string }) {
  const say = useIntegrationWords()
  return (
    <Text size="sm">
      {say('nextRetry', { when: '' })}
      <When at={at} as="relative" />
    </Text>
  )
}

function Remedy({
  connection,
  is,
  auth,
}: {
  connection: Connection
  is: (typeof STATES)[number]
  auth: string | undefined
}) {
  const say = useIntegrationWords()
  const tenant = useTenant()
  const navigate = useNavigate()
  const may = useMay()
  const consent = useConsent(connection.id)
  if (!may('connections:write')) return null
  const here = { tenant: tenant.id, id: connection.id }
  const wantsConsent = auth === 'oauth2' && (is === 'connecting' || is === 'needs_reauth')
  if (wantsConsent) {
    const back = `/c/${tenant.id}/integrations/${connection.id}`
    return (
      <Group>
        <Button size="xs" loading={consent.isPending} onClick={() => void consent.go(back).catch(() => {})}>
          {say(is === 'connecting' ? 'act.authorize' : 'act.reauthorize')}
        </Button>
        {consent.error && <ProblemNote thrown={consent.error} />}
      </Group>
    )
  }
  if (is === 'misconfigured' || is === 'needs_reauth')
    return (
      <Group>
        <Button
          size="xs"
          onClick={() =>
            void navigate({ to: '/c/$tenant/integrations/$id', params: here, search: { tab: 'settings' } })
          }
        >
          {say('act.settings')}
        </Button>
      </Group>
    )
  return null
}

function Sections({ connection, plugin }: { connection: Connection; plugin: Plugin | undefined }) {
  const say = useIntegrationWords()
  const navigate = useNavigate({ from: '/c/$tenant/integrations/$id' })
  const { tab = 'overview' } = useSearch({ from: '/signed-in/c/$tenant/integrations/$id' })
  const isCalendar = plugin?.provides?.includes('calendar') === true
  const tabs = [
    'overview',
    ...(plugin?.settings_schema ? (['settings'] as const) : []),
    ...(isCalendar ? (['mapping'] as const) : []),
    'syncs',
    'deliveries',
    'guide',
  ] as const
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(chosen) => void navigate({ search: chosen ? { tab: chosen } : {}, replace: true })}
    >
      <Tabs.List mb="md">
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {say(`tab.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <ConnectionOverview connection={connection} />
      </Tabs.Panel>
      <Tabs.Panel value="settings">
        {plugin?.settings_schema && (
          <ConnectionSettings connection={connection} schema={plugin.settings_schema} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="mapping">
        <Mapping connectionId={connection.id} />
      </Tabs.Panel>
      <Tabs.Panel value="syncs">
        <ConnectionSyncs connectionId={connection.id} reads={(plugin?.syncs.length ?? 0) > 0} />
      </Tabs.Panel>
      <Tabs.Panel value="deliveries">
        <ConnectionDeliveries connectionId={connection.id} />
      </Tabs.Panel>
      <Tabs.Panel value="guide">
        <Guide sections={plugin?.guide ?? []} />
      </Tabs.Panel>
    </Tabs>
  )
}
