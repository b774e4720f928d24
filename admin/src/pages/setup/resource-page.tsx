import './setup.css'
import { Grid, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useRulesWords } from '../../words/rules.ts'
import { useSetupWords } from '../../words/setup.ts'
import { AbsencesBox } from './absences-box.tsx'
import { HoursEditor } from './hours-editor.tsx'
import { ResourceForm } from './resource-form.tsx'
import { PolicyBox } from './rules/policy-box.tsx'
import type { Place, Resource } from './setup-types.ts'

/** A member of staff, a room or a piece of equipment; a new one where the address says so. */
export function ResourcePage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/staff/$id' })
  const say = useSetupWords()
  const api = useApi()
  const isNew = id === 'new'
  const resource = api.useQuery(
    'get',
    '/v1/resources/{id}',
    { params: { path: { id } } },
    { enabled: !isNew },
  )
  const places = api.useQuery('get', '/v1/locations')
  const services = api.useQuery('get', '/v1/services')
  const schedules = api.useQuery('get', '/v1/schedules')
  if (!places.data || !services.data || !schedules.data || (!isNew && !resource.data))
    return <Unread of={[places, services, schedules, resource]} />
  const read = resource.data
  const here = schedules.data.data.filter(({ location_id: at }) => at === read?.location_id)
  return (
    <>
      <PageHead title={read?.name ?? say('staff.new')} />
      <Grid gap="xl" key={id}>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="xl">
            <ResourceForm read={read} places={places.data.data} services={services.data.data} />
            {read && <AbsencesBox resource={read} />}
          </Stack>
        </Grid.Col>
        {read && (
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <HoursEditor
              title={say('staff.when')}
              read={here.find(({ resource_id: of }) => of === read.id)}
              usual={here.find(({ resource_id: of }) => of === null)?.weekly ?? {}}
              locationId={read.location_id}
              resourceId={read.id}
            />
          </Grid.Col>
        )}
        {read && (
          <Grid.Col span={12}>
            <OwnRules of={read} places={places.data.data} />
          </Grid.Col>
        )}
      </Grid>
    </>
  )
}

function OwnRules({ of: { id, kind, location_id: at }, places }: { of: Resource; places: readonly Place[] }) {
  const say = useRulesWords()
  return (
    <PolicyBox
      title={say(kind === 'staff' ? 'ofResource' : 'ofThing')}
      about={say('ownAbout')}
      subject={{ kind: 'resource', id }}
      locationId={at}
      zone={places.find((place) => place.id === at)?.zone}
    />
  )
}
