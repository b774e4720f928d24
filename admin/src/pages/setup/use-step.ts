import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/** Runs what a step of the wizard does, then reads anew what is there, which opens the next one. */
export function useStep() {
  const queries = useQueryClient()
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
      setFailure(undefined)
      await queries.invalidateQueries()
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setBusy(false)
    }
  }
  return { run, failure, busy }
}
