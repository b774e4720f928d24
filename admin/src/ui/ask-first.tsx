import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { ReactNode } from 'react'

interface Question {
  title: string
  text: ReactNode
  /** The word of the button that does it. */
  does: string
  cancel: string
  run: () => void
}

/** Asks before what cannot be undone. */
export function askFirst({ title, text, does, cancel, run }: Question): void {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{text}</Text>,
    labels: { confirm: does, cancel },
    confirmProps: { color: 'red' },
    onConfirm: run,
  })
}
