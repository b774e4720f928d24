import { Badge, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { AppLink, ButtonLink } from '../../ui/links.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useFormats } from '../../words/formats.ts'
import { useGoLiveWords } from '../../words/go-live.ts'
import { useRulesWords } from '../../words/rules.ts'
import { useSetupWords } from '../../words/setup.ts'
import type { Kind, Place, Resource } from './setup-types.ts'
import { hoursInWeek, rangesOf } from './week-hours.ts'

const ORDER: readonly Kind[] = ['staff', 'room', 'equipment']

/** Who and what is booked with, and when they are there. */
export function StaffPage() {
  const say = useSetupWords()
  const formats = useFormats()
  const may = useMay()
  const tenant = useTenant()
  const navigate = useNavigate()
  const api = useApi()
  const resources = api.useQuery('get', '/v1/resources')
  const places = api.useQuery('get', '/v1/locations')
  const schedules = api.useQuery('get', '/v1/schedules')
  const rows =
    resources.data &&
    [...resources.data.data].sort(
      (a, b) => Number(b.active) - Number(a.active) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
    )
  const placeOf = ({ location_id: id }: Resource) => places.data?.data.find((each) => each.id === id)?.name
  const hoursOf = ({ id }: Resource) => {
    const own = schedules.data?.data.find(({ resource_id: of }) => of === id)
    if (!own) return say('staff.asOpen')
    const count = hoursInWeek(rangesOf(own.weekly), rangesOf(own.breaks))
    return say('staff.hours', { count, hours: formats.number(count) })
  }
  const add = may('resources:write') && (
    <ButtonLink to="/c/$tenant/staff/$id" params={{ tenant: tenant.id, id: 'new' }}>
      {say('staff.add')}
    </ButtonLink>
  )
  return (
    <>
      <PageHead title={say('staff.title')} about={say('staff.about')}>
        {add}
      </PageHead>
      <Stack gap="md">
        <PlaceLinks places={places.data?.data ?? []} />
        <DataList<Resource>
          label={say('staff.title')}
          query={{ rows, error: resources.error, refetch: resources.refetch }}
          rowKey={({ id }) => id}
          onOpen={({ id }) =>
            void navigate({ to: '/c/$tenant/staff/$id', params: { tenant: tenant.id, id } })
          }
          empty={<Empty title={say('staff.none')}>{add}</Empty>}
          columns={[
            {
              id: 'name',
              head: say('fields.name'),
              cell: ({ name, active }) => (
                <Group gap="xs">
                  <Text size="sm" fw={500}>
                    {name}
                  </Text>
                  {!active && <Badge color="gray">{say('staff.away')}</Badge>}
                </Group>
              ),
            },
            { id: 'kind', head: say('fields.kind'), cell: ({ kind }) => say(`kinds.one.${kind}`) },
            { id: 'place', head: say('fields.location'), cell: placeOf, from: 'sm' },
            { id: 'hours', head: say('fields.hours'), cell: hoursOf, from: 'xs' },
            {
              id: 'skills',
              head: say('fields.services'),
              align: 'right',
              from: 'sm',
              cell: ({ service_ids: able }) => able.length,
            },
          ]}
        />
      </Stack>
    </>
  )
}

/** To the hours of each location, to a new one, and to what is still to do. */
function PlaceLinks({ places }: { places: readonly Place[] }) {
  const say = useSetupWords()
  const rules = useRulesWords()
  const goLive = useGoLiveWords()
  const may = useMay()
  const tenant = useTenant()
  return (
    <Group gap="sm">
      {places.map(({ id, name }) => (
        <AppLink key={id} to="/c/$tenant/hours/$id" params={{ tenant: tenant.id, id }}>
          {say('staff.opening', { name })}
        </AppLink>
      ))}
      {may('locations:write') && (
        <AppLink to="/c/$tenant/hours/$id" params={{ tenant: tenant.id, id: 'new' }}>
          {rules('place.add')}
        </AppLink>
      )}
      <AppLink to="/c/$tenant/go-live" params={{ tenant: tenant.id }}>
        {goLive('title')}
      </AppLink>
    </Group>
  )
}
