import { Drawer, Group, Stack, Text } from '@mantine/core'
import { useTenant } from '../../../session/session.ts'
import { ButtonLink } from '../../../ui/links.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { ThingLink } from '../../../ui/thing-link.tsx'
import { useReturnFocus } from '../../../ui/use-return-focus.ts'
import { useDeskWords } from '../../../words/desk.ts'
import { useFormats } from '../../../words/formats.ts'
import { AppointmentActions } from '../appointment-actions.tsx'
import { type CalendarAppointment, nameOf } from '../desk-types.ts'

interface Props {
  appointment: CalendarAppointment
  zone: string
  nameOfResource: (id: string) => string | undefined
  onMove: () => void
  onClose: () => void
}

/** One appointment beside the calendar. */
export function AppointmentPanel({ appointment, zone, nameOfResource, onMove, onClose }: Props) {
  useReturnFocus()
  const say = useDeskWords()
  const formats = useFormats()
  const tenant = useTenant()
  const { id, start, end, customer_id, call_id, notes } = appointment
  const name = nameOf(appointment, say(appointment.status === 'held' ? 'one.hold' : 'list.anonymous'))
  const names = [...new Set(appointment.occupancies.map(({ resource_id }) => resource_id))].map(
    nameOfResource,
  )
  return (
    <Drawer opened onClose={onClose} position="right" title={name}>
      <Stack>
        <Group gap="xs">
          <StatusBadge status={appointment.status} />
          {!appointment.synced && <Text size="sm">{say('cal.unsynced')}</Text>}
        </Group>
        <Text size="sm">
          {formats.dateTime(start, zone)} – {formats.time(end, zone)}
          <br />
          {appointment.service_name}
          <br />
          {names.filter(Boolean).join(', ')}
        </Text>
        {customer_id && (
          <ThingLink kind="customer" id={customer_id}>
            {appointment.customer_name ?? say('one.customer')}
          </ThingLink>
        )}
        {call_id && (
          <ThingLink kind="call" id={call_id}>
            {say('one.openCall')}
          </ThingLink>
        )}
        {notes && <Text size="sm">{notes}</Text>}
        <AppointmentActions appointment={appointment} onMove={onMove}>
          <ButtonLink size="xs" variant="default" to={`/c/${tenant.id}/appointments/${id}` as '/'}>
            {say('do.open')}
          </ButtonLink>
        </AppointmentActions>
      </Stack>
    </Drawer>
  )
}
