import { refuseMissing, refuseParam } from './stripe-errors.ts'
import type { StripeParams } from './stripe-params.ts'
import type { StripeCall } from './stripe-route.ts'

type Listed = { id: string; created?: number; object: string }

/**
 * One page of a list, newest first, as the provider cuts it: `limit` 1 to 100, `starting_after`, `ending_before` and
 * a `created` range. Takes the objects oldest first and already filtered; reads the remaining parameters.
 */
export function listPage<Item extends Listed>(
  { params, request }: StripeCall,
  oldestFirst: readonly Item[],
): object {
  const limit = limitOf(params)
  const after = params.text('starting_after')
  const before = params.text('ending_before')
  const inRange = createdRange(params)
  params.done()
  const all = [...oldestFirst].reverse().filter(inRange)
  const [from, to] = before ? [0, indexOf(all, before, 'ending_before')] : [0, all.length]
  const start = after ? indexOf(all, after, 'starting_after') + 1 : Math.max(from, before ? to - limit : 0)
  const data = all.slice(start, Math.min(to, start + limit))
  const hasMore = before ? start > 0 : start + data.length < all.length
  return { object: 'list', data, has_more: hasMore, url: request.path }
}

function limitOf(params: StripeParams): number {
  const limit = params.integer('limit') ?? 10
  if (limit < 1 || limit > 100) refuseParam('limit', 'This value must be between 1 and 100.')
  return limit
}

function indexOf(items: readonly Listed[], id: string, param: string): number {
  const at = items.findIndex((item) => item.id === id)
  return at < 0 ? refuseMissing(items[0]?.object ?? 'object', id, param) : at
}

/** `created[gte]` and its kind, or one exact second. */
function createdRange(params: StripeParams): (item: Listed) => boolean {
  const raw = params.raw('created')
  if (raw === undefined) return () => true
  if (typeof raw === 'string') return ({ created }) => created === Number(raw)
  const range = params.nested('created')
  const bounds = ['gte', 'gt', 'lte', 'lt'].map((name) => [name, range?.integer(name)] as const)
  range?.done()
  return ({ created = 0 }) =>
    bounds.every(([name, bound]) => bound === undefined || within(name, created, bound))
}

function within(name: string, created: number, bound: number): boolean {
  if (name === 'gte') return created >= bound
  if (name === 'gt') return created > bound
  return name === 'lte' ? created <= bound : created < bound
}
