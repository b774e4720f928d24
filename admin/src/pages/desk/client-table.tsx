import { Badge, Table, Title } from '@mantine/core'
import { AppLink } from '../../ui/links.tsx'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import { costText } from './cost-text.ts'
import type { ClientDay } from './desk-types.ts'

/** The day of each client of an agency. */
export function ClientTable({ days }: { days: readonly ClientDay[] }) {
  const say = useDeskWords()
  const formats = useFormats()
  return (
    <section aria-labelledby="clients">
      <Title order={2} size="h4" mb="sm" id="clients">
        {say('home.clients')}
      </Title>
      <Table.ScrollContainer minWidth={280}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('home.client')}</Table.Th>
              <Table.Th ta="right">{say('home.calls')}</Table.Th>
              <Table.Th ta="right">{say('home.bookings')}</Table.Th>
              <Table.Th ta="right" visibleFrom="md">
                {say('home.rate')}
              </Table.Th>
              <Table.Th ta="right" visibleFrom="md">
                {say('home.missed')}
              </Table.Th>
              <Table.Th ta="right" visibleFrom="xs">
                {say('home.toReview')}
              </Table.Th>
              <Table.Th ta="right" visibleFrom="lg">
                {say('home.cost')}
              </Table.Th>
              <Table.Th ta="right">{say('home.tasks')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.map((day) => {
              const open = day.tasks_open + day.appointments_unsynced
              return (
                <Table.Tr key={day.tenant_id}>
                  <Table.Td>
                    <AppLink to={`/c/${day.tenant_id}` as '/'}>{day.name}</AppLink>
                  </Table.Td>
                  <Table.Td ta="right">{formats.number(day.calls)}</Table.Td>
                  <Table.Td ta="right">{formats.number(day.bookings)}</Table.Td>
                  <Table.Td ta="right" visibleFrom="md">
                    {day.booking_rate === null ? '–' : formats.percent(day.booking_rate)}
                  </Table.Td>
                  <Table.Td ta="right" visibleFrom="md">
                    {formats.number(day.calls_missed)}
                  </Table.Td>
                  <Table.Td ta="right" visibleFrom="xs">
                    {formats.number(day.calls_to_review)}
                  </Table.Td>
                  <Table.Td ta="right" visibleFrom="lg">
                    {costText(day.costs, formats)}
                  </Table.Td>
                  <Table.Td ta="right">
                    <Badge variant="light" color={open > 0 ? 'orange' : 'green'}>
                      {formats.number(open)}
                    </Badge>
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  )
}
