import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { problemOf } from '../api/problem.ts'
import { useCommonWords } from '../words/common.ts'

/** After something was changed: all that this client's pages have read is read anew. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return useCallback(() => queries.invalidateQueries(), [queries])
}

/** What an action came to, beside the page: a word of success, or the refusal in the hub's words. */
export function useTelling(): { done: (message: string) => void; failed: (thrown: unknown) => void } {
  const say = useCommonWords()
  return {
    done: (message) => void notifications.show({ message, color: 'green' }),
    failed: (thrown) => {
      const { title, detail, code } = problemOf(thrown)
      const message = code === 'unreachable' ? say('problem.unreachable') : detail
      notifications.show({
        title: title || say('problem.title'),
        message,
        color: 'red',
        autoClose: 10_000,
      })
    },
  }
}
