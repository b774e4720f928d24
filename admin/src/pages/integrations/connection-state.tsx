import { Badge } from '@mantine/core'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { useIntegrationWords } from '../../words/integrations.ts'

export const STATES = [
  'draft',
  'connecting',
  'ready',
  'retrying',
  'needs_reauth',
  'misconfigured',
  'failed',
  'disabled',
] as const

export const CAPABILITIES = ['calendar', 'telephony', 'payments'] as const

export const STATE_COLOURS: Readonly<Record<(typeof STATES)[number], string>> = {
  draft: 'gray',
  connecting: 'yellow',
  ready: 'green',
  retrying: 'yellow',
  needs_reauth: 'red',
  misconfigured: 'red',
  failed: 'red',
  disabled: 'gray',
}

export function StateBadge({ state }: { state: Shape<'ConnectionState'> }) {
  const say = useIntegrationWords()
  const is = among(STATES, state.is)
  return (
    <Badge color={is ? STATE_COLOURS[is] : 'gray'} variant="light">
      {is ? say(`state.${is}`) : state.is}
    </Badge>
  )
}

export function Capabilities({ provides }: { provides: readonly string[] }) {
  const say = useIntegrationWords()
  return provides.map((name) => {
    const known = among(CAPABILITIES, name)
    return (
      <Badge key={name} variant="default">
        {known ? say(`provides.${known}`) : name}
      </Badge>
    )
  })
}

export function Tier({ tier }: { tier: string | null | undefined }) {
  const say = useIntegrationWords()
  const known = among(['bronze', 'silver', 'gold'], tier)
  const word = say(`tier.${known ?? 'none'}`)
  return (
    <Badge variant="outline" color="gray" title={say('tierLabel', { tier: word })}>
      {say('tierLabel', { tier: word })}
    </Badge>
  )
}
