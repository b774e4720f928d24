import { useSetupWords } from '../../words/setup.ts'
import type { Difference } from './save-note.tsx'
import { minutesOf, type ServiceValues } from './service-values.ts'

/** What stands otherwise in the newer state of a service, in the words of its form. */
export function useDifferences(mine: ServiceValues, theirs: ServiceValues | undefined): Difference[] {
  const say = useSetupWords()
  if (!theirs) return []
  const names = (tags: readonly string[]) => tags.join(', ')
  const rows: Array<[label: string, of: (values: ServiceValues) => string | number]> = [
    [say('fields.name'), ({ name }) => name],
    [say('fields.price'), ({ price }) => price],
    [say('fields.length'), ({ segments }) => say('minutes', { count: minutesOf(segments) })],
    [say('fields.description'), ({ description }) => description],
    [say('fields.capacity'), ({ capacity }) => capacity],
    [say('fields.bufferBefore'), (values) => values.buffer_before],
    [say('fields.bufferAfter'), (values) => values.buffer_after],
    [say('fields.grid'), (values) => values.grid_minutes],
    [say('fields.notice'), (values) => values.notice_hours],
    [say('fields.horizon'), (values) => values.horizon_days],
    [say('fields.active'), ({ active }) => (active ? '✓' : '–')],
    [say('spoken.de'), ({ de }) => names(de)],
    [say('spoken.en'), ({ en }) => names(en)],
    [say('spoken.any'), (values) => names(values.spoken_names)],
  ]
  return rows
    .map(([label, of]) => ({ label, mine: String(of(mine)), theirs: String(of(theirs)) }))
    .filter((row) => row.mine !== row.theirs)
}
