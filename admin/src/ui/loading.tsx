import { Center, Loader, Skeleton, Stack } from '@mantine/core'
import { useCommonWords } from '../words/common.ts'

export function LoadingPage() {
  const say = useCommonWords()
  return (
    <Center mih={200} role="status" aria-label={say('loading')}>
      <Loader />
    </Center>
  )
}

/** In the place of rows that are on their way. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
  const say = useCommonWords()
  return (
    <Stack gap="xs" role="status" aria-label={say('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <Skeleton key={row} height={36} />
      ))}
    </Stack>
  )
}
