import { ActionIcon, Button, Group, SegmentedControl, Select } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useDayFormat } from '../../../words/date-format.ts'
import { useDeskWords } from '../../../words/desk.ts'
import { addDays } from '../../../words/wall-time.ts'
import type { CalendarSearch } from '../calendar-search.ts'
import type { CalendarResource } from '../desk-types.ts'

interface Props {
  search: CalendarSearch & { view: 'day' | 'week'; date: string }
  locations: ReadonlyArray<{ id: string; name: string }>
  /** Those of whom one may be chosen. */
  resources: readonly CalendarResource[]
  hasRooms: boolean
  today: string
  onChange: (change: CalendarSearch) => void
}

/** What the calendar shows: when, where and whom. */
export function CalendarBar({ search, locations, resources, hasRooms, today, onChange }: Props) {
  const say = useDeskWords()
  const dates = useDayFormat()
  const { view, date } = search
  const step = view === 'week' ? 7 : 1
  const to = (days: number) => onChange({ date: addDays(date, days) })
  return (
    <Group mb="md" gap="sm">
      <Group gap={4}>
        <ActionIcon variant="default" size="lg" aria-label={say('cal.previous')} onClick={() => to(-step)}>
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <Button variant="default" size="sm" onClick={() => onChange({ date: today })}>
          {say('cal.today')}
        </Button>
        <ActionIcon variant="default" size="lg" aria-label={say('cal.next')} onClick={() => to(step)}>
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <DatePickerInput
        value={date}
        onChange={(value) => value && onChange({ date: value })}
        miw={170}
        {...dates}
      />
      <SegmentedControl
        aria-label={say('cal.view')}
        value={view}
        onChange={(value) => onChange({ view: value === 'week' ? 'week' : 'day' })}
        data={[
          { value: 'day', label: say('cal.day') },
          { value: 'week', label: say('cal.week') },
        ]}
      />
      {hasRooms && (
        <SegmentedControl
          aria-label={say('cal.by')}
          value={search.kind ?? 'staff'}
          onChange={(value) => onChange({ kind: value === 'rooms' ? 'rooms' : 'staff', resource: '' })}
          data={[
            { value: 'staff', label: say('cal.staff') },
            { value: 'rooms', label: say('cal.rooms') },
          ]}
        />
      )}
      {locations.length > 1 && (
        <Select
          aria-label={say('cal.location')}
          value={search.location ?? null}
          onChange={(location) => location && onChange({ location, resource: '' })}
          data={locations.map(({ id, name }) => ({ value: id, label: name }))}
          allowDeselect={false}
          w={180}
        />
      )}
      {resources.length > 1 && (
        <Select
          aria-label={say('cal.resource')}
          value={search.resource || ''}
          onChange={(resource) => onChange({ resource: resource ?? '' })}
          data={[
            { value: '', label: say('list.anyone') },
            ...resources.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          allowDeselect={false}
          w={160}
        />
      )}
    </Group>
  )
}
