import { useMemo } from 'react'
import type { ListQuery } from './data-list.tsx'

interface Page<Row> {
  data: Row[]
  next_cursor: string | null
}

interface InfiniteQuery<Row> {
  data: { pages: ReadonlyArray<Page<Row>> } | undefined
  error: unknown
  refetch: () => unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** How the next page of a cursor list is asked for. */
export const byCursor = {
  pageParamName: 'cursor',
  // What is undefined the library asks for as 0; null it leaves out.
  initialPageParam: null,
  getNextPageParam: (page: { next_cursor: string | null }): string | null => page.next_cursor,
} as const

/** The pages of a cursor list as one list of rows. */
export function usePages<Row>(query: InfiniteQuery<Row>): ListQuery<Row> {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data), [data])
  return { rows, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage }
}
