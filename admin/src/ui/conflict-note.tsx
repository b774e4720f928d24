import { Alert, Button, Group, Text } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { problemOf } from '../api/problem.ts'
import { useCommonWords } from '../words/common.ts'

export const isConflict = (thrown: unknown): boolean => problemOf(thrown).code === 'version_conflict'

/** Two people edited the same thing: theirs, or mine over it. */
export function ConflictNote({ onTheirs, onMine }: { onTheirs: () => void; onMine: () => void }) {
  const say = useCommonWords()
  return (
    <Alert color="orange" icon={<IconGitMerge aria-hidden />} title={say('conflict.title')} role="alert">
      <Text size="sm">{say('conflict.text')}</Text>
      <Group mt="sm" gap="xs">
        <Button size="xs" variant="default" onClick={onTheirs}>
          {say('conflict.theirs')}
        </Button>
        <Button size="xs" onClick={onMine}>
          {say('conflict.mine')}
        </Button>
      </Group>
    </Alert>
  )
}
