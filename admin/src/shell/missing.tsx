import { Center, Stack, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { AppLink } from '../ui/links.tsx'
import { useCommonWords } from '../words/common.ts'

export function Missing() {
  const say = useCommonWords()
  useDocumentTitle(`${say('missing.title')} · AskPro Hub`)
  return (
    <Center mih="60vh" component="main">
      <Stack align="center">
        <Title order={1} size="h3">
          {say('missing.title')}
        </Title>
        <AppLink to="/">{say('missing.home')}</AppLink>
      </Stack>
    </Center>
  )
}
