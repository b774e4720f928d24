import { Text } from '@mantine/core'
import { useKindName } from '../words/kinds.ts'

/** An event or a job in words, and as programs call it. */
export function KindName({ of, kind }: { of: 'event' | 'job'; kind: string }) {
  const name = useKindName()(of, kind)
  return (
    <>
      {name}
      {name !== kind && (
        <Text size="xs" c="dimmed" component="div">
          {kind}
        </Text>
      )}
    </>
  )
}
