import type { StandInRequest } from '../engine/index.ts'
import { type Page, pageOf } from './page-of.ts'
import { refuse } from './retell-errors.ts'

/** A page of a list whose limits come in the query: newest first unless asked otherwise. */
export function listByQuery<Item>(
  items: readonly Item[],
  { query }: StandInRequest,
  idOf: (item: Item) => string,
): Page<Item> {
  const sorted = query.get('sort_order') === 'ascending' ? items : [...items].reverse()
  const limit = limitOf(Number(query.get('limit') ?? 50))
  return pageOf(sorted, { limit, paginationKey: query.get('pagination_key') ?? undefined }, idOf)
}

export function limitOf(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) refuse(400, 'limit must be between 1 and 1000.')
  return limit
}
