import { Badge, Text } from '@mantine/core'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { useFormats } from '../../words/formats.ts'
import { useWebhookWords } from '../../words/webhooks.ts'

const WHY = ['by_hand', 'gone', 'failing', 'secret_lost'] as const

export function EndpointState({ endpoint }: { endpoint: Shape<'WebhookEndpoint'> }) {
  const say = useWebhookWords()
  const formats = useFormats()
  const { state, disabled_why: why, failing_since: since } = endpoint
  const known = among(WHY, why)
  if (state === 'disabled')
    return (
      <>
        <Badge color="gray" variant="light">
          {say('disabled')}
        </Badge>
        <Text size="sm">{known ? say(`why.${known}`) : why}</Text>
      </>
    )
  return (
    <Badge color={since ? 'red' : 'green'} variant="light">
      {since ? say('failing', { when: formats.relative(since) }) : say('enabled')}
    </Badge>
  )
}
