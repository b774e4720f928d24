import { ActionIcon, Button, Group, Input, NumberInput, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { MoneyInput } from '../../ui/money-input.tsx'
import { usePlanWords } from '../../words/plans.ts'
import { NEW_TIER, type PlanValues, type TypedTier } from './plan-values.ts'

interface Props {
  form: UseFormReturnType<PlanValues>
  /** Of the price. */
  path: string
  tiers: readonly TypedTier[]
  /** Of which the tiers are made, in words. */
  unit: string
  currency: string
}

/** One tier after the other; the last has no end. */
export function TierFields({ form, path, tiers, unit, currency }: Props) {
  const say = usePlanWords()
  const last = tiers.length - 1
  return (
    <Stack gap="xs">
      {tiers.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its focus while it is typed in.
        <Group key={at} gap="sm" align="flex-start" wrap="nowrap">
          {at === last ? (
            <Input.Wrapper flex={1} label={say('tier.to', { unit })} labelElement="div">
              <Text size="sm" c="dimmed" pt={6}>
                {say('tier.rest')}
              </Text>
            </Input.Wrapper>
          ) : (
            <NumberInput
              flex={1}
              label={say('tier.to', { unit })}
              min={0}
              hideControls
              {...form.getInputProps(`${path}.tiers.${at}.up_to`)}
            />
          )}
          <NumberInput
            flex={1}
            label={`${say('tier.price')} (${currency})`}
            min={0}
            hideControls
            {...form.getInputProps(`${path}.tiers.${at}.unit_price`)}
          />
          <MoneyInput
            flex={1}
            label={say('tier.fee')}
            currency={currency}
            {...form.getInputProps(`${path}.tiers.${at}.flat_fee_minor`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={29}
            disabled={tiers.length === 1}
            aria-label={say('tier.remove', { number: at + 1 })}
            onClick={() => form.removeListItem(`${path}.tiers`, at)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => form.insertListItem(`${path}.tiers`, NEW_TIER, last)}
      >
        {say('tier.add')}
      </Button>
    </Stack>
  )
}
