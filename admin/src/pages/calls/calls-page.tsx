import { Button, Chip, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { instantsOf } from '../../ui/day-range.ts'
import { DayRangeFilter } from '../../ui/day-range-filter.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { LiveMark } from '../../ui/live-mark.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { When } from '../../ui/when.tsx'
import { withoutGaps } from '../../ui/without-gaps.ts'
import { useCallWords } from '../../words/calls.ts'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'
import { CallBadges, OUTCOMES } from './call-badges.tsx'
import { type CallSearch, readCallSearch } from './call-search.ts'
import type { Call, Outcome } from './call-types.ts'
import { useWho } from './who.ts'

const FOLLOWED = ['call.'] as const
const PAGE = 100

/** Who is on the phone, and all calls before, by filters that stand in the address. */
export function CallsPage() {
  const say = useCallWords()
  const common = useCommonWords()
  const tenant = useTenant()
  const may = useMay()
  const navigate = useNavigate()
  // The router keeps in the address what is no filter.
  const search = readCallSearch(useSearch({ strict: false }))
  const live = useLiveQueries(FOLLOWED, ['/v1/calls'])
  const { list, ongoing } = useLists(search)
  const columns = useColumns()
  const isFiltered = Object.keys(search).length > 0
  const go = (change: { [K in keyof CallSearch]?: CallSearch[K] | undefined }) =>
    void navigate({
      to: '/c/$tenant/calls',
      params: { tenant: tenant.id },
      search: withoutGaps({ ...search, ...change }) as never,
      replace: true,
    })
  const open = ({ id }: Call) =>
    void navigate({ to: '/c/$tenant/calls/$id', params: { tenant: tenant.id, id } })
  return (
    <>
      <PageHead title={say('list.title')} about={common('zone', { zone: tenant.zone })}>
        <LiveMark live={live} />
        {may('calls:write') && (
          <ButtonLink
            to={`/c/${tenant.id}/calls/simulate` as '/'}
            leftSection={<IconPhoneOutgoing size={16} aria-hidden />}
          >
            {say('list.simulate')}
          </ButtonLink>
        )}
      </PageHead>
      {ongoing.length > 0 && !isFiltered && (
        <Stack gap="xs" mb="lg">
          <Title order={2} size="h4">
            {say('list.live')}
          </Title>
          <DataList
            label={say('list.live')}
            query={{ rows: ongoing, error: null, refetch: () => {} }}
            columns={columns}
            rowKey={({ id }) => id}
            onOpen={open}
            empty={<Text>{say('list.nobody')}</Text>}
          />
          <Title order={2} size="h4" mt="sm">
            {say('list.earlier')}
          </Title>
        </Stack>
      )}
      <Filters key={tenant.id} search={search} onChange={go} />
      <DataList
        label={say('list.title')}
        query={list}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={open}
        empty={
          <Empty title={say(isFiltered ? 'list.empty' : 'list.emptyAll')}>
            {isFiltered && (
              <Button variant="default" onClick={() => void navigate({ search: {} as never, replace: true })}>
                {say('list.reset')}
              </Button>
            )}
          </Empty>
        }
      />
    </>
  )
}

function useLists(search: CallSearch) {
  const api = useApi()
  const { zone } = useTenant()
  const isFiltered = Object.keys(search).length > 0
  const query = withoutGaps({
    outcome: OUTCOMES.find((each) => each === search.outcome),
    review: search.review,
    number: search.number,
    customer_id: search.customer,
    ...instantsOf(search, zone),
    // Those that go on stand above.
    state: isFiltered ? undefined : ('over' as const),
    limit: PAGE,
  })
  const found = api.useInfiniteQuery('get', '/v1/calls', { params: { query } }, byCursor)
  const { data } = api.useQuery('get', '/v1/calls', { params: { query: { state: 'live', limit: 200 } } })
  return {
    list: usePages(found),
    ongoing: data?.data ?? [],
  }
}

function useColumns(): Column<Call>[] {
  const say = useCallWords()
  const formats = useFormats()
  const who = useWho()
  return [
    {
      id: 'when',
      head: say('list.when'),
      cell: ({ started_at, created_at }) => <When at={started_at ?? created_at} />,
    },
    {
      id: 'caller',
      head: say('list.caller'),
      cell: (call) =>
        call.customer_id ? (
          <ThingLink kind="customer" id={call.customer_id}>
            {who(call)}
          </ThingLink>
        ) : (
          who(call)
        ),
    },
    {
      id: 'number',
      head: say('list.number'),
      from: 'md',
      cell: ({ direction, from, to }) => (direction === 'outbound' ? to : from) ?? '',
    },
    {
      id: 'length',
      head: say('list.length'),
      from: 'sm',
      align: 'right',
      cell: ({ duration_ms }) => (duration_ms === null ? '' : formats.span(duration_ms / 1_000)),
    },
    { id: 'outcome', head: say('list.outcome'), cell: (call) => <CallBadges call={call} /> },
  ]
}

interface FiltersProps {
  search: CallSearch
  onChange: (change: { [K in keyof CallSearch]?: CallSearch[K] | undefined }) => void
}

function Filters({ search, onChange }: FiltersProps) {
  const say = useCallWords()
  const [number, setNumber] = useState(search.number ?? '')
  const look = useDebouncedCallback((text: string) => onChange({ number: text || undefined }), 250)
  return (
    <Group mb="md" gap="sm" align="end">
      <DayRangeFilter value={search} onChange={onChange} />
      <Select
        label={say('list.outcome')}
        placeholder={say('list.anyOutcome')}
        data={OUTCOMES.map((outcome: Outcome) => ({ value: outcome, label: say(`outcome.${outcome}`) }))}
        value={search.outcome ?? null}
        onChange={(value) => onChange({ outcome: value ?? undefined })}
        clearable
        w={190}
      />
      <TextInput
        label={say('list.number')}
        placeholder={say('list.numberHint')}
        value={number}
        inputMode="tel"
        onChange={({ currentTarget: { value } }) => {
          setNumber(value)
          look(value)
        }}
        w={170}
      />
      <Group gap="xs" pb={4}>
        <Chip
          checked={search.review === 'open'}
          onChange={(on) => onChange({ review: on ? 'open' : undefined })}
        >
          {say('list.toReview')}
        </Chip>
        {search.customer && (
          <Chip checked onChange={() => onChange({ customer: undefined })}>
            {say('list.ofCustomer')}
          </Chip>
        )}
      </Group>
    </Group>
  )
}
