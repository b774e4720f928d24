import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'

/** A page for whoever is not signed in. */
export function GuestFrame({
  title,
  about,
  children,
}: {
  title: string
  about?: ReactNode
  children: ReactNode
}) {
  useDocumentTitle(`${title} · AskPro Hub`)
  return (
    <Center mih="100vh" p="md">
      <Paper component="main" withBorder p="xl" w="100%" maw={420}>
        <Stack>
          <Title order={1} size="h3">
            {title}
          </Title>
          {about && <Text c="dimmed">{about}</Text>}
          {children}
        </Stack>
      </Paper>
    </Center>
  )
}

/** In the fragment of a link, which no server is sent. */
export const tokenInLink = (): string => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? ''
