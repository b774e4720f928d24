import { ActionIcon, Group, Stack, Text, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useSaved } from '../../ui/use-saved.ts'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import { NewAbsence } from './new-absence.tsx'
import type { Absence, Resource } from './setup-types.ts'

/** When somebody is away; what is booked then is named, so that somebody can move it. */
export function AbsencesBox({ resource }: { resource: Resource }) {
  const say = useSetupWords()
  const api = useApi()
  const may = useMay()('schedules:write')
  const others = useOthers(resource)
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
        <AbsenceRow
          key={absence.id}
          absence={absence}
          standIn={others.find(({ id }) => id === absence.stand_in_resource_id)}
          mayRemove={may}
        />
      ))}
      {may && <NewAbsence resource={resource} others={others} />}
    </Stack>
  )
}

interface RowProps {
  absence: Absence
  standIn: Resource | undefined
  mayRemove: boolean
}

function AbsenceRow({ absence, standIn, mayRemove }: RowProps) {
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
          {standIn && ` · ${say('absences.standsIn', { name: standIn.name })}`}
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

/** Of the same kind: who could stand in. */
function useOthers({ id, kind }: Resource): Resource[] {
  const { data } = useApi().useQuery('get', '/v1/resources')
  return (data?.data ?? []).filter((each) => each.id !== id && each.kind === kind && each.active)
}
