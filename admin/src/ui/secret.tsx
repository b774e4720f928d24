import { Alert, Code, Group, Text } from '@mantine/core'
import { Copy } from './copy.tsx'

interface Props {
  title: string
  text: string
  secret: string
}

/** Shown once: the hub cannot show it again. */
export function Secret({ title, text, secret }: Props) {
  return (
    <Alert color="yellow" title={title} role="status">
      <Text size="sm">{text}</Text>
      <Group gap="xs" mt="sm" wrap="nowrap">
        <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        <Copy text={secret} />
      </Group>
    </Alert>
  )
}
