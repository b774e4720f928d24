import '../setup.css'
import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useApi } from '../../../api/api.ts'
import { useMay, useTenant } from '../../../session/session.ts'
import { AppLink } from '../../../ui/links.tsx'
import { PageHead } from '../../../ui/page-head.tsx'
import { useRulesWords } from '../../../words/rules.ts'
import { ExceptionsList } from './exceptions-list.tsx'
import { PolicyBox } from './policy-box.tsx'

/** What holds for the whole business, and where exceptions are made. */
export function RulesPage() {
  const say = useRulesWords()
  return (
    <>
      <PageHead title={say('title')} about={say('about')} />
      <Stack gap="xl">
        <PolicyBox title={say('whole')} about={say('wholeAbout')} subject={{ kind: 'client' }} />
        <Exceptions />
      </Stack>
    </>
  )
}

function Exceptions() {
  const say = useRulesWords()
  const may = useMay()
  const api = useApi()
  const { data: services } = api.useQuery('get', '/v1/services')
  const { data: locations } = api.useQuery('get', '/v1/locations')
  const { data: resources } = api.useQuery('get', '/v1/resources')
  const staff = resources?.data.filter(({ kind, active }) => active && kind === 'staff')
  return (
    <Stack gap="sm" component="section" aria-label={say('nearest')}>
      <Title order={2} size="h4">
        {say('nearest')}
      </Title>
      <Text size="sm" c="dimmed" maw={720}>
        {say('nearestAbout')}
      </Text>
      {may('policies:read') && <ExceptionsList />}
      <Title order={3} size="h5">
        {say('makeOne')}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Links title={say('staff')} path="staff" things={staff} />
        <Links
          title={say('services')}
          path="services"
          things={services?.data.filter(({ active }) => active)}
        />
        <Links title={say('locations')} path="hours" things={locations?.data} />
      </SimpleGrid>
    </Stack>
  )
}

interface LinksProps {
  title: string
  path: 'staff' | 'services' | 'hours'
  things: ReadonlyArray<{ id: string; name: string }> | undefined
}

function Links({ title, path, things = [] }: LinksProps) {
  const tenant = useTenant()
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {things.map(({ id, name }) => (
        <Text key={id} size="sm">
          <AppLink to={`/c/$tenant/${path}/$id`} params={{ tenant: tenant.id, id }}>
            {name}
          </AppLink>
        </Text>
      ))}
    </Stack>
  )
}
