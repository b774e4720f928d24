import { Box, UnstyledButton } from '@mantine/core'
import type { ResourcesDayViewProps } from '@mantine/schedule'
import type { DragEvent, RefObject } from 'react'
import { minutesBetween } from '../../../words/wall-time.ts'
import type { CalendarEvent } from './calendar-events.ts'

type RenderEvent = NonNullable<ResourcesDayViewProps['renderEvent']>

/**
 * What lies behind is told apart by its pattern, not by colour alone. `grabbed` is told how many minutes behind its
 * start an event is taken hold of.
 */
export const renderEventWith =
  (grabbed: RefObject<number>, time: 'across' | 'down'): RenderEvent =>
  (event, { children, className, ...props }) => {
    const drawn = event.payload as CalendarEvent['payload']
    if (!drawn || drawn.kind === 'part') {
      const onDragStart = (drag: DragEvent<HTMLButtonElement>) => {
        grabbed.current = shareBefore(drag, time) * minutesBetween(String(event.start), String(event.end))
        props.onDragStart?.(drag as never)
      }
      return (
        <UnstyledButton {...props} className={className} onDragStart={onDragStart}>
          {children}
        </UnstyledButton>
      )
    }
    const stale = drawn.kind === 'busy' && drawn.stale ? { 'data-stale': true } : {}
    return (
      <Box
        {...(props as object)}
        className={`${className ?? ''} desk-background`}
        data-kind={drawn.kind}
        {...stale}
      >
        {children}
      </Box>
    )
  }

/** From 0 to 1. */
function shareBefore({ currentTarget, clientX, clientY }: DragEvent, time: 'across' | 'down'): number {
  const { left, top, width, height } = currentTarget.getBoundingClientRect()
  return time === 'across' ? (clientX - left) / width : (clientY - top) / height
}
