import { Alert, Box, Button, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { Empty } from '../../ui/empty.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { LiveMark } from '../../ui/live-mark.tsx'
import { LoadingRows } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useDeskWords } from '../../words/desk.ts'
import { addDays, dateIn, instantOf, mondayOf, wallIn } from '../../words/wall-time.ts'
import { AppointmentPanel } from './calendar/appointment-panel.tsx'
import { CalendarBar } from './calendar/calendar-bar.tsx'
import { CalendarGrid, type GridProps } from './calendar/calendar-grid.tsx'
import { MoveForm } from './calendar/move-form.tsx'
import { NewAppointment } from './calendar/new-appointment.tsx'
import { RefusalNote } from './calendar/refusal-note.tsx'
import { useMoves } from './calendar/use-moves.ts'
import { type CalendarSearch, readCalendarSearch } from './calendar-search.ts'
import { useConnectionNames } from './connection-names.ts'
import type { CalendarReply } from './desk-types.ts'

const FOLLOWED = ['appointment.', 'calendar.', 'task.'] as const

/** Day and week, by staff or rooms of one location; live. */
export function CalendarPage() {
  const say = useDeskWords()
  const api = useApi()
  const { data: places, error, refetch } = api.useQuery('get', '/v1/locations')
  // The router keeps in the address what is no date.
  const search = readCalendarSearch(useSearch({ strict: false }))
  const location = places?.data.find(({ id }) => id === search.location) ?? places?.data[0]
  if (!places) return <Unread of={[{ error, refetch }]} rows={6} />
  if (!location)
    return (
      <>
        <PageHead title={say('cal.title')} />
        <NobodyYet />
      </>
    )
  return <LocationCalendar key={location.id} location={location} locations={places.data} search={search} />
}

interface Place {
  id: string
  name: string
  zone: string
}

interface LocationProps {
  location: Place
  locations: readonly Place[]
  search: CalendarSearch
}

function LocationCalendar({ location, locations, search }: LocationProps) {
  const say = useDeskWords()
  const common = useCommonWords()
  const may = useMay()
  const { zone } = location
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  const today = dateIn(zone)
  const { view = 'day', date = today } = search
  const days = daysOf(view, date)
  const page = useCalendar(location, days)
  const moves = useMoves(zone)
  const live = useLiveQueries(FOLLOWED, ['/v1/calendar'])
  const go = useGoOn(search)
  const [dialog, show] = useState<Dialog>()
  const mayWrite = may('appointments:write')
  const { data } = page
  const rows = rowsOf(data, search)
  const layout = layoutOf(view, isPhone)
  const nameOfResource = (id: string) => data?.resources.find((each) => each.id === id)?.name
  return (
    <>
      <PageHead title={say('cal.title')} about={common('zone', { zone })}>
        <LiveMark live={live} />
        {mayWrite && (
          <Button onClick={() => show({ is: 'new', start: nextHour(date, zone) })}>{say('cal.new')}</Button>
        )}
      </PageHead>
      <CalendarBar
        search={{ ...search, view, date, location: location.id }}
        locations={locations}
        resources={layout === 'rows' ? [] : rows.ofKind}
        hasRooms={rows.hasRooms}
        today={today}
        onChange={go}
      />
      <Stack gap="sm">
        {page.error && <ProblemNote thrown={page.error} retry={() => void page.refetch()} />}
        {data?.truncated && <Alert color="yellow">{say('cal.truncated')}</Alert>}
        <Box className="desk-sticky">
          {dialog?.is !== 'move' && <RefusalNote moves={moves} zone={zone} nameOfResource={nameOfResource} />}
        </Box>
        {page.isPending && <LoadingRows rows={8} />}
        {data && (
          <Grid
            page={data}
            resources={rows.shown}
            days={days}
            layout={layout}
            zone={zone}
            moves={moves}
            mayWrite={mayWrite}
            onOpen={({ id }) => show({ is: 'open', id })}
            onGap={(gap) => show({ is: 'new', ...gap })}
          />
        )}
      </Stack>
      {data && <Dialogs dialog={dialog} show={show} page={data} location={location} moves={moves} />}
    </>
  )
}

