import { ActionIcon, Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { bodyOr, useSaved } from '../../ui/use-saved.ts'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import { dateIn, instantOf } from '../../words/wall-time.ts'
import type { Absence, Resource } from './setup-types.ts'

/** When somebody is away; what is booked then is named, so that somebody can move it. */
export function AbsencesBox({ resource }: { resource: Resource }) {
  const say = useSetupWords()
  const api = useApi()
  const may = useMay()('schedules:write')
  const found = api.useQuery('get', '/v1/absences', {
    params: {
      query: { resource_id: resource.id, from: new Date().toISOString().slice(0, 10).concat('T00:00:00Z') },
    },
  })
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {say('absences.title')}
      </Title>
      {found.error && <ProblemNote thrown={found.error} retry={() => void found.refetch()} />}
      {found.data?.data.length === 0 && (
        <Text size="sm" c="dimmed">
          {say('absences.none')}
        </Text>
      )}
      {found.data?.data.map((absence) => (
        <AbsenceRow key={absence.id} absence={absence} mayRemove={may} />
      ))}
      {may && <NewAbsence resource={resource} />}
    </Stack>
  )
}

function AbsenceRow({ absence, mayRemove }: { absence: Absence; mayRemove: boolean }) {
  const say = useSetupWords()
  const common = useCommonWords()
  const formats = useFormats()
  const { zone } = useTenant()
  const api = useApi()
  const { run, failure } = useSaved()
  const from = formats.date(absence.from, zone)
  const remove = () =>
    void run(async () => {
      const { error } = await api.client.DELETE('/v1/absences/{id}', { params: { path: { id: absence.id } } })
      if (error) throw error
    })
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">
          {from} – {formats.date(new Date(Date.parse(absence.to) - 1).toISOString(), zone)}
          {absence.reason && ` · ${absence.reason}`}
        </Text>
        {mayRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={say('absences.remove', { date: from })}
            onClick={() =>
              askFirst({
                title: say('absences.removeTitle'),
                text: say('absences.removeText', { date: from }),
                does: common('delete'),
                cancel: common('cancel'),
                run: remove,
              })
            }
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {failure !== undefined && <ProblemNote thrown={failure} />}
    </>
  )
}

interface Conflict {
  appointment_id: string
  start: string
}

function NewAbsence({ resource }: { resource: Resource }) {
  const say = useSetupWords()
  const { zone } = useTenant()
  const api = useApi()
  const { run, failure, saving } = useSaved()
  const [from, setFrom] = useState(dateIn(zone, 7))
  const [to, setTo] = useState(dateIn(zone, 7))
  const [reason, setReason] = useState('')
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([])
  const add = () =>
    void run(async () => {
      // The day after the last one, at midnight there.
      const after = new Date(Date.parse(`${to}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
      const reply = await api.client.POST('/v1/absences', {
        body: {
          resource_id: resource.id,
          from: instantOf(`${from} 00:00`, zone),
          to: instantOf(`${after} 00:00`, zone),
          reason,
        },
      })
      setConflicts(bodyOr<{ conflicts: Conflict[] }>(reply).conflicts)
      setReason('')
    })
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            type="date"
            size="xs"
            label={say('absences.from')}
            value={from}
            onChange={({ currentTarget: { value } }) => {
              setFrom(value)
              if (value > to) setTo(value)
            }}
          />
          <TextInput
            type="date"
            size="xs"
            label={say('absences.to')}
            min={from}
            value={to}
            onChange={({ currentTarget: { value } }) => setTo(value)}
          />
          <TextInput
            size="xs"
            label={say('absences.reason')}
            value={reason}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
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
