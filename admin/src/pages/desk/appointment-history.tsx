import { Badge, Card, SimpleGrid, Stack, Text, Timeline, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Reply } from '../../api/reply.ts'
import { Unread } from '../../ui/unread.tsx'
import { When } from '../../ui/when.tsx'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { useConnectionNames } from './connection-names.ts'

type History = Reply<'/v1/appointments/{id}/history'>
type HistoryEvent = History['events'][number]
type Entry = History['entries'][number]

/** What happened, in words, and how it stands at each provider. */
export function AppointmentHistory({ id, zone }: { id: string; zone: string }) {
  const api = useApi()
  const { data, error, refetch } = api.useQuery('get', '/v1/appointments/{id}/history', {
    params: { path: { id } },
  })
  if (!data) return <Unread of={[{ error, refetch }]} rows={6} />
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Events events={data.events} zone={zone} />
      <Entries entries={data.entries} zone={zone} />
    </SimpleGrid>
  )
}

function Events({ events, zone }: { events: readonly HistoryEvent[]; zone: string }) {
  const say = useDeskWords()
  const inWords = useEventWords(zone)
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="sm">
        {say('one.history')}
      </Title>
      {events.length === 0 && <Text size="sm">{say('one.noHistory')}</Text>}
      <Timeline active={events.length} bulletSize={14} lineWidth={2}>
        {events.map((event) => (
          <Timeline.Item key={event.id} title={inWords(event)}>
            <Text size="xs" c="dimmed">
              <When at={event.occurred_at} zone={zone} />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Card>
  )
}

const WORDED = ['held', 'completed', 'no_show', 'conflict', 'owner_wish', 'alternatives'] as const
const ENDS = ['timeout', 'released', 'replaced'] as const
const ACTORS = ['customer', 'business', 'owner'] as const

/** Payloads hold ids and facts only. */
function useEventWords(zone: string): (event: HistoryEvent) => string {
  const say = useDeskWords()
  const formats = useFormats()
  const at = (time: unknown) => (typeof time === 'string' ? formats.dateTime(time, zone) : '')
  const moved = (payload: HistoryEvent['payload']) =>
    payload.start === payload.previous_start
      ? say('event.resized', { time: at(payload.start), end: at(payload.end) })
      : say('event.rescheduled', { before: at(payload.previous_start), time: at(payload.start) })
  const plain = (type: string) => {
    const worded = WORDED.find((each) => `appointment.${each}` === type)
    return worded ? say(`event.${worded}`) : say('event.other', { type })
  }
  const by = (actor: unknown) => {
    const known = ACTORS.find((each) => each === actor)
    return known ? `, ${say(`event.by.${known}`)}` : ''
  }
  const ended = ({ why, actor }: HistoryEvent['payload']) => {
    const known = ENDS.find((each) => each === why) ?? (actor ? 'released' : 'other')
    return say(`event.expired.${known}`) + by(actor)
  }
  const fee = ({ fee_minor: amount, currency, fee_percent: percent }: HistoryEvent['payload']) => {
    if (typeof amount === 'number' && typeof currency === 'string')
      return ` · ${say('event.fee', { fee: formats.money(amount, currency) })}`
    if (typeof percent !== 'number') return ''
    return ` · ${say('event.fee', { fee: say('do.feeShare', { percent: formats.percent(percent / 100) }) })}`
  }
  return ({ type, payload }) => {
    switch (type) {
      case 'appointment.cancelled':
        return say('event.cancelled') + by(payload.actor) + fee(payload)
      case 'appointment.expired':
        return ended(payload)
      case 'appointment.booked':
        return say('event.booked', { time: at(payload.start) })
      case 'appointment.rescheduled':
        return moved(payload) + by(payload.actor) + fee(payload)
      case 'appointment.export_refused':
        return say('event.export_refused', { why: hubSays(String(payload.why ?? '')) })
      default:
        return plain(type) + by(payload.actor)
    }
  }
}

const STATES: Record<Entry['state'], string> = {
  creating: 'yellow',
  written: 'green',
  moving: 'yellow',
  cancelling: 'yellow',
  cancelled: 'gray',
  refused: 'red',
}

function Entries({ entries, zone }: { entries: readonly Entry[]; zone: string }) {
  const say = useDeskWords()
  const nameOfConnection = useConnectionNames()
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="sm">
        {say('one.entries')}
      </Title>
      {entries.length === 0 && <Text size="sm">{say('one.noEntries')}</Text>}
      <Stack gap="sm">
        {entries.map((entry) => (
          <Stack key={entry.id} gap={2}>
            <Text size="sm" fw={600}>
              {nameOfConnection(entry.connection_id) ?? say('one.connection')} · {entry.calendar}
            </Text>
            <Text size="sm" component="div">
              <Badge variant="light" color={STATES[entry.state]} mr="xs">
                {say(`entry.${entry.state}`)}
              </Badge>
              <When at={entry.start} zone={zone} />
            </Text>
            {entry.why && (
              <Text size="sm" c="red">
                {hubSays(entry.why)}
              </Text>
            )}
            <Text size="xs" c="dimmed">
              <When at={entry.updated_at} as="relative" zone={zone} />
            </Text>
          </Stack>
        ))}
      </Stack>
    </Card>
  )
}
