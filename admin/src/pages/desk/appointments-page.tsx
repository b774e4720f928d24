import { Badge, Button, Chip, Group, MultiSelect, Select, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { useTenant } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { instantsOf } from '../../ui/day-range.ts'
import { DayRangeFilter } from '../../ui/day-range-filter.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { LiveMark } from '../../ui/live-mark.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { STATUSES, StatusBadge } from '../../ui/status-badge.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { When } from '../../ui/when.tsx'
import { withoutGaps } from '../../ui/without-gaps.ts'
import { useCommonWords } from '../../words/common.ts'
import { useDeskWords } from '../../words/desk.ts'
import { type ListChange, type ListSearch, readListSearch } from './calendar-search.ts'
import { type ListedAppointment, nameOf } from './desk-types.ts'

const FOLLOWED = ['appointment.'] as const
const PAGE = 100

/** All appointments, by filters that stand in the address. */
export function AppointmentsPage() {
  const say = useDeskWords()
  const common = useCommonWords()
  const tenant = useTenant()
  const navigate = useNavigate()
  // The router keeps in the address what is no filter.
  const search = readListSearch(useSearch({ strict: false }))
  const live = useLiveQueries(FOLLOWED, ['/v1/appointments'])
  const list = useList(search)
  const columns = useColumns()
  const isFiltered = Object.keys(search).some((each) => each !== 'order')
  const go = (change: ListChange) =>
    void navigate({
      to: '/c/$tenant/appointments',
      params: { tenant: tenant.id },
      search: withoutGaps({ ...search, ...change }) as never,
      replace: true,
    })
  const open = ({ id }: ListedAppointment) =>
    void navigate({ to: '/c/$tenant/appointments/$id', params: { tenant: tenant.id, id } })
  return (
    <>
      <PageHead title={say('list.title')} about={common('zone', { zone: tenant.zone })}>
        <LiveMark live={live} />
        <ButtonLink to={`/c/${tenant.id}/calendar` as '/'}>{say('list.add')}</ButtonLink>
      </PageHead>
      <Filters search={search} onChange={go} />
      <DataList
        label={say('list.title')}
        query={list}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={open}
        empty={
          <Empty title={say(isFiltered ? 'list.empty' : 'list.emptyAll')}>
            {isFiltered ? (
              <Button variant="default" onClick={() => void navigate({ search: {} as never, replace: true })}>
                {say('list.reset')}
              </Button>
            ) : (
              <ButtonLink to={`/c/${tenant.id}/calendar` as '/'}>{say('list.add')}</ButtonLink>
            )}
          </Empty>
        }
      />
    </>
  )
}

function useList(search: ListSearch) {
  const api = useApi()
  const { zone } = useTenant()
  const query = withoutGaps({
    status: search.status?.split(',').filter(isStatus),
    ...instantsOf(search, zone),
    resource_id: search.resource,
    service_id: search.service,
    customer_id: search.customer,
    call_id: search.call,
    unsynced: search.unsynced,
    order: search.order ?? ('desc' as const),
    limit: PAGE,
  })
  const found = api.useInfiniteQuery('get', '/v1/appointments', { params: { query } }, byCursor)
  return usePages(found)
}

const isStatus = (text: string): text is (typeof STATUSES)[number] => STATUSES.some((each) => each === text)

function useColumns(): Column<ListedAppointment>[] {
  const say = useDeskWords()
  const api = useApi()
  const { data } = api.useQuery('get', '/v1/resources')
  const nameOfResource = (id: string) => data?.data.find((each) => each.id === id)?.name
  return [
    { id: 'when', head: say('list.when'), cell: ({ start }) => <When at={start} /> },
    {
      id: 'who',
      head: say('list.who'),
      cell: (row) =>
        row.customer_id ? (
          <ThingLink kind="customer" id={row.customer_id}>
            {nameOf(row, say('list.anonymous'))}
          </ThingLink>
        ) : (
          nameOf(row, say('list.anonymous'))
        ),
    },
    { id: 'service', head: say('list.service'), from: 'sm', cell: ({ service_name }) => service_name },
    {
      id: 'with',
      head: say('list.with'),
      from: 'md',
      cell: ({ occupancies }) =>
        [...new Set(occupancies.map(({ resource_id }) => resource_id))]
          .map(nameOfResource)
          .filter(Boolean)
          .join(', '),
    },
    { id: 'status', head: say('list.status'), cell: ({ status }) => <StatusBadge status={status} /> },
    {
      id: 'sync',
      head: say('list.sync'),
      from: 'md',
      cell: ({ synced }) =>
        synced ? (
          <Text size="sm" c="dimmed">
            {say('list.synced')}
          </Text>
        ) : (
          <Badge color="orange" variant="light">
            {say('list.unsynced')}
          </Badge>
        ),
    },
  ]
}

interface Named {
  data: ReadonlyArray<{ id: string; name: string }>
}

interface FiltersProps {
  search: ListSearch
  onChange: (change: ListChange) => void
}

function Filters({ search, onChange }: FiltersProps) {
  const say = useDeskWords()
  const api = useApi()
  const { data: services } = api.useQuery('get', '/v1/services')
  const { data: resources } = api.useQuery('get', '/v1/resources')
  const change = (key: keyof ListSearch) => (value: string | null) => onChange({ [key]: value || undefined })
  const choice = (key: 'service' | 'resource', all: Named | undefined) => (
    <Select
      label={say(key === 'service' ? 'list.service' : 'list.with')}
      placeholder={say(key === 'service' ? 'list.anyService' : 'list.anyone')}
      data={(all?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={search[key] ?? null}
      onChange={change(key)}
      clearable
      searchable
      w={{ base: '46%', sm: 180 }}
    />
  )
  return (
    <Group mb="md" gap="sm" align="end">
      <DayRangeFilter value={search} onChange={onChange} />
      <MultiSelect
        label={say('list.status')}
        placeholder={search.status ? '' : say('list.anyStatus')}
        data={STATUSES.map((status) => ({ value: status, label: say(`status.${status}`) }))}
        value={search.status?.split(',').filter(isStatus) ?? []}
        onChange={(all) => onChange({ status: all.join(',') || undefined })}
        clearable
        miw={180}
        maw={320}
      />
      {choice('service', services)}
      {choice('resource', resources)}
      <Toggles search={search} onChange={onChange} />
    </Group>
  )
}

function Toggles({ search, onChange }: FiltersProps) {
  const say = useDeskWords()
  const about = search.customer ? 'list.ofCustomer' : search.call ? 'list.ofCall' : undefined
  return (
    <Group gap="xs" pb={4}>
      <Chip checked={search.unsynced === true} onChange={(on) => onChange({ unsynced: on || undefined })}>
        {say('list.onlyUnsynced')}
      </Chip>
      <Chip checked={search.order !== 'asc'} onChange={(on) => onChange({ order: on ? undefined : 'asc' })}>
        {say('list.latest')}
      </Chip>
      {about && (
        <Chip checked onChange={() => onChange({ customer: undefined, call: undefined })}>
          {say(about)}
        </Chip>
      )}
    </Group>
  )
}