function Grid(props: Omit<GridProps, 'nameOfConnection'>) {
  const say = useDeskWords()
  const nameOfConnection = useConnectionNames()
  if (props.resources.length === 0) return <NobodyYet />
  return (
    <>
      <CalendarGrid {...props} nameOfConnection={nameOfConnection} />
      {props.mayWrite && (
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {say('cal.hint')}
        </Text>
      )}
    </>
  )
}

/** What is open beside the calendar. */
type Dialog =
  | { is: 'open'; id: string }
  | { is: 'move'; id: string }
  | { is: 'new'; start: string; resourceId?: string }

interface DialogsProps {
  dialog: Dialog | undefined
  show: (dialog: Dialog | undefined) => void
  page: CalendarReply
  location: Place
  moves: ReturnType<typeof useMoves>
}

function Dialogs({ dialog, show, page, location, moves }: DialogsProps) {
  const { zone } = location
  const close = () => {
    show(undefined)
    moves.forget()
  }
  const shared = { zone, moves, resources: page.resources, onClose: close }
  if (dialog?.is === 'new')
    return (
      <NewAppointment
        {...shared}
        start={dialog.start}
        resourceId={dialog.resourceId}
        locationId={location.id}
      />
    )
  const appointment = page.appointments.find(({ id }) => id === dialog?.id)
  if (!appointment || !dialog) return null
  if (dialog.is === 'move') return <MoveForm {...shared} appointment={appointment} />
  return (
    <AppointmentPanel
      appointment={appointment}
      zone={zone}
      nameOfResource={(id) => page.resources.find((each) => each.id === id)?.name}
      onMove={() => show({ is: 'move', id: appointment.id })}
      onClose={close}
    />
  )
}

/** Changes what the address says. */
function useGoOn(search: CalendarSearch): (change: CalendarSearch) => void {
  const navigate = useNavigate()
  const { id } = useTenant()
  return (change) =>
    void navigate({
      to: '/c/$tenant/calendar',
      params: { tenant: id },
      search: { ...search, ...change },
      replace: true,
    })
}

/** Staff, or rooms and equipment; one of them where one is chosen. */
function rowsOf(page: CalendarReply | undefined, { kind, resource }: CalendarSearch) {
  const all = page?.resources ?? []
  const ofKind = all.filter((each) => (kind === 'rooms') !== (each.kind === 'staff'))
  const chosen = ofKind.find(({ id }) => id === resource)
  const hasRooms = all.some((each) => each.kind !== 'staff')
  return { ofKind, hasRooms, shown: chosen ? [chosen] : ofKind }
}

function layoutOf(view: 'day' | 'week', isPhone: boolean): GridProps['layout'] {
  if (view === 'week') return 'week'
  return isPhone ? 'day' : 'rows'
}

function NobodyYet() {
  const say = useDeskWords()
  const tenant = useTenant()
  return (
    <Empty title={say('cal.empty')}>
      <ButtonLink to={`/c/${tenant.id}/staff` as '/'}>{say('cal.setUp')}</ButtonLink>
    </Empty>
  )
}

function useCalendar({ id, zone }: Place, days: readonly string[]) {
  const api = useApi()
  const at = (day: string) => instantOf(`${day} 00:00`, zone)
  const [first = ''] = days
  const query = { from: at(first), to: at(addDays(days.at(-1) ?? first, 1)), location_id: id }
  return api.useQuery('get', '/v1/calendar', { params: { query } }, { placeholderData: keepPreviousData })
}

const daysOf = (view: 'day' | 'week', date: string): string[] =>
  view === 'day' ? [date] : Array.from({ length: 7 }, (_, at) => addDays(mondayOf(date), at))

/** The next full hour today, else ten o'clock. */
function nextHour(date: string, zone: string): string {
  const now = wallIn(Date.now() + 3_600_000, zone)
  return now.startsWith(date) ? `${now.slice(0, 13)}:00:00` : `${date} 10:00:00`
}
