import { Paper, Stack, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { useSetupWords } from '../../words/setup.ts'
import { OfferedTimes } from './offered-times.tsx'
import { previewOf } from './preview-body.ts'
import type { ServiceValues } from './service-values.ts'
import type { Resource } from './setup-types.ts'

interface Props {
  values: ServiceValues
  resources: readonly Resource[]
}

/** Milliseconds after the last key. */
const WAIT = 400

/** What would be offered of a service within a week from tomorrow, were nothing booked, as it stands in the form. */
export function SlotPreview({ values, resources }: Props) {
  const say = useSetupWords()
  const tenant = useTenant()
  const api = useApi()
  const places = api.useQuery('get', '/v1/locations')
  const schedules = api.useQuery('get', '/v1/schedules')
  const [settled] = useDebouncedValue(values, WAIT)
  const zone = places.data?.data[0]?.zone ?? tenant.zone
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {say('preview.title')}
        </Title>
        {schedules.data && (
          <OfferedTimes
            body={previewOf(settled, { resources, schedules: schedules.data.data, zone })}
            zone={zone}
          />
        )}
      </Stack>
    </Paper>
  )
}
