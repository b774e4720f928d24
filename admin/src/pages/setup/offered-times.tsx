import { Badge, Group, ScrollArea, Stack, Text } from '@mantine/core'
import { keepPreviousData } from '@tanstack/react-query'
import { useApi } from '../../api/api.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import type { Preview } from './setup-types.ts'

const SHOWN = 12

interface Props {
  /** What the hub is asked; undefined where nobody is able. */
  body: Preview | undefined
  zone: string
}

/** Times that would be offered, day by day. */
export function OfferedTimes({ body, zone }: Props) {
  const say = useSetupWords()
  const formats = useFormats()
  const preview = useApi().useQuery(
    'post',
    '/v1/availability/preview',
    { body: body ?? NOTHING },
    { enabled: body !== undefined, placeholderData: keepPreviousData, staleTime: 60_000 },
  )
  if (!body) return <Text size="sm">{say('preview.nobody')}</Text>
  const slots = preview.data?.slots ?? []
  const days = Map.groupBy(slots, ({ start }) => start.slice(0, 10))
  return (
    <Stack gap="sm" aria-busy={preview.isFetching}>
      <Text size="xs" c="dimmed">
        {say('preview.about', { zone })}
      </Text>
      {preview.error && <ProblemNote thrown={preview.error} retry={() => void preview.refetch()} />}
      {preview.data && slots.length === 0 && <Text size="sm">{say('preview.none')}</Text>}
      <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, 'aria-label': say('preview.title') }}>
        <Stack gap="xs">
          {[...days].map(([day, ofDay]) => (
            <div key={day}>
              <Text size="sm" fw={500}>
                {formats.date(ofDay[0]?.start ?? day, zone)} · {say('preview.times', { count: ofDay.length })}
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
  )
}

/** Never sent: the question waits until there is one. */
const NOTHING = { zone: 'UTC', now: '', from: '', to: '', service: { duration_minutes: 1 } }
