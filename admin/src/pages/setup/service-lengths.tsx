import { ActionIcon, Button, Fieldset, Group, NumberInput, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTenant } from '../../session/session.ts'
import { useSetupWords } from '../../words/setup.ts'
import { minutesOf, type ServiceValues } from './service-values.ts'

/** Further lengths of a service of one part: customers choose, and each may have a price of its own. */
export function LengthsField({ form }: { form: UseFormReturnType<ServiceValues> }) {
  const say = useSetupWords()
  const { currency } = useTenant()
  const { lengths, segments } = form.getValues()
  if (segments.length > 1) return null
  const longest = Math.max(minutesOf(segments), ...lengths.map(({ minutes }) => Number(minutes)))
  return (
    <Fieldset legend={say('lengths.title')}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {say('lengths.about', { minutes: minutesOf(segments) })}
        </Text>
        {lengths.map((_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its focus while it is typed in.
          <Group key={at} gap="sm" align="flex-end">
            <NumberInput
              size="xs"
              w={110}
              label={say('segments.minutes')}
              min={1}
              max={1440}
              allowDecimal={false}
              {...form.getInputProps(`lengths.${at}.minutes`)}
              error={form.errors[`durations.${at}.minutes`]}
            />
            <NumberInput
              size="xs"
              w={140}
              label={`${say('fields.price')} (${currency})`}
              placeholder={say('lengths.same')}
              min={0}
              decimalScale={2}
              {...form.getInputProps(`lengths.${at}.price`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              mb={2}
              aria-label={say('lengths.remove', { number: at + 1 })}
              onClick={() => form.removeListItem('lengths', at)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {form.errors.durations && (
          <Text size="sm" c="red">
            {form.errors.durations}
          </Text>
        )}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => form.insertListItem('lengths', { minutes: longest + 15, price: '' })}
          >
            {say('lengths.add')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
