import { Fieldset, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useSetupWords } from '../../words/setup.ts'
import type { ServiceValues } from './service-values.ts'

type Form = UseFormReturnType<ServiceValues>

/** At which times of day it may begin. */
export function TimeFields({ form }: { form: Form }) {
  const say = useSetupWords()
  const minutes = { min: 0, max: 1440, suffix: ` ${say('units.min')}` }
  return (
    <Fieldset legend={say('fields.rules')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={say('fields.grid')}
          {...minutes}
          min={1}
          {...form.getInputProps('grid_minutes')}
          error={form.errors['grid.minutes']}
        />
        <Select
          label={say('times.gridPolicy')}
          allowDeselect={false}
          data={(['window', 'free_start', 'free_start_clock'] as const).map((value) => ({
            value,
            label: say(`times.${value}`),
          }))}
          {...form.getInputProps('grid_policy')}
        />
      </SimpleGrid>
    </Fieldset>
  )
}

/** How soon, how far ahead and between which dates it can be booked. */
export function WindowFields({ form }: { form: Form }) {
  const say = useSetupWords()
  const { window: kind } = form.getValues()
  const days = { min: 1, suffix: ` ${say('units.days')}`, error: form.errors['booking_window.days'] }
  return (
    <Fieldset legend={say('window.title')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            label={say('fields.notice')}
            min={0}
            suffix={` ${say('units.h')}`}
            {...form.getInputProps('notice_hours')}
            error={form.errors.notice_minutes}
          />
          <Select
            label={say('window.kind')}
            allowDeselect={false}
            data={(['rolling_days', 'business_days', 'fixed'] as const).map((value) => ({
              value,
              label: say(`window.${value}`),
            }))}
            {...form.getInputProps('window')}
          />
          {kind === 'rolling_days' && (
            <NumberInput
              label={say('fields.horizon')}
              {...form.getInputProps('horizon_days')}
              {...days}
              max={1000}
            />
          )}
          {kind === 'business_days' && (
            <NumberInput
              label={say('fields.horizon')}
              {...form.getInputProps('business_days')}
              {...days}
              max={250}
            />
          )}
          {kind === 'fixed' && (
            <SimpleGrid cols={2}>
              <TextInput
                type="date"
                required
                label={say('window.from')}
                {...form.getInputProps('window_from')}
                error={form.errors['booking_window.from'] ?? form.errors.booking_window}
              />
              <TextInput
                type="date"
                required
                label={say('window.to')}
                {...form.getInputProps('window_to')}
                error={form.errors['booking_window.to']}
              />
            </SimpleGrid>
          )}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            type="date"
            label={say('window.activeFrom')}
            description={say('window.active')}
            {...form.getInputProps('active_from')}
          />
          <TextInput
            type="date"
            label={say('window.activeUntil')}
            description={say('window.active')}
            {...form.getInputProps('active_until')}
          />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  )
}
