import { Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { bodyOr, useSaved } from '../../ui/use-saved.ts'
import { When } from '../../ui/when.tsx'
import { useSetupWords } from '../../words/setup.ts'
import { addDays, dateIn, instantOf } from '../../words/wall-time.ts'
import type { Resource } from './setup-types.ts'

interface Conflict {
  appointment_id: string
  start: string
}

interface Values {
  from: string
  to: string
  reason: string
  standIn: string | null
}

function useNewAbsence(resource: Resource) {
  const { zone } = useTenant()
  const { client } = useApi()
  const saved = useSaved()
  const [values, setValues] = useState<Values>({
    from: dateIn(zone, 7),
    to: dateIn(zone, 7),
    reason: '',
    standIn: null,
  })
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([])
  const put = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }))
  const add = () =>
    void saved.run(async () => {
      const { from, to, reason, standIn } = values
      const reply = await client.POST('/v1/absences', {
        body: {
          resource_id: resource.id,
          from: instantOf(`${from} 00:00`, zone),
          to: instantOf(`${addDays(to, 1)} 00:00`, zone),
          reason,
          stand_in_resource_id: standIn,
        },
      })
      setConflicts(bodyOr<{ conflicts: Conflict[] }>(reply).conflicts)
      put({ reason: '', standIn: null })
    })
  return { ...saved, values, put, add, conflicts }
}

interface Props {
  resource: Resource
  /** Who could stand in. */
  others: readonly Resource[]
}

/** Days on which somebody is away, and who stands in for them. */
export function NewAbsence({ resource, others }: Props) {
  const say = useSetupWords()
  const { values, put, add, conflicts, failure, saving } = useNewAbsence(resource)
  const { from, to, reason, standIn } = values
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            type="date"
            size="xs"
            label={say('absences.from')}
            value={from}
            onChange={({ currentTarget: { value } }) =>
              put(value > to ? { from: value, to: value } : { from: value })
            }
          />
          <TextInput
            type="date"
            size="xs"
            label={say('absences.to')}
            min={from}
            value={to}
            onChange={({ currentTarget: { value } }) => put({ to: value })}
          />
          <TextInput
            size="xs"
            label={say('absences.reason')}
            value={reason}
            onChange={({ currentTarget: { value } }) => put({ reason: value })}
          />
          {others.length > 0 && (
            <Select
              size="xs"
              label={say('absences.standIn')}
              placeholder={say('absences.nobody')}
              clearable
              data={others.map(({ id, name }) => ({ value: id, label: name }))}
              value={standIn}
              onChange={(id) => put({ standIn: id })}
            />
          )}
          <Button size="xs" variant="default" loading={saving} disabled={!from || !to} onClick={add}>
            {say('absences.add')}
          </Button>
        </Group>
        {failure !== undefined && <ProblemNote thrown={failure} />}
        {conflicts.length > 0 && (
          <Text size="sm" role="status">
            {say('absences.conflicts')}{' '}
            {conflicts.map(({ appointment_id: id, start }) => (
              <span key={id}>
                <ThingLink kind="appointment" id={id}>
                  <When at={start} />
                </ThingLink>{' '}
              </span>
            ))}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
