import { type Difference, differencesOf, type ShownField } from '../../ui/differences.ts'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import { DAYS, type Day, type Schedule } from './setup-types.ts'

type Hours = Pick<Schedule, 'weekly' | 'breaks' | 'overrides'>

/** Days and single dates that stand otherwise in the newer state of a week. */
export function useHoursDifferences(mine: Hours, theirs: Hours | undefined): Difference[] {
  const say = useSetupWords()
  const formats = useFormats()
  if (!theirs) return []
  const spans = (ranges: ReadonlyArray<{ start: string; end: string }> = []) =>
    ranges.map(({ start, end }) => `${start}–${end}`).join(', ') || say('week.closed')
  const onDay = (day: Day, { weekly, breaks }: Hours) =>
    [spans(weekly[day]), ...(breaks[day] ? [`${say('breaks.title')} ${spans(breaks[day])}`] : [])].join(' · ')
  const dates = new Set([...mine.overrides, ...theirs.overrides].map(({ date }) => date))
  const onDate = (date: string, { overrides }: Hours) => {
    const override = overrides.find((one) => one.date === date)
    return override ? [spans(override.ranges), override.note].filter(Boolean).join(' · ') : '–'
  }
  const shown: Array<ShownField<Hours>> = [
    ...DAYS.map((day) => [say(`days.long.${day}`), (hours: Hours) => onDay(day, hours)] as const),
    ...[...dates]
      .toSorted()
      .map((date) => [formats.date(date, 'UTC'), (hours: Hours) => onDate(date, hours)] as const),
  ]
  return differencesOf(shown, mine, theirs)
}
