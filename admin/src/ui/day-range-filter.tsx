import { DatePickerInput } from '@mantine/dates'
import { useCommonWords } from '../words/common.ts'
import { useDayFormat } from '../words/date-format.ts'
import type { DayRange } from './day-range.ts'

interface Props {
  value: DayRange
  onChange: (change: { from?: string | undefined } | { to?: string | undefined }) => void
}

/** From which day to which a list goes; either may be left open. */
export function DayRangeFilter({ value, onChange }: Props) {
  const say = useCommonWords()
  const format = useDayFormat()
  return (['from', 'to'] as const).map((edge) => (
    <DatePickerInput
      key={edge}
      label={say(`days.${edge}`)}
      value={value[edge] ?? null}
      onChange={(day) => onChange({ [edge]: day || undefined })}
      clearable
      clearButtonProps={{ 'aria-label': say(`days.clear.${edge}`) }}
      w={{ base: '46%', sm: 180 }}
      {...format}
    />
  ))
}
