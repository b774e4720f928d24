import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useApi } from '../api/api.ts'
import { problemOf } from '../api/problem.ts'
import { useUserWords } from '../words/users.ts'
import { SignInFailure } from './sign-in-failure.tsx'

interface Props {
  /** Whose sign-in it is; else the address is asked for. */
  email?: string
  /** A code is asked for from now on. */
  onCode?: () => void
  onSignedIn: () => Promise<unknown>
}

/** Address and password first; a code where the hub asks for one. */
export function SignInForm(props: Props) {
  const say = useUserWords()
  const { asksCode, failure, form, submit } = useSignIn(props)
  return (
    <form onSubmit={submit}>
      <Stack>
        {failure !== undefined && <SignInFailure thrown={failure} />}
        {asksCode ? (
          <TextInput
            key="code"
            label={say('code.label')}
            autoComplete="one-time-code"
            data-autofocus
            autoFocus
            required
            {...form.getInputProps('code')}
          />
        ) : (
          <>
            <TextInput
              label={say('signIn.email')}
              type="email"
              autoComplete="username"
              required
              readOnly={props.email !== undefined}
              {...form.getInputProps('email')}
            />
            <PasswordInput
              label={say('signIn.password')}
              autoComplete="current-password"
              required
              data-autofocus
              {...form.getInputProps('password')}
            />
          </>
        )}
        <Button type="submit" loading={form.submitting}>
          {say('signIn.submit')}
        </Button>
      </Stack>
    </form>
  )
}

function useSignIn({ email = '', onCode, onSignedIn }: Props) {
  const say = useUserWords()
  const api = useApi()
  const [asksCode, setAsksCode] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { email, password: '', code: '' } })
  const refused = (thrown: unknown) => {
    if (problemOf(thrown).code !== 'second_factor_required') return setFailure(thrown)
    if (asksCode) form.setFieldError('code', say('code.wrong'))
    setAsksCode(true)
    onCode?.()
  }
  const submit = form.onSubmit(async ({ code, ...values }) => {
    setFailure(undefined)
    const body = asksCode ? { ...values, code } : values
    const { error } = await api.client.POST('/v1/session', { body })
    if (error !== undefined) return refused(error)
    await onSignedIn()
  })
  return { asksCode, failure, form, submit }
}
