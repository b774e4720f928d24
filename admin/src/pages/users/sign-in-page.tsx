import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { problemOf } from '../../api/problem.ts'
import { useReloadSession } from '../../shell/signed-in.tsx'
import { useUserWords } from '../../words/users.ts'
import { GuestFrame } from './guest-frame.tsx'
import { SignInFailure } from './sign-in-failure.tsx'

export function SignInPage() {
  const say = useUserWords()
  const { asksCode, failure, form, submit } = useSignIn()
  return (
    <GuestFrame
      title={say(asksCode ? 'code.title' : 'signIn.title')}
      about={asksCode ? say('code.about') : undefined}
    >
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
                {...form.getInputProps('email')}
              />
              <PasswordInput
                label={say('signIn.password')}
                autoComplete="current-password"
                required
                {...form.getInputProps('password')}
              />
            </>
          )}
          <Button type="submit" loading={form.submitting}>
            {say('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </GuestFrame>
  )
}

/** Address and password first; a code where the hub asks for one. */
function useSignIn() {
  const say = useUserWords()
  const api = useApi()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/sign-in' })
  const reload = useReloadSession()
  const [asksCode, setAsksCode] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { email: '', password: '', code: '' } })
  const refused = (thrown: unknown) => {
    if (problemOf(thrown).code !== 'second_factor_required') return setFailure(thrown)
    if (asksCode) form.setFieldError('code', say('code.wrong'))
    setAsksCode(true)
  }
  const submit = form.onSubmit(async ({ code, ...values }) => {
    setFailure(undefined)
    const body = asksCode ? { ...values, code } : values
    const { error } = await api.client.POST('/v1/session', { body }).catch((thrown) => ({ error: thrown }))
    if (error !== undefined) return refused(error)
    await reload()
    await navigate({ href: next ?? '/admin/' })
  })
  return { asksCode, failure, form, submit }
}
