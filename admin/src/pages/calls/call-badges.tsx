import { Badge, Group } from '@mantine/core'
import { IconEyeExclamation, IconPhoneCall } from '@tabler/icons-react'
import { useCallWords } from '../../words/calls.ts'
import type { Call, Outcome } from './call-types.ts'

const COLORS: Record<Outcome, string> = {
  booked: 'green',
  rescheduled: 'teal',
  cancelled: 'grape',
  callback: 'yellow',
  transferred: 'cyan',
  information: 'blue',
  abandoned: 'orange',
  not_connected: 'gray',
}

export const OUTCOMES = Object.keys(COLORS) as Outcome[]

export const isLive = ({ status }: Pick<Call, 'status'>): boolean =>
  status === 'registered' || status === 'ongoing'

/** What came of it; while it goes on, that it does. */
export function OutcomeBadge({ call }: { call: Pick<Call, 'status' | 'outcome'> }) {
  const say = useCallWords()
  if (isLive(call))
    return (
      <Badge color="green" variant="light" leftSection={<IconPhoneCall size={12} aria-hidden />}>
        {say(`status.${call.status}`)}
      </Badge>
    )
  if (!call.outcome)
    return (
      <Badge color="gray" variant="light">
        {say(`status.${call.status}`)}
      </Badge>
    )
  return (
    <Badge color={COLORS[call.outcome]} variant="light">
      {say(`outcome.${call.outcome}`)}
    </Badge>
  )
}

export function CallBadges({ call }: { call: Call }) {
  const say = useCallWords()
  return (
    <Group gap={6}>
      <OutcomeBadge call={call} />
      {call.review?.state === 'open' && (
        <Badge color="orange" variant="light" leftSection={<IconEyeExclamation size={12} aria-hidden />}>
          {say('list.toReview')}
        </Badge>
      )}
    </Group>
  )
}
