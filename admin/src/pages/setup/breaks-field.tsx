import { ActionIcon, Button, Chip, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useSetupWords } from '../../words/setup.ts'
import type { BreakRow } from './break-rows.ts'
import { DAYS, type Day } from './setup-types.ts'

interface Props {
  value: readonly BreakRow[]
  onChange: (value: BreakRow[]) => void
  /** On which a new one is, to begin with. */
  usualDays: readonly Day[]
  readOnly: boolean
}

/** Pauses within the hours of a week, each with the days that have it. */
export function BreaksField({ value, onChange, usualDays, readOnly }: Props) {
  const say = useSetupWords()
  const put = (at: number, change: Partial<BreakRow>) =>
    onChange(value.map((each, i) => (i === at ? { ...each, ...change } : each)))
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {say(value.length === 0 && readOnly ? 'breaks.none' : 'breaks.about')}
      </Text>
      {value.map((row, at) => (
        <OneBreak
          // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its focus while its time is typed.
          key={at}
          row={row}
          number={at + 1}
          readOnly={readOnly}
          onChange={(change) => put(at, change)}
          onRemove={() => onChange(value.filter((_, i) => i !== at))}
        />
      ))}
      {!readOnly && (
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...value, { days: [...usualDays], start: '12:00', end: '13:00' }])}
          >
            {say('breaks.add')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface OneProps {
  row: BreakRow
  number: number
  readOnly: boolean
  onChange: (change: Partial<BreakRow>) => void
  onRemove: () => void
}

function OneBreak({ row, number, readOnly, onChange, onRemove }: OneProps) {
  const say = useSetupWords()
  return (
    <Paper withBorder p="xs" role="group" aria-label={say('breaks.one', { number })}>
      <Group gap="sm" align="flex-end">
        {(['start', 'end'] as const).map((edge) => (
          <TextInput
            key={edge}
            type="time"
            size="xs"
            label={say(`overrides.${edge}`)}
            readOnly={readOnly}
            // The day's end is 24:00, which such a field does not know.
            value={row[edge] === '24:00' ? '00:00' : row[edge]}
            onChange={({ currentTarget: { value } }) =>
              value && onChange({ [edge]: edge === 'end' && value === '00:00' ? '24:00' : value })
            }
          />
        ))}
        <Chip.Group
          multiple
          value={row.days}
          onChange={(days) => onChange({ days: DAYS.filter((day) => days.includes(day)) })}
        >
          <Group gap={4}>
            {DAYS.map((day) => (
              <Chip key={day} value={day} size="sm" disabled={readOnly} aria-label={say(`days.long.${day}`)}>
                {say(`days.short.${day}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {!readOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            mb={2}
            aria-label={say('breaks.remove', { number })}
            onClick={onRemove}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
    </Paper>
  )
}
