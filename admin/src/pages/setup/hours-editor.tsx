import { Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'
import { useSetupWords } from '../../words/setup.ts'
import { OverridesField } from './overrides-field.tsx'
import { SaveFoot } from './save-note.tsx'
import { ifMatch, type Schedule } from './setup-types.ts'
import { bodyOr, useSaved } from './use-saved.ts'
import { WeekGrid } from './week-grid.tsx'
import { rangesOf, weekOf } from './week-hours.ts'

interface Props {
  title: string
  /** Undefined: they have no hours of their own yet. */
  read: Schedule | undefined
  locationId: string
  resourceId?: string
  /** Shown to begin with where there is nothing yet. */
  usual: Schedule['weekly']
}

/** The week and the exceptions of a location, or of somebody there. */
export function HoursEditor({ title, read, locationId, resourceId, usual }: Props) {
  const say = useSetupWords()
  const api = useApi()
  const may = useMay()('schedules:write')
  const [base, setBase] = useState(read)
  const [week, setWeek] = useState(rangesOf(read?.weekly ?? usual))
  const [overrides, setOverrides] = useState(read?.overrides ?? [])
  const { run, failure, setFailure, saving } = useSaved()
  const write = (before: Schedule | undefined) =>
    run(async () => {
      const body = { weekly: weekOf(week), overrides }
      const path = { id: before?.id ?? '' }
      const saved = before
        ? await api.client.PATCH('/v1/schedules/{id}', {
            params: { path, header: ifMatch(before.version) },
            body,
          })
        : await api.client.POST('/v1/schedules', {
            body: { ...body, location_id: locationId, ...(resourceId ? { resource_id: resourceId } : {}) },
          })
      setBase(bodyOr<Schedule>(saved))
    })
  const theirs = async () => {
    if (!base) return
    const present = await api.client.GET('/v1/schedules/{id}', { params: { path: { id: base.id } } })
    return bodyOr<Schedule>(present)
  }
  const take = async () => {
    const present = await theirs()
    if (!present) return
    setBase(present)
    setWeek(rangesOf(present.weekly))
    setOverrides(present.overrides)
    setFailure(undefined)
  }
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {title}
      </Title>
      <WeekGrid value={week} onChange={setWeek} readOnly={!may} />
      <Title order={3} size="h5">
        {say('overrides.title')}
      </Title>
      <OverridesField value={overrides} onChange={setOverrides} readOnly={!may} />
      {may && (
        <SaveFoot
          failure={failure}
          saving={saving}
          onSave={() => void write(base)}
          onTheirs={() => void take().catch(setFailure)}
          onMine={() => void theirs().then(write).catch(setFailure)}
        />
      )}
    </Stack>
  )
}
