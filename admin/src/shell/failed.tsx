import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { problemOf } from '../api/problem.ts'
import { Block } from '../ui/block.tsx'
import { AppLink } from '../ui/links.tsx'
import { useCommonWords } from '../words/common.ts'

/** In the place of a page that broke, or whose program could not be loaded. */
export function Failed({ error }: ErrorComponentProps) {
  const say = useCommonWords()
  useDocumentTitle(`${say('failed.title')} · AskPro Hub`)
  return (
    <Stack maw={640} role="alert">
      <Title order={1} size="h3">
        {say('failed.title')}
      </Title>
      <Text>{say('failed.about')}</Text>
      <Group>
        <Button onClick={() => window.location.reload()}>{say('failed.reload')}</Button>
        <AppLink to="/">{say('missing.home')}</AppLink>
      </Group>
      <Block text={problemOf(error).detail ?? ''} />
    </Stack>
  )
}
