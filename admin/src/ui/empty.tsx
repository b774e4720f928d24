import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Where a list has nothing: why, and what leads on. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Stack align="center" py="xl" gap="sm">
      <Text c="dimmed" ta="center">
        {title}
      </Text>
      {children}
    </Stack>
  )
}
