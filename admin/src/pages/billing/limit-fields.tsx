import { Accordion, NumberInput, SimpleGrid, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { MoneyInput } from '../../ui/money-input.tsx'
import { usePlanWords } from '../../words/plans.ts'
import type { PlanValues, TypedLimits } from './plan-values.ts'

interface Props {
  form: UseFormReturnType<PlanValues>
  /** `terms`, or one of its prices. */
  path: string
  limits: TypedLimits
  currency: string
}

const FIELDS = ['discount_percent', 'minimum_minor', 'cap_minor'] as const

/** In line with the fields around it. */
const LEAN = { chevron: { marginInlineStart: 0 }, content: { paddingInline: 0 }, label: { paddingBlock: 4 } }

/** Discount, least and most; folded away as long as none is set. */
export function LimitFields({ form, path, limits, currency }: Props) {
  const say = usePlanWords()
  const isUsed = FIELDS.some((field) => limits[field] !== '')
  return (
    <Accordion styles={LEAN} defaultValue={isUsed ? 'limits' : null} chevronPosition="left">
      <Accordion.Item value="limits" style={{ border: 0 }}>
        <Accordion.Control px={0}>
          <Text size="sm">{say(path === 'terms' ? 'limits.all' : 'limits.one')}</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <NumberInput
              label={say('limits.discount')}
              suffix=" %"
              min={0}
              hideControls
              {...form.getInputProps(`${path}.discount_percent`)}
            />
            <MoneyInput
              label={say('limits.minimum')}
              currency={currency}
              {...form.getInputProps(`${path}.minimum_minor`)}
            />
            <MoneyInput
              label={say('limits.cap')}
              currency={currency}
              {...form.getInputProps(`${path}.cap_minor`)}
            />
          </SimpleGrid>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}
