import { Box, Text } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useDeskWords } from '../../../words/desk.ts'
import { useFormats } from '../../../words/formats.ts'
import type { CalendarAppointment } from '../desk-types.ts'
import type { CalendarEvent, Drawn } from './calendar-events.ts'

interface Props {
  event: CalendarEvent
  nameOfConnection: (id: string) => string | undefined
}

/** What stands on an event: who and what, how long a hold still lasts, how old outside news are. */
export function EventBody({ event, nameOfConnection }: Props) {
  const say = useDeskWords()
  const drawn = event.payload
  switch (drawn?.kind) {
    case 'part':
      return <Part title={event.title} appointment={drawn.appointment} />
    case 'absence':
      return <Label text={say('cal.absence')} />
    case 'busy':
      return <Busy busy={drawn} source={nameOfConnection(drawn.connectionId) ?? say('cal.outside')} />
    default:
      return null
  }
}

function Part({ title, appointment }: { title: string; appointment: CalendarAppointment }) {
  const say = useDeskWords()
  const isHeld = appointment.status === 'held'
  return (
    <Box className="desk-part" data-status={appointment.status}>
      {isHeld && <Countdown until={appointment.hold_expires_at} />}
      {!isHeld && (
        <Text span size="xs" fw={600} lineClamp={3} lh={1.25}>
          {title}
        </Text>
      )}
      {!isHeld && !appointment.synced && (
        <IconCloudOff size={14} role="img" aria-label={say('cal.unsynced')} />
      )}
    </Box>
  )
}

function Busy({ busy, source }: { busy: Extract<Drawn, { kind: 'busy' }>; source: string }) {
  const say = useDeskWords()
  const formats = useFormats()
  const age = busy.syncedAt === null ? say('cal.neverRead') : formats.relative(busy.syncedAt)
  return <Label text={say(busy.stale ? 'cal.busyStale' : 'cal.busy', { source, age })} />
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
    <Text span size="xs" fw={600} lineClamp={3} lh={1.25}>
      {left > 0 ? say('cal.held', { left: formats.span(left) }) : say('cal.holdOver')}
    </Text>
  )
}
