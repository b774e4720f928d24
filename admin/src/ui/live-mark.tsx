import { Badge } from '@mantine/core'
import { IconPlugConnectedX, IconWifi } from '@tabler/icons-react'
import { useCommonWords } from '../words/common.ts'

/** Whether what is shown follows what happens. */
export function LiveMark({ live }: { live: boolean }) {
  const say = useCommonWords()
  const icon = live ? <IconWifi size={12} aria-hidden /> : <IconPlugConnectedX size={12} aria-hidden />
  return (
    <Badge variant="light" color={live ? 'green' : 'gray'} leftSection={icon} role="status">
      {say(live ? 'live' : 'notLive')}
    </Badge>
  )
}
