import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useSetupWords } from '../../words/setup.ts'
import { KINDS, type ServiceValues } from './service-values.ts'

type Form = UseFormReturnType<ServiceValues>

/** What is kept free before and after: of everything, or of a room otherwise than of the staff. */
export function BufferFields({ form }: { form: Form }) {
  const say = useSetupWords()
  const minutes = { min: 0, max: 1440, allowDecimal: false, suffix: ` ${say('units.min')}` }
  const { buffer_before: before, buffer_after: after, buffers } = form.getValues()
  const isAny = [{ before, after }, ...buffers].some((each) => each.before > 0 || each.after > 0)
  return (
    <Fieldset legend={say('buffers.title')}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            label={say('fields.bufferBefore')}
            {...minutes}
            {...form.getInputProps('buffer_before')}
          />
          <NumberInput
            label={say('fields.bufferAfter')}
            {...minutes}
            {...form.getInputProps('buffer_after')}
          />
        </SimpleGrid>
        <OfKinds form={form} minutes={minutes} />
        {isAny && (
          <Select
            label={say('times.bufferPolicy')}
            allowDeselect={false}
            data={(['max', 'additive'] as const).map((value) => ({ value, label: say(`times.${value}`) }))}
            {...form.getInputProps('buffer_policy')}
          />
        )}
      </Stack>
    </Fieldset>
  )
}

/** Where it takes staff alone nothing can differ, unless it was said already. */
function OfKinds({ form, minutes }: { form: Form; minutes: object }) {
  const say = useSetupWords()
  const { buffers, segments, buffer_before: before, buffer_after: after } = form.getValues()
  const needed = new Set(segments.flatMap(({ needs }) => needs))
  const others = KINDS.filter((kind) => needed.has(kind) && buffers.every((each) => each.kind !== kind))
  if (needed.size < 2 && buffers.length === 0) return null
  return (
    <>
      <Text size="xs" c="dimmed">
        {say('buffers.about')}
      </Text>
      {buffers.map(({ kind }, at) => (
        <Group key={kind} gap="sm" align="flex-end" wrap="nowrap">
          <NumberInput
            flex={1}
            size="xs"
            label={say('buffers.before', { kind: say(`kinds.many.${kind}`) })}
            {...minutes}
            {...form.getInputProps(`buffers.${at}.before`)}
          />
          <NumberInput
            flex={1}
            size="xs"
            label={say('buffers.after', { kind: say(`kinds.many.${kind}`) })}
            {...minutes}
            {...form.getInputProps(`buffers.${at}.after`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            mb={2}
            aria-label={say('buffers.remove', { kind: say(`kinds.many.${kind}`) })}
            onClick={() => form.removeListItem('buffers', at)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {others.length > 0 && (
        <Group gap="xs">
          {others.map((kind) => (
            <Button
              key={kind}
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => form.insertListItem('buffers', { kind, before, after })}
            >
              {say('buffers.add', { kind: say(`kinds.many.${kind}`) })}
            </Button>
          ))}
        </Group>
      )}
    </>
  )
}
