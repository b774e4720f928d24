import { Paper, Select, Stack, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { useSetupWords } from '../../words/setup.ts'
import { OfferedTimes } from './offered-times.tsx'
import { type HoursOf, previewOf } from './preview-body.ts'
import { valuesOf } from './service-values.ts'
import type { Resource, Service } from './setup-types.ts'

interface Props {
  /** Hours as they stand in the form. */
  typed: Pick<HoursOf, 'weekly' | 'breaks' | 'overrides'>
  locationId: string
  /** Whose hours they are; else the location's own. */
  resourceId?: string | undefined
}

/** Milliseconds after the last key. */
const WAIT = 400

/** What would be offered of a service within a week from tomorrow by these hours, before they are saved. */
export function HoursPreview(props: Props) {
  const api = useApi()
  const { data: services } = api.useQuery('get', '/v1/services')
  const { data: resources } = api.useQuery('get', '/v1/resources')
  const { locationId, resourceId } = props
  const staff = (resources?.data ?? []).filter(
    ({ id, kind, active, location_id: at }) =>
      active && kind === 'staff' && at === locationId && (!resourceId || id === resourceId),
  )
  const offered = (services?.data ?? []).filter(
    ({ id, active }) => active && staff.some(({ service_ids: able }) => able.includes(id)),
  )
  return offered.length > 0 && <OfOne {...props} staff={staff} services={offered} />
}

function OfOne({
  typed,
  locationId,
  resourceId = null,
  staff,
  services,
}: Omit<Props, 'resourceId'> & {
  resourceId?: string | null | undefined
  staff: readonly Resource[]
  services: readonly Service[]
}) {
  const say = useSetupWords()
  const tenant = useTenant()
  const api = useApi()
  const places = api.useQuery('get', '/v1/locations')
  const schedules = api.useQuery('get', '/v1/schedules')
  const [chosen, setChosen] = useState(services[0]?.id ?? null)
  const [settled] = useDebouncedValue(typed, WAIT)
  const service = services.find(({ id }) => id === chosen)
  if (!schedules.data || !service) return null
  const zone = places.data?.data.find(({ id }) => id === locationId)?.zone ?? tenant.zone
  const others = schedules.data.data.filter(
    ({ location_id: at, resource_id: of }) => at !== locationId || of !== resourceId,
  )
  const mine = { ...settled, location_id: locationId, resource_id: resourceId }
  const ground = { resources: staff, schedules: [...others, mine], zone }
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={3} size="h5">
          {say('preview.title')}
        </Title>
        <Select
          label={say('shares.service')}
          allowDeselect={false}
          maw={320}
          data={services.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen}
          onChange={setChosen}
        />
        <OfferedTimes body={previewOf(valuesOf(service, staff), ground)} zone={zone} />
      </Stack>
    </Paper>
  )
}
