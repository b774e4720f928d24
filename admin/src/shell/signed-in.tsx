import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { problemOf } from '../api/problem.ts'
import { onSessionEnd } from '../api/session-end.ts'
import { type Session, SessionContext, SessionEndedContext } from '../session/session.ts'
import { lazyPage } from '../ui/lazy-page.ts'
import { LoadingPage } from '../ui/loading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { setLanguage } from '../words/language.ts'

const KEY = ['session']

/** What is shown is in the language of the account from then on. */
async function readSession(): Promise<Session> {
  const response = await fetch('/v1/session')
  const body = await response.json()
  if (!response.ok) throw body
  setLanguage(body.user.language)
  return body
}

/** Reads again who is signed in: after signing in or out, and after a change of one's own account. */
export function useReloadSession(): () => Promise<unknown> {
  const queries = useQueryClient()
  return () => queries.resetQueries({ queryKey: KEY })
}

/** Once, and back to what was asked for: the address changes while the sign-in is on its way. */
function ToSignIn() {
  const navigate = useNavigate()
  const router = useRouter()
  useEffect(() => {
    void navigate({ to: '/sign-in', search: { next: router.state.location.href }, replace: true })
  }, [navigate, router])
  return <LoadingPage />
}

const SignInAgain = lazyPage(() => import('./sign-in-again.tsx'), 'SignInAgain')

/** Everything that is only for whoever is signed in. What is on a page stays when the session ends in the middle. */
export function SignedIn() {
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: readSession, staleTime: 60_000 })
  useEffect(() => onSessionEnd(() => void queries.invalidateQueries({ queryKey: KEY })), [queries])
  const ended = error !== null && problemOf(error).status === 401
  if (!data && ended) return <ToSignIn />
  if (!data && error) return <ProblemNote thrown={error} retry={() => void refetch()} />
  if (!data) return <LoadingPage />
  return (
    <SessionContext value={data}>
      <SessionEndedContext value={ended}>
        <Outlet />
        {ended && (
          <Suspense>
            <SignInAgain again={refetch} />
          </Suspense>
        )}
      </SessionEndedContext>
    </SessionContext>
  )
}
