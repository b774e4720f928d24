import { Badge } from '@mantine/core'
import type { Shape } from '../api/shapes.ts'
import { useDeskWords } from '../words/desk.ts'

type Status = Shape<'AppointmentStatus'>

const COLORS: Record<Status, string> = {
  held: 'gray',
  pending: 'yellow',
  confirmed: 'blue',
  completed: 'green',
  no_show: 'orange',
  cancelled: 'red',
  declined: 'red',
  expired: 'gray',
}

/** How an appointment or a hold stands. */
export function StatusBadge({ status }: { status: Status }) {
  const say = useDeskWords()
  return (
    <Badge variant="light" color={COLORS[status]}>
      {say(`status.${status}`)}
    </Badge>
  )
}

export const STATUSES = Object.keys(COLORS) as Status[]
