import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core'
import { useCommonWords } from '../../words/common.ts'
import { useUserWords } from '../../words/users.ts'

/** A link that is shown once. */
export function LinkShown({ url, close }: { url: string; close: () => void }) {
  const say = useUserWords()
  const common = useCommonWords()
  return (
    <Alert title={say('list.link')} role="status">
      <Text size="sm">{say('list.linkAbout')}</Text>
      <Code block my="sm">
        {url}
      </Code>
      <Group>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy}>
              {common(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={close}>
          {common('close')}
        </Button>
      </Group>
    </Alert>
  )
}
