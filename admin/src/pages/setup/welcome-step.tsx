import { Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  number: number
  title: string
  /** What is there already; the step is then shown as done. */
  done?: ReactNode
  /** Only the step that is next is open. */
  open: boolean
  children?: ReactNode
}

/** One step of the wizard: done, open, or still to come. */
export function WelcomeStep({ number, title, done, open, children }: Props) {
  return (
    <Paper
      withBorder
      p="md"
      component="section"
      aria-label={title}
      {...(open ? { 'aria-current': 'step' } : {})}
    >
      <Group wrap="nowrap" align="center">
        <ThemeIcon
          radius="xl"
          size={28}
          variant={done || open ? 'filled' : 'default'}
          color={done ? 'teal.9' : 'blue'}
        >
          {done ? <IconCheck size={16} aria-hidden /> : number}
        </ThemeIcon>
        <Title order={2} size="h5" {...(done || open ? {} : { c: 'dimmed' })}>
          {title}
        </Title>
        {done && (
          <Text size="sm" c="dimmed" truncate>
            {done}
          </Text>
        )}
      </Group>
      {open && (
        <Stack mt="md" gap="sm">
          {children}
        </Stack>
      )}
    </Paper>
  )
}
