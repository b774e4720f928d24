import { Badge, Group, Text } from '@mantine/core'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { useBillingWords } from '../../words/billing.ts'

const STATES = ['none', 'ready', 'expiring', 'failed'] as const
const COLOURS = { none: 'gray', ready: 'green', expiring: 'yellow', failed: 'red' } as const
const BRANDS: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  sepa_debit: 'SEPA',
}

/** With what somebody pays: never more of it than brand and end. */
export function PayerText({ payer }: { payer: Shape<'Payer'> | undefined }) {
  const say = useBillingWords()
  const state = payer?.state ?? 'none'
  const known = among(STATES, state)
  return (
    <Group gap="xs">
      {payer?.last4 && (
        <Text size="sm">
          {BRANDS[payer.brand ?? ''] ?? payer.brand} ···· {payer.last4}
        </Text>
      )}
      <Badge color={known ? COLOURS[known] : 'gray'} variant="light">
        {known ? say(`payer.is.${known}`) : state}
      </Badge>
    </Group>
  )
}
