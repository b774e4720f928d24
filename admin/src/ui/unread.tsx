import { LoadingPage, LoadingRows } from './loading.tsx'
import { ProblemNote } from './problem-note.tsx'

interface Reading {
  error: unknown
  refetch: () => unknown
}

interface Props {
  /** What has to be read; the first that failed is told. */
  of: readonly Reading[]
  /** So many are in its place while it is on its way; else it is a page. */
  rows?: number
}

/**
 * In the place of what was not read yet, or could not be: `if (!query.data) return <Unread of={[query]} />`. What was
 * read once stays when a later reading fails, and with it what somebody types there.
 */
export function Unread({ of, rows }: Props) {
  const failed = of.find(({ error }) => error)
  const retry = () => void Promise.all(of.filter(({ error }) => error).map(({ refetch }) => refetch()))
  if (failed) return <ProblemNote thrown={failed.error} retry={retry} />
  return rows === undefined ? <LoadingPage /> : <LoadingRows rows={rows} />
}
