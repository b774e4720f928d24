import { ActionIcon, Button, Group, Paper, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTenant } from '../../session/session.ts'
import { useSetupWords } from '../../words/setup.ts'
import { dateIn } from '../../words/wall-time.ts'
import type { Schedule } from './setup-types.ts'

type Override = Schedule['overrides'][number]

interface Props {
  value: Override[]
  onChange: (value: Override[]) => void
  readOnly: boolean
}

/** Single dates with hours of their own, or none. */
export function OverridesField({ value, onChange, readOnly }: Props) {
  const say = useSetupWords()
  const { zone } = useTenant()
  const put = (at: number, change: Partial<Override>) =>
    onChange(value.map((each, i) => (i === at ? { ...each, ...change } : each)))
  const add = () => {
    const taken = new Set(value.map(({ date }) => date))
    const days = Array.from({ length: value.length + 1 }, (_, ahead) => dateIn(zone, ahead + 1))
    const date = days.find((each) => !taken.has(each)) ?? dateIn(zone, 1)
    onChange([...value, { date, ranges: [], note: '' }])
  }
  return (
    <Stack gap="xs">
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          {say('overrides.none')}
        </Text>
      )}
      {value.map((override, at) => (
        <OneDate
          // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its focus while its date is typed.
          key={at}
          override={override}
          readOnly={readOnly}
          onChange={(change) => put(at, change)}
          onRemove={() => onChange(value.filter((_, i) => i !== at))}
        />
      ))}
      {!readOnly && (
        <Group>
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
            {say('overrides.add')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface OneProps {
  override: Override
  readOnly: boolean
  onChange: (change: Partial<Override>) => void
  onRemove: () => void
}

function OneDate({ override, readOnly, onChange, onRemove }: OneProps) {
  const say = useSetupWords()
  const { date, ranges, note = '' } = override
  const put = (at: number, change: Partial<Override['ranges'][number]>) =>
    onChange({ ranges: ranges.map((each, i) => (i === at ? { ...each, ...change } : each)) })
  return (
    <Paper withBorder p="xs">
      <Group gap="sm" align="flex-end">
        <TextInput
          type="date"
          size="xs"
          label={say('overrides.date')}
          readOnly={readOnly}
          value={date}
          onChange={({ currentTarget: { value: typed } }) => typed && onChange({ date: typed })}
        />
        <Switch
          mb={6}
          label={say('overrides.open')}
          disabled={readOnly}
          checked={ranges.length > 0}
          onChange={({ currentTarget: { checked } }) =>
            onChange({ ranges: checked ? [{ start: '09:00', end: '18:00' }] : [] })
          }
        />
        {ranges.flatMap((range, at) =>
          (['start', 'end'] as const).map((edge) => (
            <TextInput
              // biome-ignore lint/suspicious/noArrayIndexKey: as above.
              key={`${at} ${edge}`}
              type="time"
              size="xs"
              label={say(`overrides.${edge}`)}
              readOnly={readOnly}
              value={range[edge]}
              onChange={({ currentTarget: { value: typed } }) => typed && put(at, { [edge]: typed })}
            />
          )),
        )}
        <TextInput
          size="xs"
          flex={1}
          miw={120}
          label={say('overrides.note')}
          readOnly={readOnly}
          value={note}
          onChange={({ currentTarget: { value: typed } }) => onChange({ note: typed })}
        />
        {!readOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            mb={2}
            aria-label={say('overrides.remove', { date })}
            onClick={onRemove}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
    </Paper>
  )
}
