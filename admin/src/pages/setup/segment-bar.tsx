import './setup.css'
import { useSetupWords } from '../../words/setup.ts'
import { minutesOf } from './service-values.ts'
import type { Segment } from './setup-types.ts'

/** The parts of a service as long as they are: work, and waiting, during which nobody is occupied. */
export function SegmentBar({ segments, width }: { segments: readonly Segment[]; width?: number | string }) {
  const say = useSetupWords()
  const whole = minutesOf(segments)
  const text = segments
    .map(
      ({ minutes, needs }) =>
        `${say('minutes', { count: minutes })} ${needs.length > 0 ? say('segments.work') : say('segments.wait')}`,
    )
    .join(', ')
  return (
    <div className="segments" style={{ width: width ?? '100%' }} role="img" aria-label={text}>
      {segments.map(({ minutes, needs }, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place.
          key={at}
          data-waits={needs.length === 0 || undefined}
          style={{ width: `${(minutes / whole) * 100}%` }}
          title={say('minutes', { count: minutes })}
        />
      ))}
    </div>
  )
}
