import { ActionIcon, Group, Select, Stack, Switch, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { bodyOr, useSaved } from '../../ui/use-saved.ts'
import { useFormats } from '../../words/formats.ts'
import { localeOf } from '../../words/language.ts'
import { useSetupWords } from '../../words/setup.ts'
import { dateIn } from '../../words/wall-time.ts'
import type { Place } from './setup-types.ts'

type Change = Partial<Pick<Place, 'holiday_region' | 'holidays_open'>>

/** The year with its public holidays, and on which of them it opens all the same. */
export function HolidayYear({ place }: { place: Place }) {
  const say = useSetupWords()
  const api = useApi()
  const may = useMay()('locations:write')
  const [year, setYear] = useState(Number(dateIn(place.zone).slice(0, 4)))
  const { run, failure } = useSaved()
  const change = (body: Change) =>
    void run(async () =>
      bodyOr<Place>(
        await api.client.PATCH('/v1/locations/{id}', {
          params: { path: { id: place.id }, header: ifMatch(place.version) },
          body,
        }),
      ),
    )
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {say('holidays.title')}
      </Title>
      <Regions place={place} mayChange={may} onChange={change} />
      {failure !== undefined && <ProblemNote thrown={failure} />}
      {place.holiday_region && (
        <>
          <Group gap="xs">
            <ActionIcon variant="default" aria-label={String(year - 1)} onClick={() => setYear(year - 1)}>
              <IconChevronLeft size={16} aria-hidden />
            </ActionIcon>
            <Text fw={600} aria-live="polite">
              {year}
            </Text>
            <ActionIcon variant="default" aria-label={String(year + 1)} onClick={() => setYear(year + 1)}>
              <IconChevronRight size={16} aria-hidden />
            </ActionIcon>
          </Group>
          <Year place={place} year={year} mayChange={may} onChange={change} />
        </>
      )}
    </Stack>
  )
}

interface PartProps {
  place: Place
  mayChange: boolean
  onChange: (change: Change) => void
}

function Regions({ place, mayChange, onChange }: PartProps) {
  const say = useSetupWords()
  const { i18n } = useTranslation()
  const language = i18n.language === 'de' ? ('de' as const) : ('en' as const)
  const api = useApi()
  const country = place.holiday_region?.slice(0, 2)
  const countries = api.useQuery('get', '/v1/holiday-regions', { params: { query: { language } } })
  const states = api.useQuery(
    'get',
    '/v1/holiday-regions',
    { params: { query: { language, within: country ?? '' } } },
    { enabled: country !== undefined },
  )
  const dataOf = (list: typeof countries) =>
    (list.data?.data ?? []).map(({ region, name }) => ({ value: region, label: name }))
  return (
    <Group grow align="flex-start">
      <Select
        label={say('holidays.country')}
        searchable
        clearable
        disabled={!mayChange}
        data={dataOf(countries)}
        value={country ?? null}
        onChange={(region) => onChange({ holiday_region: region, holidays_open: [] })}
      />
      {country && dataOf(states).length > 0 && (
        <Select
          label={say('holidays.state')}
          searchable
          clearable
          disabled={!mayChange}
          data={dataOf(states)}
          value={place.holiday_region?.split('-').slice(0, 2).join('-') ?? null}
          onChange={(region) => onChange({ holiday_region: region ?? country, holidays_open: [] })}
        />
      )}
    </Group>
  )
}

function Year({ place, year, mayChange, onChange }: PartProps & { year: number }) {
  const say = useSetupWords()
  const formats = useFormats()
  const { i18n } = useTranslation()
  const api = useApi()
  const { data, error, refetch } = api.useQuery('get', '/v1/locations/{id}/holidays', {
    params: { path: { id: place.id }, query: { year } },
  })
  if (!data) return <Unread of={[{ error, refetch }]} rows={6} />
  const month = new Intl.DateTimeFormat(localeOf(i18n.language), { month: 'long', timeZone: 'UTC' })
  const byMonth = Map.groupBy(data.data, ({ date }) => month.format(new Date(date)))
  const language = i18n.language === 'de' ? 'de' : 'en'
  return (
    <Stack gap="sm">
      {[...byMonth].map(([name, days]) => (
        <div key={name}>
          <Text size="sm" fw={600} mb={4}>
            {name}
          </Text>
          {days.map(({ date, name: holiday, open, open_every_year: always }) => (
            <Switch
              key={`${date} ${holiday.en}`}
              py={4}
              label={`${formats.date(`${date}T12:00:00Z`, 'UTC')} · ${holiday[language]}`}
              description={
                open ? (always ? say('holidays.openAlways') : say('holidays.open')) : say('holidays.closed')
              }
              checked={open}
              disabled={!mayChange}
              onChange={({ currentTarget: { checked } }) =>
                onChange({ holidays_open: openOn(place.holidays_open, { date, holiday, opens: checked }) })
              }
            />
          ))}
        </div>
      ))}
    </Stack>
  )
}

interface Opening {
  date: string
  holiday: { de: string; en: string }
  opens: boolean
}

/** By its date; to close it, its name has to go as well. */
function openOn(open: readonly string[], { date, holiday, opens }: Opening): string[] {
  if (opens) return [...open, date]
  const names = [date, holiday.de, holiday.en].map((each) => each.toLowerCase())
  return open.filter((each) => !names.includes(each.toLowerCase()))
}
