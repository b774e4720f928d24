import { Badge, Group, Paper, ScrollArea, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import { previewOf } from './preview-body.ts'
import type { ServiceValues } from './service-values.ts'
import type { Resource } from './setup-types.ts'

interface Props {
  values: ServiceValues
  resources: readonly Resource[]
}

const WAIT = 400
const SHOWN = 12

/** What would be offered within a week from tomorrow, were nothing booked: asked anew a moment after the last key. */
export function SlotPreview({ values, resources }: Props) {
  const say = useSetupWords()
  const formats = useFormats()
  const tenant = useTenant()
  const api = useApi()
  const places = api.useQuery('get', '/v1/locations')
  const schedules = api.useQuery('get', '/v1/schedules')
  const [settled] = useDebouncedValue(values, WAIT)
  const place = places.data?.data[0]
  const zone = place?.zone ?? tenant.zone
  const body = schedules.data && previewOf(settled, { resources, schedules: schedules.data.data, zone })
  const preview = api.useQuery(
    'post',
    '/v1/availability/preview',
    { body: body ?? NOTHING },
    { enabled: body !== undefined, placeholderData: keepPreviousData, staleTime: 60_000 },
  )
  const slots = preview.data?.slots ?? []
  const days = Map.groupBy(slots, ({ start }) => start.slice(0, 10))
  return (
    <Paper withBorder p="md" aria-busy={preview.isFetching}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {say('preview.title')}
        </Title>
        <Text size="xs" c="dimmed">
          {say('preview.about', { zone })}
        </Text>
        {preview.error && <ProblemNote thrown={preview.error} retry={() => void preview.refetch()} />}
        {schedules.data && !body && <Text size="sm">{say('preview.nobody')}</Text>}
        {body && preview.data && slots.length === 0 && <Text size="sm">{say('preview.none')}</Text>}
        <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, 'aria-label': say('preview.title') }}>
          <Stack gap="xs">
            {body &&
              [...days].map(([day, ofDay]) => (
                <div key={day}>
                  <Text size="sm" fw={500}>
                    {formats.date(ofDay[0]?.start ?? day, zone)} ·{' '}
                    {say('preview.times', { count: ofDay.length })}
                  </Text>
                  <Group gap={4}>
                    {ofDay.slice(0, SHOWN).map(({ start }) => (
                      <Badge key={start} variant="default" fw={400}>
                        {formats.time(start, zone)}
                      </Badge>
                    ))}
                    {ofDay.length > SHOWN && (
                      <Text size="xs" c="dimmed">
                        {say('preview.more', { count: ofDay.length - SHOWN })}
                      </Text>
                    )}
                  </Group>
                </div>
              ))}
          </Stack>
        </ScrollArea.Autosize>
      </Stack>
    </Paper>
  )
}

/** Never sent: the question waits until there is one. */
const NOTHING = { zone: 'UTC', now: '', from: '', to: '', service: { duration_minutes: 1 } }
