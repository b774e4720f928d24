import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommonWords } from '../words/common.ts'

/** What a save needs around it: whether it runs, what was refused, and everything read anew once it is done. */
export function useSaved() {
  const say = useCommonWords()
  const queries = useQueryClient()
  const [failure, setFailure] = useState<unknown>()
  const [saving, setSaving] = useState(false)
  /** Gives what `work` gave; undefined where it was refused. */
  const run = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setSaving(true)
    try {
      const done = await work()
      setFailure(undefined)
      notifications.show({ message: say('saved'), color: 'green' })
      await queries.invalidateQueries()
      return done
    } catch (thrown) {
      setFailure(thrown)
      return undefined
    } finally {
      setSaving(false)
    }
  }
  return { run, failure, setFailure, saving }
}

/** The body of an answer; what was refused is thrown, as the problem that it is. */
export function bodyOr<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (error !== undefined || data === undefined) throw error
  return data
}
