import { ActionIcon, Code, CopyButton, Group, Stack, Text, Title, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useCommonWords } from '../../words/common.ts'
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

export function Copy({ text }: { text: string }) {
  const say = useCommonWords()
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? say('copied') : say('copy')}>
          <ActionIcon
            variant="subtle"
            color={copied ? 'green' : 'gray'}
            onClick={copy}
            aria-label={copied ? say('copied') : say('copy')}
          >
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}
