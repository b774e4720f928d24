import { type Difference, differencesOf, type ShownField } from '../../ui/differences.ts'
import { useSetupWords } from '../../words/setup.ts'
import { minutesOf, type ServiceValues } from './service-values.ts'
import type { Resource } from './setup-types.ts'

/** What stands otherwise in the newer state of a service, in the words of its form. */
export function useServiceDifferences(
  resources: readonly Resource[],
  mine: ServiceValues,
  theirs: ServiceValues | undefined,
): Difference[] {
  const say = useSetupWords()
  const names = (tags: readonly string[]) => tags.join(', ')
  const shown: Array<ShownField<ServiceValues>> = [
    [say('fields.name'), ({ name }) => name],
    [say('fields.price'), ({ price }) => price],
    [say('fields.length'), ({ segments }) => say('minutes', { count: minutesOf(segments) })],
    [
      say('fields.who'),
      (values) => names(resources.filter(({ id }) => values.resources.includes(id)).map(({ name }) => name)),
    ],
    [say('fields.description'), ({ description }) => description],
    [say('fields.capacity'), ({ capacity }) => capacity],
    [say('fields.bufferBefore'), (values) => values.buffer_before],
    [say('fields.bufferAfter'), (values) => values.buffer_after],
    [
      say('buffers.title'),
      ({ buffers }) =>
        buffers
          .map(({ kind, before, after }) => `${say(`kinds.many.${kind}`)} ${before}/${after}`)
          .join(', '),
    ],
    [say('fields.grid'), (values) => values.grid_minutes],
    [say('fields.notice'), (values) => values.notice_hours],
    [say('window.kind'), ({ window }) => say(`window.${window}`)],
    [
      say('fields.horizon'),
      (values) => values[values.window === 'business_days' ? 'business_days' : 'horizon_days'],
    ],
    [say('window.from'), (values) => values.window_from],
    [say('window.to'), (values) => values.window_to],
    [say('window.activeFrom'), (values) => values.active_from],
    [say('window.activeUntil'), (values) => values.active_until],
    [
      say('lengths.title'),
      ({ lengths }) => lengths.map(({ minutes, price }) => `${minutes}/${price}`).join(', '),
    ],
    [say('choose.title'), ({ choose }) => say(`choose.${choose}`)],
    [say('times.bufferPolicy'), (values) => say(`times.${values.buffer_policy}`)],
    [say('times.gridPolicy'), (values) => say(`times.${values.grid_policy}`)],
    [say('fields.active'), ({ active }) => (active ? '✓' : '–')],
    [say('spoken.de'), ({ de }) => names(de)],
    [say('spoken.en'), ({ en }) => names(en)],
    [say('spoken.any'), (values) => names(values.spoken_names)],
  ]
  return differencesOf(shown, mine, theirs)
}
