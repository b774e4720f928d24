import { Code, Group, Stack, Text, Title } from '@mantine/core'
import { Copy } from '../../ui/copy.tsx'
import { useIntegrationWords } from '../../words/integrations.ts'

/** The addresses of a connection's hooks, to be entered at the provider. */
export function HookAddresses({ hooks }: { hooks: Readonly<Record<string, string>> }) {
  const say = useIntegrationWords()
  const entries = Object.entries(hooks)
  if (entries.length === 0) return null
  return (
    <section aria-labelledby="hooks">
      <Title order={2} size="h4" id="hooks">
        {say('hooks.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say('hooks.about')}
      </Text>
      <Stack gap="xs">
        {entries.map(([name, url]) => (
          <Group key={name} gap="xs" wrap="nowrap">
            <Text size="sm" fw={600} w={90}>
              {name}
            </Text>
            <Code style={{ overflowWrap: 'anywhere' }}>{url}</Code>
            <Copy text={url} />
          </Group>
        ))}
      </Stack>
    </section>
  )
}
