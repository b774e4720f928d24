import { Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { When } from '../../ui/when.tsx'
import { useCallWords } from '../../words/calls.ts'
import { useCustomerWords } from '../../words/customers.ts'
import { useFormats } from '../../words/formats.ts'
import { CallBadges, OUTCOMES } from '../calls/call-badges.tsx'

const LATEST = 200

export function CustomerAppointments({ id }: { id: string }) {
  const say = useCustomerWords()
  const tenant = useTenant()
  const navigate = useNavigate()
  const api = useApi()
  const found = api.useQuery('get', '/v1/appointments', {
    params: { query: { customer_id: id, order: 'desc', limit: LATEST } },
  })
  const calls = useCallWords()
  return (
    <DataList
      label={say('one.appointments')}
      query={{ ...found, rows: found.data?.data }}
      rowKey={(row) => row.id}
      onOpen={(row) =>
        void navigate({ to: '/c/$tenant/appointments/$id', params: { tenant: tenant.id, id: row.id } })
      }
      columns={[
        { id: 'when', head: calls('list.when'), cell: ({ start }) => <When at={start} /> },
        { id: 'service', head: say('one.service'), cell: ({ service_name }) => service_name },
        {
          id: 'status',
          head: say('one.status'),
          cell: ({ status }) => <StatusBadge status={status} />,
        },
        {
          id: 'call',
          head: say('channel.call'),
          from: 'sm',
          cell: ({ call_id }) =>
            call_id && (
              <ThingLink kind="call" id={call_id}>
                {say('channel.call')}
              </ThingLink>
            ),
        },
      ]}
      empty={<Empty title={say('one.noAppointments')} />}
    />
  )
}

export function CustomerCalls({ id }: { id: string }) {
  const say = useCustomerWords()
  const calls = useCallWords()
  const formats = useFormats()
  const tenant = useTenant()
  const navigate = useNavigate()
  const api = useApi()
  const found = api.useQuery('get', '/v1/calls', { params: { query: { customer_id: id, limit: LATEST } } })
  return (
    <DataList
      label={say('one.calls')}
      query={{ ...found, rows: found.data?.data }}
      rowKey={(row) => row.id}
      onOpen={(row) =>
        void navigate({ to: '/c/$tenant/calls/$id', params: { tenant: tenant.id, id: row.id } })
      }
      columns={[
        {
          id: 'when',
          head: calls('list.when'),
          cell: ({ started_at, created_at }) => <When at={started_at ?? created_at} />,
        },
        {
          id: 'length',
          head: calls('list.length'),
          from: 'sm',
          cell: ({ duration_ms }) => (duration_ms === null ? '' : formats.span(duration_ms / 1_000)),
        },
        { id: 'outcome', head: calls('list.outcome'), cell: (call) => <CallBadges call={call} /> },
      ]}
      empty={<Empty title={say('one.noCalls')} />}
    />
  )
}

const CHANNELS = ['call', 'sms', 'email', 'visit', 'note'] as const

export function CustomerContacts({ id }: { id: string }) {
  const say = useCustomerWords()
  const calls = useCallWords()
  const api = useApi()
  const found = api.useQuery('get', '/v1/customers/{id}/communications', { params: { path: { id } } })
  const outcome = (text: string) => {
    const known = OUTCOMES.find((each) => each === text)
    return known ? calls(`outcome.${known}`) : text
  }
  const channelOf = (text: string) => {
    const known = CHANNELS.find((each) => each === text)
    return known ? say(`channel.${known}`) : text
  }
  return (
    <Stack>
      <DataList
        label={say('one.contacts')}
        query={{ ...found, rows: found.data?.data }}
        rowKey={(row) => row.id}
        columns={[
          { id: 'when', head: calls('list.when'), cell: ({ occurred_at }) => <When at={occurred_at} /> },
          {
            id: 'channel',
            head: say('one.contacts'),
            cell: ({ channel, direction, call_id }) => {
              const text = `${channelOf(channel)} ${say(direction === 'outbound' ? 'direction.outbound' : 'direction.inbound')}`
              return call_id ? (
                <ThingLink kind="call" id={call_id}>
                  {text}
                </ThingLink>
              ) : (
                text
              )
            },
          },
          { id: 'summary', head: calls('list.outcome'), cell: ({ summary }) => outcome(summary) },
        ]}
        empty={<Empty title={say('one.noContacts')} />}
      />
    </Stack>
  )
}
