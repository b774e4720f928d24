import { Card, Group, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useApi } from '../../api/api.ts'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { When } from '../../ui/when.tsx'
import { useCallWords } from '../../words/calls.ts'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'
import type { CallDetail } from './call-types.ts'

/** Whom it was with, where, how it ended, and the appointments that came of it. */
export function CallFacts({ call }: { call: CallDetail }) {
  const say = useCallWords()
  return (
    <Card withBorder component="section">
      <Title order={2} size="h5" mb="xs">
        {say('one.about')}
      </Title>
      <Table withRowBorders={false} variant="vertical" layout="fixed">
        <Table.Tbody>
          {useRows(call)
            .filter(([, value]) => value)
            .map(([label, value]) => (
              <Table.Tr key={label}>
                <Table.Th w={120}>{label}</Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      <Title order={3} size="h6" mt="md" mb="xs">
        {say('one.appointments')}
      </Title>
      <Appointments callId={call.id} />
    </Card>
  )
}

function useRows(call: CallDetail): Array<[string, ReactNode]> {
  const say = useCallWords()
  const common = useCommonWords()
  const formats = useFormats()
  const api = useApi()
  const { data: locations } = api.useQuery('get', '/v1/locations')
  const { customer_id: customer, transfer, ending, duration_ms: length } = call
  return [
    [say('one.direction'), say(`one.${call.direction}`)],
    [
      say('one.customer'),
      customer && (
        <ThingLink kind="customer" id={customer}>
          {call.customer_name ?? common('unknown')}
        </ThingLink>
      ),
    ],
    [say('one.from'), call.from ?? common('withheld')],
    [say('one.to'), call.to],
    [say('one.location'), locations?.data.find(({ id }) => id === call.location_id)?.name],
    [say('one.length'), length !== null && formats.span(length / 1_000)],
    [say('one.ending'), ending && say(`ending.${ending}` as 'ending.other')],
    [say('one.transfer'), transfer && `${transfer.to ?? ''} (${transfer.state})`],
    [say('one.reference'), call.provider_call_id],
  ]
}

function Appointments({ callId }: { callId: string }) {
  const say = useCallWords()
  const api = useApi()
  const { data } = api.useQuery('get', '/v1/appointments', { params: { query: { call_id: callId } } })
  if (data && data.data.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {say('one.noAppointments')}
      </Text>
    )
  return (
    <Stack gap="xs">
      {data?.data.map(({ id, service_name, start, status }) => (
        <Group key={id} gap="xs">
          <ThingLink kind="appointment" id={id}>
            {service_name}
          </ThingLink>
          <Text size="sm" component="span">
            <When at={start} />
          </Text>
          <StatusBadge status={status} />
        </Group>
      ))}
    </Stack>
  )
}
