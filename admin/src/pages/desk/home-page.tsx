import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { Empty } from '../../ui/empty.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { LiveMark } from '../../ui/live-mark.tsx'
import { LoadingRows } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import { Attention } from './attention.tsx'
import { ClientTable } from './client-table.tsx'
import { costText } from './cost-text.ts'
import type { ClientDay } from './desk-types.ts'

const FOLLOWED = ['appointment.', 'call.', 'task.'] as const
const SHOWN = ['/v1/overview', '/v1/tasks', '/v1/appointments'] as const

/** Today, and what needs somebody. */
export function HomePage() {
  const say = useDeskWords()
  const tenant = useTenant()
  const may = useMay()
  const formats = useFormats()
  const api = useApi()
  const live = useLiveQueries(FOLLOWED, SHOWN)
  const { data, error, refetch } = api.useQuery(
    'get',
    '/v1/overview',
    {},
    { enabled: may('calls:read'), refetchInterval: 60_000 },
  )
  const [own] = data?.data ?? []
  const isClient = tenant.kind === 'client'
  const date = formats.date(new Date().toISOString(), tenant.zone)
  return (
    <>
      <PageHead title={tenant.name} about={say('home.today', { date })}>
        <LiveMark live={live} />
      </PageHead>
      <Stack gap="xl">
        {error && <ProblemNote thrown={error} retry={() => void refetch()} />}
        {!data && !error && may('calls:read') && <LoadingRows rows={3} />}
        {isClient && own && <Numbers day={own} />}
        {!isClient && data && <Clients days={data.data} />}
        <Attention day={isClient ? own : undefined} />
      </Stack>
    </>
  )
}

function Clients({ days }: { days: readonly ClientDay[] }) {
  const say = useDeskWords()
  if (days.length > 0) return <ClientTable days={days} />
  return (
    <Empty title={say('home.noClients')}>
      <ButtonLink to={'/welcome' as '/'}>{say('home.addClient')}</ButtonLink>
    </Empty>
  )
}

function Numbers({ day }: { day: ClientDay }) {
  const say = useDeskWords()
  const formats = useFormats()
  const tenant = useTenant()
  const rate = day.booking_rate === null ? '–' : formats.percent(day.booking_rate)
  const answered = say('home.ofAnswered', { booked: day.calls_booked, answered: day.calls_answered })
  const shown: Array<[string, string, string?] | [string, string, string | undefined]> = [
    [
      say('home.calls'),
      formats.number(day.calls),
      day.calls_ongoing > 0 ? say('home.ongoing', { count: day.calls_ongoing }) : undefined,
    ],
    [
      say('home.bookings'),
      formats.number(day.bookings),
      say('home.byPhone', { count: day.bookings_by_phone }),
    ],
    [say('home.rate'), rate, answered],
    [say('home.missed'), formats.number(day.calls_missed)],
    [say('home.toReview'), formats.number(day.calls_to_review)],
    [say('home.cost'), costText(day.costs, formats)],
    [say('home.appointments'), formats.number(day.appointments)],
  ]
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 4, xl: 7 }}>
        {shown.map(([label, value, more]) => (
          <Card key={label} withBorder padding="md">
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text fz={28} fw={600} lh={1.3} style={{ fontVariantNumeric: 'tabular-nums' }}>
              {value}
            </Text>
            {more && (
              <Text size="xs" c="dimmed">
                {more}
              </Text>
            )}
          </Card>
        ))}
      </SimpleGrid>
      {day.calls === 0 && (
        <Card withBorder>
          <Group justify="space-between">
            <div>
              <Title order={2} size="h5">
                {say('home.none')}
              </Title>
              <Text size="sm">{say('home.noCalls')}</Text>
            </div>
            <ButtonLink variant="light" to={`/c/${tenant.id}/calls` as '/'}>
              {say('home.testCall')}
            </ButtonLink>
          </Group>
        </Card>
      )}
    </Stack>
  )
}
