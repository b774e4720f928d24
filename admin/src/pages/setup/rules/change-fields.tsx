import { Fieldset, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTenant } from '../../../session/session.ts'
import { useRulesWords } from '../../../words/rules.ts'
import type { Change, PolicyValues } from './policy-values.ts'

export interface ChangeFieldsProps {
  form: UseFormReturnType<PolicyValues>
  change: Change
  /** Below somebody whose rules count where nothing is said. */
  inherits: boolean
}

/** Cancelling, or moving: until when, how often, at what cost. */
export function ChangeFields(props: ChangeFieldsProps) {
  const say = useRulesWords()
  return (
    <Fieldset legend={say(props.change)}>
      <Stack gap="md">
        <Notice {...props} />
        <Quota {...props} />
        <Fee {...props} />
      </Stack>
    </Fieldset>
  )
}

/** The hub names what is wrong by the API's field; whatever lies below it belongs there too. */
const errorAt = ({ form }: ChangeFieldsProps, field: string) =>
  Object.entries(form.errors).find(([path]) => path.startsWith(field))?.[1]

const saids = (inherits: boolean) =>
  inherits ? (['inherit', 'none', 'own'] as const) : (['none', 'own'] as const)

function Notice(props: ChangeFieldsProps) {
  const { form, change, inherits } = props
  const say = useRulesWords()
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={say('notice.label')}
        allowDeselect={false}
        data={saids(inherits).map((value) => ({ value, label: say(`notice.${value}`) }))}
        {...form.getInputProps(`${change}.notice`)}
      />
      {form.getValues()[change].notice === 'own' && (
        <NumberInput
          label={say('notice.hours')}
          min={0}
          max={8_760}
          decimalScale={2}
          {...form.getInputProps(`${change}.noticeHours`)}
          error={errorAt(props, `${change}.notice_minutes`)}
        />
      )}
    </SimpleGrid>
  )
}

function Quota(props: ChangeFieldsProps) {
  const { form, change, inherits } = props
  const say = useRulesWords()
  const pers = change === 'cancel' ? (['month', 'year'] as const) : (['appointment'] as const)
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label={say('quota.label')}
        allowDeselect={false}
        data={saids(inherits).map((value) => ({ value, label: say(`quota.${value}`) }))}
        {...form.getInputProps(`${change}.quota`)}
      />
      {form.getValues()[change].quota === 'own' && (
        <SimpleGrid cols={2} spacing="sm">
          <NumberInput
            label={say('quota.times')}
            description={say('quota.never')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={1_000}
            allowDecimal={false}
            {...form.getInputProps(`${change}.quotaCount`)}
            error={errorAt(props, `${change}.quota`)}
          />
          <Select
            label={say(change === 'cancel' ? 'quota.perCustomer' : 'quota.perAppointment')}
            allowDeselect={false}
            data={pers.map((value) => ({ value, label: say(`quota.${value}`) }))}
            {...form.getInputProps(`${change}.quotaPer`)}
          />
        </SimpleGrid>
      )}
    </SimpleGrid>
  )
}

function Fee(props: ChangeFieldsProps) {
  const { form, change, inherits } = props
  const say = useRulesWords()
  const { currency } = useTenant()
  const kinds = [...(inherits ? (['inherit'] as const) : []), 'none', 'percent', 'amount'] as const
  const { fee } = form.getValues()[change]
  const error = errorAt(props, `${change}.fee`)
  return (
    <Stack gap={4}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={say('fee.label')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: say(`fee.${value}`) }))}
          {...form.getInputProps(`${change}.fee`)}
        />
        {(fee === 'percent' || fee === 'amount') && (
          <SimpleGrid cols={2} spacing="sm">
            {fee === 'percent' ? (
              <NumberInput
                label={say('fee.share')}
                min={1}
                max={100}
                allowDecimal={false}
                suffix=" %"
                {...form.getInputProps(`${change}.feePercent`)}
                error={error}
              />
            ) : (
              <NumberInput
                label={say('fee.minor', { currency })}
                min={0.01}
                decimalScale={2}
                {...form.getInputProps(`${change}.feeAmount`)}
                error={error}
              />
            )}
            <NumberInput
              label={say('fee.hours')}
              min={0.02}
              max={8_760}
              decimalScale={2}
              {...form.getInputProps(`${change}.feeHours`)}
            />
          </SimpleGrid>
        )}
      </SimpleGrid>
      {(fee === 'percent' || fee === 'amount') && (
        <Text size="xs" c="dimmed">
          {say('fee.about')}
        </Text>
      )}
    </Stack>
  )
}
