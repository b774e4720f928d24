import { Grid, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { LoadingPage } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useSetupWords } from '../../words/setup.ts'
import { HolidayYear } from './holiday-year.tsx'
import { HoursEditor } from './hours-editor.tsx'
import { USUAL_WEEKS } from './week-hours.ts'

/** When a location is open: its week, single dates, public holidays. */
export function HoursPage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/hours/$id' })
  const say = useSetupWords()
  const common = useCommonWords()
  const api = useApi()
  const place = api.useQuery('get', '/v1/locations/{id}', { params: { path: { id } } })
  const schedules = api.useQuery('get', '/v1/schedules', { params: { query: { location_id: id } } })
  const failed = [place, schedules].find(({ error }) => error)
  if (failed) return <ProblemNote thrown={failed.error} retry={() => void failed.refetch()} />
  if (!place.data || !schedules.data) return <LoadingPage />
  return (
    <>
      <PageHead title={place.data.name} about={common('zone', { zone: place.data.zone })} />
      <Grid gap="xl" key={id}>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <HoursEditor
            title={say('hours.title')}
            read={schedules.data.data.find(({ resource_id: of }) => of === null)}
            usual={USUAL_WEEKS.shop}
            locationId={id}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack>
            <HolidayYear place={place.data} />
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  )
}
