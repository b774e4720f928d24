import { Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'

interface Props {
  title: string
  /** One line below the title. */
  about?: ReactNode
  /** Buttons, at the right. */
  children?: ReactNode
}

/** The head of every page: its one `h1`, and what can be done. */
export function PageHead({ title, about, children }: Props) {
  useDocumentTitle(`${title} · AskPro Hub`)
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="md">
      <Stack gap={4}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {about && (
          <Text component="div" c="dimmed" size="sm">
            {about}
          </Text>
        )}
      </Stack>
      <Group gap="sm">{children}</Group>
    </Group>
  )
}
