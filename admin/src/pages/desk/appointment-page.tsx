import { Alert, Card, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { useTenant } from '../../session/session.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { LiveMark } from '../../ui/live-mark.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import { AppointmentActions } from './appointment-actions.tsx'
import { AppointmentHistory } from './appointment-history.tsx'
import { MoveForm } from './calendar/move-form.tsx'
import { RefusalNote } from './calendar/refusal-note.tsx'
import { useMoves } from './calendar/use-moves.ts'
import { type ListedAppointment, nameOf } from './desk-types.ts'

const FOLLOWED = ['appointment.'] as const
const SHOWN = ['/v1/appointments/{id}', '/v1/appointments/{id}/history'] as const

/** One appointment: as it stands, how it came about, and what can be done. */
export function AppointmentPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const api = useApi()
  const live = useLiveQueries(FOLLOWED, SHOWN)
  const { data, error, refetch } = api.useQuery('get', '/v1/appointments/{id}', { params: { path: { id } } })
  if (!data) return <Unread of={[{ error, refetch }]} rows={6} />
  return <One appointment={data} live={live} />
}

function One({ appointment, live }: { appointment: ListedAppointment; live: boolean }) {
  const say = useDeskWords()
  const formats = useFormats()
  const tenant = useTenant()
  const { resources, locations } = useNeighbours()
  const location = locations.find(({ id }) => id === appointment.location_id)
  const zone = location?.zone ?? tenant.zone
  const moves = useMoves(zone)
  const [moving, setMoving] = useState(false)
  const nameOfResource = (id: string) => resources.find((each) => each.id === id)?.name
  const day = appointment.start.slice(0, 10)
  return (
    <>
      <PageHead
        title={`${nameOf(appointment, say(wasHold(appointment.status) ? 'one.hold' : 'list.anonymous'))} · ${appointment.service_name}`}
        about={`${formats.dateTime(appointment.start, zone)} – ${formats.time(appointment.end, zone)} (${zone})`}
      >
        <StatusBadge status={appointment.status} />
        <LiveMark live={live} />
      </PageHead>
      <Stack>
        {!moving && <RefusalNote moves={moves} zone={zone} nameOfResource={nameOfResource} />}
        <AppointmentActions appointment={appointment} onMove={() => setMoving(true)}>
          <ButtonLink
            size="xs"
            variant="default"
            to={`/c/${tenant.id}/calendar` as '/'}
            search={{ date: day, location: appointment.location_id } as never}
          >
            {say('cal.title')}
          </ButtonLink>
        </AppointmentActions>
        {appointment.provisional && <Alert color="yellow">{say('one.provisional')}</Alert>}
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Facts appointment={appointment} location={location?.name} />
          <Segments appointment={appointment} zone={zone} nameOfResource={nameOfResource} />
        </SimpleGrid>
        <AppointmentHistory id={appointment.id} zone={zone} />
      </Stack>
      {moving && (
        <MoveForm
          appointment={{ ...appointment, buffers: [] }}
          resources={resources}
          zone={zone}
          moves={moves}
          onClose={() => {
            setMoving(false)
            moves.forget()
          }}
        />
      )}
    </>
  )
}

/** Nobody's appointment, or not yet. */
const wasHold = (status: ListedAppointment['status']): boolean => status === 'held' || status === 'expired'

function useNeighbours() {
  const api = useApi()
  const { data: resources } = api.useQuery('get', '/v1/resources')
  const { data: locations } = api.useQuery('get', '/v1/locations')
  return {
    resources: (resources?.data ?? []).map((each) => ({ ...each, working: [] })),
    locations: locations?.data ?? [],
  }
}

function Facts({ appointment, location }: { appointment: ListedAppointment; location: string | undefined }) {
  const say = useDeskWords()
  const { customer_id, customer_name, attendee_name, call_id, source, notes, end_reason, status } =
    appointment
  const ends = (['timeout', 'released', 'replaced'] as const).find((each) => each === end_reason)
  const endReason = status === 'expired' && ends ? say(`event.expired.${ends}`) : end_reason
  const known = (['voice', 'api', 'calendar'] as const).find((each) => each === source)
  const rows: Array<[string, ReactNode]> = [
    [
      say('one.customer'),
      customer_id && (
        <ThingLink kind="customer" id={customer_id}>
          {customer_name ?? say('list.anonymous')}
        </ThingLink>
      ),
    ],
    [say('list.who'), attendee_name && say('one.forWhom', { name: attendee_name })],
    [
      say('one.call'),
      call_id && (
        <ThingLink kind="call" id={call_id}>
          {say('one.openCall')}
        </ThingLink>
      ),
    ],
    [say('one.location'), location],
    [say('one.source'), known ? say(`source.${known}`) : source],
    [say('one.reason'), endReason],
    [say('one.notes'), notes],
  ]
  return (
    <Card withBorder>
      <Table withRowBorders={false} variant="vertical" layout="fixed">
        <Table.Tbody>
          {rows
            .filter(([, value]) => value)
            .map(([label, value]) => (
              <Table.Tr key={label}>
                <Table.Th w={140}>{label}</Table.Th>
                <Table.Td>{value}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

interface SegmentsProps {
  appointment: ListedAppointment
  zone: string
  nameOfResource: (id: string) => string | undefined
}

function Segments({ appointment, zone, nameOfResource }: SegmentsProps) {
  const say = useDeskWords()
  const formats = useFormats()
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        {say('one.segments')}
      </Title>
      <Stack gap={4}>
        {appointment.occupancies.map(({ resource_id, start, end }) => (
          <Group key={`${resource_id} ${start}`} gap="sm">
            <Text size="sm" ff="monospace">
              {formats.time(start, zone)} – {formats.time(end, zone)}
            </Text>
            <Text size="sm">{nameOfResource(resource_id)}</Text>
          </Group>
        ))}
      </Stack>
    </Card>
  )
}
