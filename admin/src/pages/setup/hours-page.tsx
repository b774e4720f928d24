import './setup.css'
import { Grid, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useRulesWords } from '../../words/rules.ts'
import { useSetupWords } from '../../words/setup.ts'
import { HolidayYear } from './holiday-year.tsx'
import { HoursEditor } from './hours-editor.tsx'
import { PlaceBox } from './place-box.tsx'
import { PolicyBox } from './rules/policy-box.tsx'
import type { Place } from './setup-types.ts'
import { TravelBox } from './travel-box.tsx'
import { USUAL_WEEKS } from './week-hours.ts'

/** A location: when it is open, and what holds there; a new one where the address says so. */
export function HoursPage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/hours/$id' })
  return id === 'new' ? <NewPlace /> : <OnePlace key={id} id={id} />
}

function NewPlace() {
  const say = useRulesWords()
  return (
    <>
      <PageHead title={say('place.new')} />
      <PlaceBox read={undefined} />
    </>
  )
}

function OnePlace({ id }: { id: string }) {
  const common = useCommonWords()
  const rules = useRulesWords()
  const places = useApi().useQuery('get', '/v1/locations')
  const place = useApi().useQuery('get', '/v1/locations/{id}', { params: { path: { id } } })
  if (!place.data || !places.data) return <Unread of={[place, places]} />
  const { name, zone } = place.data
  return (
    <>
      <PageHead title={name} about={common('zone', { zone })} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Hours place={place.data} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="xl">
            <HolidayYear place={place.data} />
            <PlaceBox read={place.data} />
            <TravelBox place={place.data} places={places.data.data} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={12}>
          <PolicyBox
            title={rules('ofLocation')}
            about={rules('ownAbout')}
            subject={{ kind: 'location', id }}
            zone={zone}
          />
        </Grid.Col>
      </Grid>
    </>
  )
}

function Hours({ place: { id } }: { place: Place }) {
  const say = useSetupWords()
  const schedules = useApi().useQuery('get', '/v1/schedules', { params: { query: { location_id: id } } })
  if (!schedules.data) return <Unread of={[schedules]} />
  return (
    <HoursEditor
      title={say('hours.title')}
      read={schedules.data.data.find(({ resource_id: of }) => of === null)}
      usual={USUAL_WEEKS.shop}
      locationId={id}
    />
  )
}
