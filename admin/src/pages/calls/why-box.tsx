import { Anchor, Card, List, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useCallWords } from '../../words/calls.ts'
import { isLive } from './call-badges.tsx'
import type { CallDetail } from './call-types.ts'

/** Why it went wrong, in sentences of the hub, each with where it happened. */
export function WhyBox({ call }: { call: CallDetail }) {
  const say = useCallWords()
  const { findings } = call
  return (
    <Card withBorder component="section">
      <Title order={2} size="h5" mb="xs">
        {say('why.title')}
      </Title>
      {findings.length === 0 && (
        <Text size="sm" c="dimmed">
          {say(isLive(call) ? 'why.later' : 'why.nothing')}
        </Text>
      )}
      <List size="sm" spacing="xs">
        {findings.map(({ code, text, to_review, function_call_ids: [about] }) => (
          <List.Item
            key={code}
            icon={
              to_review ? (
                <IconAlertTriangle size={16} color="var(--mantine-color-orange-filled)" aria-hidden />
              ) : (
                <IconInfoCircle size={16} aria-hidden />
              )
            }
          >
            {text}{' '}
            {about && (
              <Anchor href={`#function-${about}`} size="sm">
                {say('why.show')}
              </Anchor>
            )}
          </List.Item>
        ))}
      </List>
    </Card>
  )
}
