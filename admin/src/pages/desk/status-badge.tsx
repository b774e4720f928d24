import { Badge } from '@mantine/core'
import { useDeskWords } from '../../words/desk.ts'
import type { Status } from './desk-types.ts'

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

export function StatusBadge({ status }: { status: Status }) {
  const say = useDeskWords()
  return (
    <Badge variant="light" color={COLORS[status]} tt="none">
      {say(`status.${status}`)}
    </Badge>
  )
}

export const STATUSES = Object.keys(COLORS) as Status[]
