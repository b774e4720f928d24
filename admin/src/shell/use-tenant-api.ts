import type { Query, QueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useMemo } from 'react'
import { type Api, apiFor } from '../api/api.ts'
import { isReady, LOOK_AGAIN } from '../api/is-ready.ts'
import { isPassing } from '../api/problem.ts'
import { newQueryClient } from '../api/query-client.ts'
import { SessionEndedContext } from '../session/session.ts'

const hasFailed = ({ state }: Query): boolean => state.status === 'error'

/** The API for one tenant, and what its pages have read. What could not be read is read when it can be. */
export function useTenantApi(tenantId: string | undefined): { api: Api; queries: QueryClient } {
  const made = useMemo(() => ({ api: apiFor(tenantId), queries: newQueryClient() }), [tenantId])
  useAfterOutage(made.queries)
  useAfterSignIn(made.queries)
  return made
}

function useAfterOutage(queries: QueryClient): void {
  useEffect(() => {
    const waits = (query: Query) => hasFailed(query) && query.isActive() && isPassing(query.state.error)
    const look = async () => {
      if (document.hidden || !queries.getQueryCache().getAll().some(waits)) return
      if (await isReady()) await queries.refetchQueries({ predicate: waits })
    }
    const timer = setInterval(() => void look(), LOOK_AGAIN)
    return () => clearInterval(timer)
  }, [queries])
}

function useAfterSignIn(queries: QueryClient): void {
  const ended = useContext(SessionEndedContext)
  useEffect(() => {
    if (!ended) void queries.refetchQueries({ predicate: hasFailed, type: 'active' })
  }, [ended, queries])
}
