import { Drawer, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { Block } from '../../ui/block.tsx'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { KindName } from '../../ui/kind-name.tsx'
import { usePages } from '../../ui/use-pages.ts'
import { When } from '../../ui/when.tsx'
import { useKindName } from '../../words/kinds.ts'
import { useSystemWords } from '../../words/system.ts'

type HubEvent = Shape<'HubEvent'>

export function SystemEvents() {
  const say = useSystemWords()
  const nameOf = useKindName()
  const [open, setOpen] = useState<HubEvent>()
  const query = useApi().useInfiniteQuery('get', '/v1/events/latest', {}, byPosition)
  const columns: Column<HubEvent>[] = [
    { id: 'at', head: say('eventAt'), cell: (row) => <When at={row.occurred_at} /> },
    { id: 'type', head: say('eventType'), cell: ({ type }) => <KindName of="event" kind={type} /> },
    {
      id: 'thing',
      head: say('eventThing'),
      from: 'md',
      cell: ({ aggregate, aggregate_id: id }) => `${aggregate} ${id}`,
    },
  ]
  return (
    <>
      <DataList
        label={say('events')}
        query={usePages(query)}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={setOpen}
        empty={<Empty title={say('eventsNone')} />}
      />
      <Drawer
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        position="right"
        title={open ? nameOf('event', open.type) : ''}
      >
        {open && (
          <Stack>
            <Text size="sm">
              <When at={open.occurred_at} /> · {open.type} · {open.aggregate} {open.aggregate_id}
            </Text>
            <Block text={JSON.stringify(open.payload, null, 2)} />
          </Stack>
        )}
      </Drawer>
    </>
  )
}

const byPosition = {
  pageParamName: 'cursor',
  initialPageParam: null,
  getNextPageParam: (page: { next_cursor: string | null }): number | null =>
    page.next_cursor === null ? null : Number(page.next_cursor),
} as const
