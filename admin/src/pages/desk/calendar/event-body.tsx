import { Box, Text } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useDeskWords } from '../../../words/desk.ts'
import { useFormats } from '../../../words/formats.ts'
import type { CalendarEvent } from './calendar-events.ts'

interface Props {
  event: CalendarEvent
  nameOfConnection: (id: string) => string | undefined
}

/** What stands on an event: who and what, how long a hold still lasts, how old outside news are. */
export function EventBody({ event, nameOfConnection }: Props) {
  const say = useDeskWords()
  const formats = useFormats()
  const drawn = event.payload
  if (!drawn) return null
  if (drawn.kind === 'part') {
    const { appointment } = drawn
    return (
      <Box className="desk-part" data-status={appointment.status}>
        <Text span size="xs" fw={600} truncate display="block">
          {event.title}
        </Text>
        {appointment.status === 'held' && <Countdown until={appointment.hold_expires_at} />}
        {!appointment.synced && appointment.status !== 'held' && (
          <IconCloudOff size={14} aria-label={say('cal.unsynced')} />
        )}
      </Box>
    )
  }
  if (drawn.kind !== 'busy') return drawn.kind === 'absence' ? <Label text={say('cal.absence')} /> : null
  const source = nameOfConnection(drawn.connectionId) ?? say('cal.outside')
  const age = drawn.syncedAt === null ? say('cal.neverRead') : formats.relative(drawn.syncedAt)
  return <Label text={say(drawn.stale ? 'cal.busyStale' : 'cal.busy', { source, age })} />
}

function Label({ text }: { text: string }) {
  return (
    <Text span size="xs" className="desk-label" title={text}>
      {text}
    </Text>
  )
}

/** Counts down to the end of a hold. */
function Countdown({ until }: { until: string | null }) {
  const say = useDeskWords()
  const formats = useFormats()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const left = until === null ? 0 : (Date.parse(until) - now) / 1_000
  return (
    <Text span size="xs" truncate display="block">
      {left > 0 ? say('cal.held', { left: formats.span(left) }) : say('cal.holdOver')}
    </Text>
  )
}
