import { Alert, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useSetupWords } from '../../words/setup.ts'
import { dateIn, instantOf } from '../../words/wall-time.ts'

/** "Why isn't Tuesday 10:00 free?", answered by the hub in words. */
export function ExplainBox({ serviceId }: { serviceId: string }) {
  const say = useSetupWords()
  const [asked, setAsked] = useState<Asked>()
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {say('explain.title')}
        </Title>
        <Question onAsk={setAsked} />
        {asked && <Answer serviceId={serviceId} asked={asked} />}
      </Stack>
    </Paper>
  )
}

interface Asked {
  locationId: string
  start: string
}

function Question({ onAsk }: { onAsk: (asked: Asked) => void }) {
  const say = useSetupWords()
  const tenant = useTenant()
  const places = useApi().useQuery('get', '/v1/locations').data?.data ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const [date, setDate] = useState(dateIn(tenant.zone, 1))
  const [clock, setClock] = useState('10:00')
  const place = places.find(({ id }) => id === chosen) ?? places[0]
  const ask = () => {
    if (place) onAsk({ locationId: place.id, start: instantOf(`${date} ${clock}`, place.zone) })
  }
  return (
    <Group align="flex-end" gap="sm">
      {places.length > 1 && (
        <Select
          label={say('fields.location')}
          data={places.map(({ id, name }) => ({ value: id, label: name }))}
          value={place?.id ?? null}
          allowDeselect={false}
          onChange={setChosen}
        />
      )}
      <TextInput
        type="date"
        label={say('explain.date')}
        value={date}
        onChange={({ currentTarget: { value } }) => setDate(value)}
      />
      <TextInput
        type="time"
        label={say('explain.time')}
        value={clock}
        onChange={({ currentTarget: { value } }) => setClock(value)}
      />
      <Button variant="default" disabled={!date || !clock || !place} onClick={ask}>
        {say('explain.ask')}
      </Button>
    </Group>
  )
}

function Answer({ serviceId, asked }: { serviceId: string; asked: Asked }) {
  const say = useSetupWords()
  const { i18n } = useTranslation()
  const query = {
    service_id: serviceId,
    location_id: asked.locationId,
    start: asked.start,
    language: i18n.language === 'de' ? ('de' as const) : ('en' as const),
  }
  const { data, error } = useApi().useQuery('get', '/v1/availability/explain', { params: { query } })
  if (error) return <ProblemNote thrown={error} />
  if (!data) return <LoadingRows rows={2} />
  return (
    <Alert
      color={data.offered ? 'green' : 'orange'}
      icon={data.offered ? <IconCheck aria-hidden /> : <IconX aria-hidden />}
      title={data.offered ? say('explain.free') : say('explain.notFree')}
      role="status"
    >
      <Text size="sm">{data.text}</Text>
    </Alert>
  )
}
