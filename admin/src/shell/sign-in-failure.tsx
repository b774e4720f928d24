import { Alert } from '@mantine/core'
import { problemOf } from '../api/problem.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useUserWords } from '../words/users.ts'

/** What a sign-in, or a link, was refused for, in the reader's language. */
export function SignInFailure({ thrown }: { thrown: unknown }) {
  const say = useUserWords()
  const { code } = problemOf(thrown)
  const words = { wrong_credentials: say('wrong'), rate_limited: say('slowed'), not_found: say('badLink') }
  const text = words[code as keyof typeof words]
  if (text === undefined) return <ProblemNote thrown={thrown} />
  return (
    <Alert color="red" role="alert">
      {text}
    </Alert>
  )
}
