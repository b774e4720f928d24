import { Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useWelcomeWords } from '../../words/welcome.ts'
import type { Place } from './setup-types.ts'
import { useStep } from './use-step.ts'
import { WeekGrid } from './week-grid.tsx'
import { rangesOf, USUAL_WEEKS, weekOf } from './week-hours.ts'

type Usual = keyof typeof USUAL_WEEKS

/** Where it is, and when it is open. `begun`: it is there already and has no hours yet. */
export function PlaceStep({ begun }: { begun: Place | undefined }) {
  const say = useWelcomeWords()
  const api = useApi()
  const client = useTenant()
  const { i18n } = useTranslation()
  const { run, failure, busy } = useStep()
  const [week, setWeek] = useState(rangesOf(USUAL_WEEKS.shop))
  const [usual, setUsual] = useState<Usual>('shop')
  const countries = api.useQuery('get', '/v1/holiday-regions', {
    params: { query: { language: i18n.language === 'de' ? 'de' : 'en' } },
  })
  const form = useForm({
    initialValues: { name: client.name, address: '', holiday_region: countryOf(client.zone) },
  })
  const choose = (name: string | null) => {
    if (!name) return
    setUsual(name as Usual)
    setWeek(rangesOf(USUAL_WEEKS[name as Usual]))
  }
  const make = async ({ name, address, holiday_region }: typeof form.values) => {
    const language = client.language === 'de' ? 'de' : 'en'
    const reply = await api.client.POST('/v1/locations', {
      body: { name, zone: client.zone, language, address: address || null, holiday_region },
    })
    if (reply.error) showAtFields(form, reply.error)
    return bodyOr<Place>(reply)
  }
  const add = form.onSubmit(({ name, address, holiday_region }) =>
    run(async () => {
      const place = begun ?? (await make({ name, address, holiday_region }))
      bodyOr(
        await api.client.POST('/v1/schedules', { body: { location_id: place.id, weekly: weekOf(week) } }),
      )
    }),
  )
  return (
    <form onSubmit={add}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} mb="md">
        <TextInput label={say('place.name')} required {...form.getInputProps('name')} />
        <TextInput label={say('place.address')} {...form.getInputProps('address')} />
        <Select
          label={say('place.holidays')}
          searchable
          clearable
          data={(countries.data?.data ?? []).map(({ region, name }) => ({ value: region, label: name }))}
          {...form.getInputProps('holiday_region')}
        />
        <Select
          label={say('place.hours')}
          allowDeselect={false}
          data={(['shop', 'practice', 'office'] as const).map((name) => ({
            value: name,
            label: say(`weeks.${name}`),
          }))}
          value={usual}
          onChange={choose}
        />
      </SimpleGrid>
      <details>
        <summary>{say('place.exactly')}</summary>
        <WeekGrid value={week} onChange={setWeek} />
      </details>
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <Group mt="md">
        <Button type="submit" loading={busy}>
          {say('next')}
        </Button>
      </Group>
    </form>
  )
}

const COUNTRIES: Record<string, string> = {
  'Europe/Berlin': 'DE',
  'Europe/Vienna': 'AT',
  'Europe/Zurich': 'CH',
  'Europe/London': 'GB',
}
const countryOf = (zone: string): string | null => COUNTRIES[zone] ?? null
