import { refuse } from './retell-errors.ts'

export type PageQuery = { limit: number; skip?: number; paginationKey?: string | undefined }
export type Page<Item> = { items: Item[]; has_more: boolean; pagination_key?: string }

/** One page of a sorted list; the key is the id of the last item shown, made opaque. */
export function pageOf<Item>(
  items: readonly Item[],
  query: PageQuery,
  idOf: (item: Item) => string,
): Page<Item> {
  const from = startOf(items, query, idOf)
  const shown = items.slice(from, from + query.limit)
  const last = shown.at(-1)
  const hasMore = from + shown.length < items.length
  return {
    items: shown,
    has_more: hasMore,
    ...(hasMore && last !== undefined && { pagination_key: encode(idOf(last)) }),
  }
}

function startOf<Item>(
  items: readonly Item[],
  { paginationKey, skip = 0 }: PageQuery,
  idOf: (item: Item) => string,
): number {
  if (paginationKey === undefined) return skip
  const at = items.findIndex((item) => encode(idOf(item)) === paginationKey)
  if (at < 0) refuse(400, 'Invalid pagination_key.')
  return at + 1 + skip
}

function encode(id: string): string {
  return Buffer.from(id).toString('base64url')
}
