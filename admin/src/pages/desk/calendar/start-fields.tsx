import { Group, Text, TextInput } from '@mantine/core'
import { useCommonWords } from '../../../words/common.ts'
import { useDeskWords } from '../../../words/desk.ts'

interface Props {
  /** Wall clock: `2026-12-01 10:30:00`. */
  value: string
  onChange: (wall: string) => void
  zone: string
}

/** Date and time of a start, each in a field of the browser's own: typed, stepped or picked, as one is used to. */
export function StartFields({ value, onChange, zone }: Props) {
  const say = useDeskWords()
  const common = useCommonWords()
  const [date = '', clock = ''] = value.split(' ')
  return (
    <div>
      <Group grow>
        <TextInput
          type="date"
          label={say('cal.date')}
          required
          value={date}
          onChange={({ currentTarget }) => currentTarget.value && onChange(`${currentTarget.value} ${clock}`)}
        />
        <TextInput
          type="time"
          label={say('cal.start')}
          required
          value={clock.slice(0, 5)}
          onChange={({ currentTarget }) =>
            currentTarget.value && onChange(`${date} ${currentTarget.value}:00`)
          }
        />
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {common('zone', { zone })}
      </Text>
    </div>
  )
}
