import { Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'

interface Props {
  title: string
  /** One line below the title. */
  about?: ReactNode
  /** Buttons, at the right. */
  children?: ReactNode
}

let isFirstPage = true

/** Whoever followed what went with its page goes on at the head of the next; the first one begins at its top. */
function useFocusOnArrival(head: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!isFirstPage && document.activeElement === document.body) head.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [head])
}

/** The head of every page: its one `h1`, and what can be done. */
export function PageHead({ title, about, children }: Props) {
  const head = useRef<HTMLHeadingElement>(null)
  useDocumentTitle(`${title} · AskPro Hub`)
  useFocusOnArrival(head)
  return (
    <Group justify="space-between" align="flex-start" mb="lg" gap="md">
      <Stack gap={4} maw="100%">
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }} ref={head} tabIndex={-1}>
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
