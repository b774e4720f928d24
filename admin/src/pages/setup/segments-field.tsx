import './setup.css'
import { ActionIcon, Button, Group, MultiSelect, NumberInput, Paper, Stack, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useSetupWords } from '../../words/setup.ts'
import { SegmentBar } from './segment-bar.tsx'
import { KINDS, minutesOf } from './service-values.ts'
import type { Kind, Segment } from './setup-types.ts'

interface Props {
  value: Segment[]
  onChange: (value: Segment[]) => void
  error: ReactNode
}

/** One part after the other: how long, and what it takes. Nothing: it waits, and whoever did the last part is free. */
export function SegmentsField({ value, onChange, error }: Props) {
  const say = useSetupWords()
  const put = (at: number, segment: Segment) => onChange(value.map((each, i) => (i === at ? segment : each)))
  const kinds = KINDS.map((kind) => ({ value: kind, label: say(`kinds.one.${kind}`) }))
  return (
    <Stack gap="xs" component="fieldset" className="plain">
      <Text component="legend" size="sm" fw={500} mb="xs">
        {say('segments.title')} · {say('minutes', { count: minutesOf(value) })}
      </Text>
      <SegmentBar segments={value} />
      {value.map((segment, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its focus while it is typed in.
        <Paper key={at} withBorder p="xs">
          <Group gap="sm" align="flex-end">
            <NumberInput
              label={say('segments.minutes')}
              size="xs"
              w={90}
              min={1}
              max={1440}
              value={segment.minutes}
              onChange={(minutes) => put(at, { ...segment, minutes: Number(minutes) || 1 })}
            />
            <MultiSelect
              label={say('segments.needs')}
              size="xs"
              flex={1}
              miw={160}
              data={kinds}
              value={segment.needs}
              placeholder={segment.needs.length === 0 ? say('segments.nothing') : ''}
              onChange={(needs) => put(at, { ...segment, needs: needs as Kind[] })}
            />
            {value.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                mb={2}
                aria-label={say('segments.remove', { number: at + 1 })}
                onClick={() => onChange(value.filter((_, i) => i !== at))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        </Paper>
      ))}
      {error && (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...value, { minutes: 20, needs: [] }, { minutes: 20, needs: ['staff'] }])}
        >
          {say('segments.addWait')}
        </Button>
      </Group>
    </Stack>
  )
}
