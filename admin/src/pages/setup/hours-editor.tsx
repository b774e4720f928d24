import { Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { useSetupWords } from '../../words/setup.ts'
import { breakRowsOf, breaksOf } from './break-rows.ts'
import { BreaksField } from './breaks-field.tsx'
import { HoursPreview } from './hours-preview.tsx'
import { OverridesField } from './overrides-field.tsx'
import { DAYS, type Schedule } from './setup-types.ts'
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
  const [breaks, setBreaks] = useState(breakRowsOf(read?.breaks ?? {}))
  const [overrides, setOverrides] = useState(read?.overrides ?? [])
  const typed = { weekly: weekOf(week), breaks: breaksOf(breaks), overrides }
  const { save, theirs, foot } = useVersioned<Schedule>({
    read,
    async write(before) {
      if (before) {
        const params = { path: { id: before.id }, header: ifMatch(before.version) }
        return bodyOr<Schedule>(await api.client.PATCH('/v1/schedules/{id}', { params, body: typed }))
      }
      const whose = { location_id: locationId, ...(resourceId ? { resource_id: resourceId } : {}) }
      return bodyOr<Schedule>(await api.client.POST('/v1/schedules', { body: { ...typed, ...whose } }))
    },
    present: async ({ id }) =>
      bodyOr<Schedule>(await api.client.GET('/v1/schedules/{id}', { params: { path: { id } } })),
    take(newer) {
      setWeek(rangesOf(newer.weekly))
      setBreaks(breakRowsOf(newer.breaks))
      setOverrides(newer.overrides)
    },
  })
  const differences = useHoursDifferences(typed, theirs)
  return (
    <Stack gap="md" component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <WeekGrid value={week} onChange={setWeek} breaks={rangesOf(typed.breaks)} readOnly={!may} />
      <Title order={3} size="h5">
        {say('breaks.title')}
      </Title>
      <BreaksField
        value={breaks}
        onChange={setBreaks}
        usualDays={DAYS.filter((day) => week[day].length > 0)}
        readOnly={!may}
      />
      <Title order={3} size="h5">
        {say('overrides.title')}
      </Title>
      <OverridesField value={overrides} onChange={setOverrides} readOnly={!may} />
      {may && <SaveFoot {...foot} differences={differences} onSave={() => void save()} />}
      <HoursPreview typed={typed} locationId={locationId} resourceId={resourceId} />
    </Stack>
  )
}
