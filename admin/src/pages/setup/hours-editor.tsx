import { Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { useSetupWords } from '../../words/setup.ts'
import { OverridesField } from './overrides-field.tsx'
import type { Schedule } from './setup-types.ts'
import { useHoursDifferences } from './use-hours-differences.ts'
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
  const [week, setWeek] = useState(rangesOf(read?.weekly ?? usual))
  const [overrides, setOverrides] = useState(read?.overrides ?? [])
  const { save, theirs, foot } = useVersioned<Schedule>({
    read,
    async write(before) {
      const body = { weekly: weekOf(week), overrides }
      if (before) {
        const params = { path: { id: before.id }, header: ifMatch(before.version) }
        return bodyOr<Schedule>(await api.client.PATCH('/v1/schedules/{id}', { params, body }))
      }
      const whose = { location_id: locationId, ...(resourceId ? { resource_id: resourceId } : {}) }
      return bodyOr<Schedule>(await api.client.POST('/v1/schedules', { body: { ...body, ...whose } }))
    },
    present: async ({ id }) =>
      bodyOr<Schedule>(await api.client.GET('/v1/schedules/{id}', { params: { path: { id } } })),
    take(newer) {
      setWeek(rangesOf(newer.weekly))
      setOverrides(newer.overrides)
    },
  })
  const differences = useHoursDifferences({ weekly: weekOf(week), overrides }, theirs)
  return (
    <Stack gap="md" component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <WeekGrid value={week} onChange={setWeek} readOnly={!may} />
      <Title order={3} size="h5">
        {say('overrides.title')}
      </Title>
      <OverridesField value={overrides} onChange={setOverrides} readOnly={!may} />
      {may && <SaveFoot {...foot} differences={differences} onSave={() => void save()} />}
    </Stack>
  )
}
