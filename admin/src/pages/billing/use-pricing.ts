import { keepPreviousData } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../../api/api.ts'
import { problemOf } from '../../api/problem.ts'
import type { Reply } from '../../api/reply.ts'
import type { Shape } from '../../api/shapes.ts'
import type { Terms } from './plan-values.ts'
import type { Dates } from './spans.ts'

type Usage = Reply<'/v1/usage/items'>['data']

interface Asked {
  client: Shape<'Tenant'>
  dates: Dates
  /** Undefined as long as something is missing. */
  terms: Terms | undefined
  onRefused: (errors: Record<string, string>) => void
}

/** Never sent: the question waits until there is one. */
const NOTHING: Terms = { currency: 'EUR', prices: [] }

/** A client's usage at the prices that are wanted, and at those it is charged now. */
export function usePricing({ client, dates, terms, onRefused }: Asked) {
  const api = useApi()
  const usage = api.useQuery('get', '/v1/usage/items', {
    params: { query: dates },
    headers: { 'X-Tenant-Id': client.id },
  })
  const used = usage.data?.data
  const current = useCurrentPlan(client.id)
  const wanted = usePreview(terms, used)
  const present = usePreview(current?.terms, used)
  const refused = fieldErrors(wanted.error)
  useEffect(() => {
    const errors = fieldErrors(wanted.error)
    if (errors) onRefused(errors)
  }, [wanted.error, onRefused])
  return {
    usage,
    wanted: { data: wanted.data, error: wanted.error, refused: refused !== undefined },
    present: current && present.data ? { name: current.name, priced: present.data } : undefined,
  }
}

function usePreview(plan: Terms | undefined, usage: Usage | undefined) {
  return useApi().useQuery(
    'post',
    '/v1/pricing/preview',
    { body: { plan: plan ?? NOTHING, usage: usage ?? [] } },
    {
      enabled: plan !== undefined && usage !== undefined,
      placeholderData: keepPreviousData,
      retry: false,
    },
  )
}

function useCurrentPlan(clientId: string) {
  const api = useApi()
  const plans = api.useQuery('get', '/v1/plans')
  const subscriptions = api.useQuery('get', '/v1/subscriptions')
  const live = subscriptions.data?.data.find(
    ({ recipient_id: id, ended_at: ended }) => id === clientId && ended === null,
  )
  return plans.data?.data.find(({ id }) => id === live?.plan_id)
}

/** `/plan/prices/0/unit` is the form's `terms.prices.0.unit`. */
function fieldErrors(thrown: unknown): Record<string, string> | undefined {
  const errors = (thrown ? problemOf(thrown).errors : undefined)?.filter(({ path }) =>
    path.startsWith('/plan/'),
  )
  if (!errors || errors.length === 0) return undefined
  return Object.fromEntries(
    errors.map(({ path, message }) => [path.replace('/plan/', 'terms/').replaceAll('/', '.'), message]),
  )
}
