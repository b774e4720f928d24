import { Button, Group, Modal, NumberInput, Select, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useReturnFocus } from '../../../ui/use-return-focus.ts'
import { useCommonWords } from '../../../words/common.ts'
import { useDeskWords } from '../../../words/desk.ts'
import { instantOf, minutesFrom, wallOf } from '../../../words/wall-time.ts'
import { type CalendarAppointment, type CalendarResource, nameOf } from '../desk-types.ts'
import { isOneStretch, type Move } from './move.ts'
import { RefusalNote } from './refusal-note.tsx'
import { StartFields } from './start-fields.tsx'
import type { useMoves } from './use-moves.ts'

interface Props {
  appointment: CalendarAppointment
  resources: readonly CalendarResource[]
  zone: string
  moves: ReturnType<typeof useMoves>
  onClose: () => void
}

/** Moving without dragging: a date, a time, somebody, a length. */
export function MoveForm({ appointment, resources, zone, moves, onClose }: Props) {
  useReturnFocus()
  const say = useDeskWords()
  const common = useCommonWords()
  const [first] = appointment.occupancies
  const before = minutesFrom(appointment.start, appointment.end)
  const isResizable = isOneStretch(appointment, first?.resource_id)
  const form = useForm({
    initialValues: { start: wallOf(appointment.start), resource: first?.resource_id ?? '', minutes: before },
  })
  const able = resources.filter(
    ({ id, kind, service_ids }) =>
      id === first?.resource_id || (kind === 'staff' && service_ids.includes(appointment.service_id)),
  )
  const submit = form.onSubmit(async ({ start, resource, minutes }) => {
    const wanted: Move = {
      appointment,
      // An hour that comes twice has two instants: what was not changed stays the one that it was.
      start: start === wallOf(appointment.start) ? appointment.start : instantOf(start, zone),
      ...(first ? { fromResource: first.resource_id, toResource: resource } : {}),
      ...(isResizable && minutes !== before ? { minutes } : {}),
    }
    if (await moves.move(wanted)) onClose()
  })
  const nameOfResource = (id: string) => resources.find((each) => each.id === id)?.name
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('cal.moveTitle', { name: nameOf(appointment, appointment.service_name) })}
    >
      <form onSubmit={submit}>
        <Stack>
          <RefusalNote moves={moves} zone={zone} nameOfResource={nameOfResource} />
          <StartFields
            zone={zone}
            value={form.getValues().start}
            onChange={(start) => form.setFieldValue('start', start)}
          />
          {able.length > 1 && (
            <Select
              label={say('cal.with')}
              data={able.map(({ id, name }) => ({ value: id, label: name }))}
              allowDeselect={false}
              {...form.getInputProps('resource')}
            />
          )}
          {isResizable && (
            <NumberInput
              label={say('cal.minutes')}
              min={5}
              max={1440}
              step={5}
              {...form.getInputProps('minutes')}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={moves.busy}>
              {say('cal.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
