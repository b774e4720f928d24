import { Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { bodyOr, useSaved } from '../../ui/use-saved.ts'
import { useCommonWords } from '../../words/common.ts'
import { useRulesWords } from '../../words/rules.ts'
import type { Place, Travel } from './setup-types.ts'

/** How long it takes from here to each other location of the business. */
export function TravelBox({ place, places }: { place: Place; places: readonly Place[] }) {
  const say = useRulesWords()
  const travels = useApi().useQuery('get', '/v1/travel-times')
  const others = places.filter(({ id }) => id !== place.id)
  if (others.length === 0) return null
  const wayTo = (other: Place) =>
    travels.data?.data.find(({ location_ids: ends }) => ends.includes(place.id) && ends.includes(other.id))
  return (
    <Stack gap="sm" component="section" aria-label={say('way.title')}>
      <Title order={2} size="h4">
        {say('way.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {say('way.about')}
      </Text>
      {travels.error && <ProblemNote thrown={travels.error} retry={() => void travels.refetch()} />}
      {travels.data &&
        others.map((other) => (
          <Way key={`${other.id} ${wayTo(other)?.minutes}`} from={place} to={other} read={wayTo(other)} />
        ))}
    </Stack>
  )
}

function Way({ from, to, read }: { from: Place; to: Place; read: Travel | undefined }) {
  const say = useRulesWords()
  const common = useCommonWords()
  const { client } = useApi()
  const may = useMay()('schedules:write')
  const { run, failure, saving } = useSaved()
  const before = read?.minutes ?? ''
  const [minutes, setMinutes] = useState<number | string>(before)
  const write = async () => {
    const params = { path: { id: read?.id ?? '' } }
    if (minutes === '') {
      const { error } = await client.DELETE('/v1/travel-times/{id}', { params })
      if (error) throw error
      return
    }
    const body = { minutes: Number(minutes) }
    bodyOr(
      read
        ? await client.PATCH('/v1/travel-times/{id}', { params, body })
        : await client.POST('/v1/travel-times', { body: { ...body, location_ids: [from.id, to.id] } }),
    )
  }
  return (
    <>
      <Group align="flex-end" gap="sm">
        <NumberInput
          label={say('way.to', { name: to.name })}
          min={1}
          max={1440}
          allowDecimal={false}
          disabled={!may}
          value={minutes}
          onChange={setMinutes}
        />
        {may && (
          <Button
            variant="default"
            aria-label={`${common('save')}: ${say('way.to', { name: to.name })}`}
            loading={saving}
            disabled={minutes === before}
            onClick={() => void run(write)}
          >
            {common('save')}
          </Button>
        )}
      </Group>
      {failure !== undefined && <ProblemNote thrown={failure} />}
    </>
  )
}
