import { ActionIcon, Group, NumberInput, Paper, Select, SimpleGrid, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import { MoneyInput } from '../../ui/money-input.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { usePlanWords } from '../../words/plans.ts'
import { LimitFields } from './limit-fields.tsx'
import { METERS } from './meters.ts'
import { FIXED, type Meter, type PlanValues, type TypedPrice, UNITS_OF } from './plan-values.ts'
import { TierFields } from './tier-fields.tsx'

const MODELS = ['per_unit', 'graduated', 'volume', 'package', 'flat'] as const
const ROUNDINGS = ['none', 'second', '6s', '30s', 'minute'] as const

interface Props {
  form: UseFormReturnType<PlanValues>
  at: number
  price: TypedPrice
}

/** What is charged for one thing: first how, then the figures that this needs. */
export function PriceFields({ form, at, price }: Props) {
  const say = usePlanWords()
  const path = `terms.prices.${at}`
  const { currency } = form.values.terms
  return (
    <Paper withBorder p="md" component="fieldset" m={0} miw={0} aria-label={say('price', { number: at + 1 })}>
      <Stack gap="sm">
        <Group align="flex-end" wrap="nowrap">
          <Select
            flex={1}
            label={say('how')}
            data={MODELS.map((value) => ({ value, label: say(`model.${value}`) }))}
            allowDeselect={false}
            description={say(`modelAbout.${price.model}`)}
            {...form.getInputProps(`${path}.model`)}
            onChange={(model) =>
              form.setFieldValue(path, { ...price, model: model ?? price.model, description_key: '' })
            }
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={say('removePrice', { number: at + 1 })}
            onClick={() => form.removeListItem('terms.prices', at)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
        {price.model === 'flat' ? (
          <FixedFields form={form} path={path} price={price} />
        ) : (
          <MeteredFields form={form} path={path} price={price} />
        )}
        <LimitFields form={form} path={path} limits={price} currency={currency} />
      </Stack>
    </Paper>
  )
}

type PartProps = Omit<Props, 'at'> & { path: string }

function FixedFields({ form, path, price }: PartProps) {
  const say = usePlanWords()
  const billing = useBillingWords()
  const { currency } = form.values.terms
  const known = FIXED.map((value) => ({ value, label: billing(`fixed.${value}`) }))
  const key = price.description_key || FIXED[0]
  const isKnown = known.some(({ value }) => value === key)
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={say('forWhat')}
        data={isKnown ? known : [...known, { value: key, label: key }]}
        allowDeselect={false}
        {...form.getInputProps(`${path}.description_key`)}
        value={key}
      />
      <MoneyInput label={say('amount')} currency={currency} {...form.getInputProps(`${path}.amount_minor`)} />
    </SimpleGrid>
  )
}

function MeteredFields({ form, path, price }: PartProps) {
  const say = usePlanWords()
  const billing = useBillingWords()
  const changeMeter = (chosen: string | null) => {
    const meter = (chosen ?? price.meter) as Meter
    const [unit = price.unit] = UNITS_OF[meter]
    form.setFieldValue(path, { ...price, meter, unit })
  }
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: price.meter === 'call_seconds' ? 3 : 2 }}>
        <Select
          label={say('forWhat')}
          data={METERS.map((value) => ({ value, label: say(`meter.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps(`${path}.meter`)}
          onChange={changeMeter}
        />
        <Select
          label={say('unit')}
          data={UNITS_OF[price.meter].map((value) => ({ value, label: billing(`unit.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps(`${path}.unit`)}
        />
        {price.meter === 'call_seconds' && (
          <Select
            label={say('rounding.label')}
            data={ROUNDINGS.map((value) => ({ value, label: say(`rounding.${value}`) }))}
            allowDeselect={false}
            {...form.getInputProps(`${path}.unit_rounding`)}
          />
        )}
      </SimpleGrid>
      <Figures form={form} path={path} price={price} />
    </>
  )
}

function Figures({ form, path, price }: PartProps) {
  const say = usePlanWords()
  const billing = useBillingWords()
  const { currency } = form.values.terms
  const unit = billing(`units.${price.unit}`)
  if (price.model === 'graduated' || price.model === 'volume')
    return <TierFields form={form} path={path} tiers={price.tiers} unit={unit} currency={currency} />
  const field = (name: keyof TypedPrice) => ({
    min: 0,
    hideControls: true,
    ...form.getInputProps(`${path}.${name}`),
  })
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {price.model === 'package' ? (
        <>
          <NumberInput label={say('packageSize', { unit })} {...field('package_size')} />
          <MoneyInput label={say('packagePrice')} currency={currency} {...field('package_price_minor')} />
        </>
      ) : (
        <>
          <NumberInput
            label={`${say('unitPrice', { unit: billing(`unit.${price.unit}`) })} (${currency})`}
            {...field('unit_price')}
          />
          <NumberInput label={say('included', { unit })} {...field('included')} />
        </>
      )}
    </SimpleGrid>
  )
}
