import { Alert, Badge, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { among } from '../../ui/among.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { Unread } from '../../ui/unread.tsx'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { useLanguage } from '../../words/use-language.ts'
import { Capabilities, StateBadge, Tier } from './connection-state.tsx'

type Plugin = Shape<'Plugin'>
type Connection = Shape<'Connection'>

export function IntegrationsPage() {
  const say = useIntegrationWords()
  return (
    <>
      <PageHead title={say('title')} about={say('about')} />
      <Stack gap="xl">
        <Connections />
        <Catalogue />
      </Stack>
    </>
  )
}

function Connections() {
  const say = useIntegrationWords()
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const query = api.useQuery('get', '/v1/connections')
  const columns: Column<Connection>[] = [
    {
      id: 'name',
      head: say('column.name'),
      cell: ({ id, name }) => (
        <ThingLink kind="connection" id={id}>
          {name}
        </ThingLink>
      ),
    },
    { id: 'plugin', head: say('column.plugin'), from: 'sm', cell: ({ plugin }) => plugin },
    { id: 'state', head: say('column.state'), cell: ({ state }) => <StateBadge state={state} /> },
    {
      id: 'shared',
      head: say('column.shared'),
      from: 'md',
      cell: ({ shared }) => (shared ? say('shared') : ''),
    },
  ]
  return (
    <section aria-labelledby="connections">
      <Title order={2} size="h4" mb="sm" id="connections">
        {say('connections')}
      </Title>
      <DataList
        label={say('connections')}
        query={{ ...query, rows: query.data?.data }}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) =>
          void navigate({ to: '/c/$tenant/integrations/$id', params: { tenant: tenant.id, id } })
        }
        empty={<Empty title={say('none')} />}
      />
      {tenant.kind === 'client' && (
        <Text size="sm" c="dimmed" mt="xs">
          {say('ofAgency')}
        </Text>
      )}
    </section>
  )
}

function Catalogue() {
  const say = useIntegrationWords()
  const query = useApi().useQuery('get', '/v1/plugins', { params: { query: { language: useLanguage() } } })
  if (!query.data) return <Unread of={[query]} rows={4} />
  const loaded = query.data.data.filter(({ state }) => state === 'loaded')
  const broken = query.data.data.filter(({ state }) => state !== 'loaded')
  return (
    <section aria-labelledby="catalogue">
      <Title order={2} size="h4" mb="sm" id="catalogue">
        {say('catalogue')}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {loaded.map((plugin) => (
          <PluginCard key={plugin.id} plugin={plugin} />
        ))}
      </SimpleGrid>
      {broken.length > 0 && <BrokenPlugins plugins={broken} />}
    </section>
  )
}

function PluginCard({ plugin }: { plugin: Plugin }) {
  const say = useIntegrationWords()
  const tenant = useTenant()
  const may = useMay()
  const name = plugin.name ?? plugin.id
  return (
    <Card withBorder component="article" aria-label={name}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap">
          <Title order={3} size="h5">
            {name}
          </Title>
          <Tier tier={plugin.tier} />
        </Group>
        <Group gap={6}>
          <Capabilities provides={plugin.provides ?? []} />
        </Group>
        <Text size="sm" style={{ flex: 1 }}>
          {plugin.description}
        </Text>
        <Group justify="space-between" mt="xs">
          <Text size="xs" c="dimmed">
            {say('version', { version: plugin.version ?? '' })}
          </Text>
          {may('connections:write') && (
            <ButtonLink
              size="xs"
              variant="light"
              to="/c/$tenant/integrations/new/$plugin"
              params={{ tenant: tenant.id, plugin: plugin.id }}
              aria-label={say('connect', { name })}
            >
              {say('add')}
            </ButtonLink>
          )}
        </Group>
      </Stack>
    </Card>
  )
}

const BROKEN = ['disabled', 'invalid', 'incompatible', 'crashed'] as const

function BrokenPlugins({ plugins }: { plugins: readonly Plugin[] }) {
  const say = useIntegrationWords()
  return (
    <Alert color="orange" mt="lg" title={say('broken')}>
      <Text size="sm">{say('brokenAbout')}</Text>
      <Stack
        gap="sm"
        mt="sm"
        mb={0}
        p={0}
        component="ul"
        aria-label={say('broken')}
        style={{ listStyle: 'none' }}
      >
        {plugins.map(({ id, state, reason }) => {
          const known = among(BROKEN, state) ?? 'missing'
          return (
            <li key={id}>
              <Group gap="xs">
                <Text fw={600} size="sm">
                  {id}
                </Text>
                <Badge color="gray" variant="default">
                  {say(`plugin.${known}`)}
                </Badge>
              </Group>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {reason && hubSays(reason)}
              </Text>
              <Text size="sm" c="dimmed">
                {say(`pluginTodo.${known}`)}
              </Text>
            </li>
          )
        })}
      </Stack>
    </Alert>
  )
}
