import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isPassing, problemOf } from './problem.ts'

/** One for each tenant: what was read for one client is never shown for another. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      // What was read stays while reading it anew fails, but not once it is gone, or no longer for this reader.
      onError: (error, query) => isRefused(error) && query.setState({ data: undefined }),
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  })
}

function isRefused(thrown: unknown): boolean {
  const { status } = problemOf(thrown)
  return status === 403 || status === 404
}
