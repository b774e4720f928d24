import { Center, Loader, Table } from '@mantine/core'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useCommonWords } from '../words/common.ts'
import { LoadingRows } from './loading.tsx'
import { ProblemNote } from './problem-note.tsx'

export interface Column<Row> {
  /** Names the column for React. */
  id: string
  head: ReactNode
  cell: (row: Row) => ReactNode
  /** From which width on it is shown; else always. */
  from?: 'xs' | 'sm' | 'md' | 'lg'
  align?: 'left' | 'right'
}

/** What a cursor list is read with: the result of `api.useInfiniteQuery`, its pages made flat. */
export interface ListQuery<Row> {
  rows: readonly Row[] | undefined
  error: unknown
  refetch: () => unknown
  hasNextPage?: boolean
  isFetchingNextPage?: boolean
  fetchNextPage?: () => unknown
}

interface Props<Row> {
  /** What the table is, for who cannot see it. */
  label: string
  query: ListQuery<Row>
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** By click and by Enter. */
  onOpen?: (row: Row) => void
  /** Shown when there is nothing: `<Empty>`. */
  empty: ReactNode
}

const ROW_HEIGHT = 44
/** So many rows before the end the next page is asked for. */
const AHEAD = 20

/**
 * A table of any length: only what is in the window is drawn, and the next page comes as one scrolls. Loading, failed
 * and empty states included.
 */
export function DataList<Row>(props: Props<Row>) {
  const { query, empty } = props
  if (query.rows === undefined && query.error)
    return <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
  if (query.rows === undefined) return <LoadingRows />
  if (query.rows.length === 0) return empty
  return <Rows {...props} rows={query.rows} />
}

function Rows<Row>({ rows, query, columns, label, rowKey, onOpen }: Props<Row> & { rows: readonly Row[] }) {
  const place = useRef<HTMLDivElement>(null)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: place.current?.offsetTop ?? 0,
  })
  const shown = virtual.getVirtualItems()
  useNextPage(query, (shown.at(-1)?.index ?? 0) + AHEAD >= rows.length)
  const before = (shown[0]?.start ?? 0) - virtual.options.scrollMargin
  const after = virtual.getTotalSize() - ((shown.at(-1)?.end ?? 0) - virtual.options.scrollMargin)
  return (
    <div ref={place}>
      <Table.ScrollContainer minWidth={280}>
        <Table
          className="rows"
          highlightOnHover={Boolean(onOpen)}
          aria-label={label}
          aria-rowcount={rows.length}
        >
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ id, head, from, align }) => (
                <Table.Th key={id} {...(from ? { visibleFrom: from } : {})} ta={align ?? 'left'}>
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Gap height={before} />
            {shown.map(({ index }) => {
              const row = rows[index]
              return (
                row !== undefined && (
                  <Table.Tr
                    key={rowKey(row)}
                    ref={virtual.measureElement}
                    data-index={index}
                    {...(onOpen ? opening(() => onOpen(row)) : {})}
                  >
                    {columns.map(({ id, cell, from, align }) => (
                      <Table.Td key={id} {...(from ? { visibleFrom: from } : {})} ta={align ?? 'left'}>
                        {cell(row)}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                )
              )
            })}
            <Gap height={after} />
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Tail query={query} />
    </div>
  )
}

/** Stands for the rows that are not drawn. */
const Gap = ({ height }: { height: number }) => (height > 0 ? <tr aria-hidden style={{ height }} /> : null)

const opening = (open: () => void) => ({
  tabIndex: 0,
  'data-opens': true,
  onClick: open,
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) open()
  },
})

function useNextPage<Row>(query: ListQuery<Row>, wanted: boolean): void {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, error } = query
  useEffect(() => {
    if (wanted && hasNextPage && !isFetchingNextPage && !error) void fetchNextPage?.()
  }, [wanted, hasNextPage, isFetchingNextPage, error, fetchNextPage])
}

function Tail<Row>({ query }: { query: ListQuery<Row> }) {
  const say = useCommonWords()
  if (query.error) return <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
  if (!query.isFetchingNextPage) return null
  return (
    <Center p="sm" role="status" aria-label={say('loading')}>
      <Loader size="sm" />
    </Center>
  )
}
