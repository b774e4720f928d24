import { Fieldset, NumberInput, SimpleGrid, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useRulesWords } from '../../words/rules.ts'
import type { Limits } from './setup-types.ts'

/** As one types them; empty: none. */
export interface LimitValues {
  per_day: number | string
  per_week: number | string
  per_month: number | string
}

export const limitValuesOf = (limits: Limits | undefined): LimitValues => ({
  per_day: limits?.per_day ?? '',
  per_week: limits?.per_week ?? '',
  per_month: limits?.per_month ?? '',
})

export const limitsOf = (values: LimitValues): Limits =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, most]) => most !== '')
      .map(([per, most]) => [per, Number(most)]),
  )

/** For the eye: a day, a week, a month. */
export const limitText = ({ per_day, per_week, per_month }: LimitValues): string =>
  [per_day, per_week, per_month].map((most) => (most === '' ? '–' : most)).join(' / ')

interface Props {
  of: 'ofResource' | 'ofCustomer'
  /** Of the field's form, by the name of each period. */
  inputOf: (per: keyof LimitValues) => object
  error?: ReactNode
}

/** How many appointments may begin in a day, a week and a month. */
export function LimitsFields({ of, inputOf, error }: Props) {
  const say = useRulesWords()
  const labels = { per_day: say('limits.day'), per_week: say('limits.week'), per_month: say('limits.month') }
  return (
    <Fieldset legend={say(`limits.${of}`)}>
      <Text size="xs" c="dimmed" mb="xs">
        {say(`limits.${of}About`)}
      </Text>
      <SimpleGrid cols={3}>
        {(['per_day', 'per_week', 'per_month'] as const).map((per) => (
          <NumberInput
            key={per}
            label={labels[per]}
            min={1}
            max={10_000}
            allowDecimal={false}
            {...inputOf(per)}
          />
        ))}
      </SimpleGrid>
      {error && (
        <Text size="sm" c="red" mt="xs">
          {error}
        </Text>
      )}
    </Fieldset>
  )
}
