import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { SignInFailure } from '../../shell/sign-in-failure.tsx'
import { useReloadSession } from '../../shell/signed-in.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { useLanguage } from '../../words/use-language.ts'
import { useUserWords } from '../../words/users.ts'
import { GuestFrame, tokenInLink } from './guest-frame.tsx'
import { isTooShort, NewPasswordInput } from './new-password-input.tsx'

/** Where the link leads that a start prints: the first owner of an agency. */
export function SetupPage() {
  const say = useUserWords()
  const api = useApi()
  const navigate = useNavigate()
  const reload = useReloadSession()
  const language = useLanguage()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validate: { password: (text) => (isTooShort(text) ? say('tooShort') : null) },
  })
  const submit = form.onSubmit(async (values) => {
    const body = { ...values, language, token: tokenInLink() }
    const { error } = await api.client.POST('/v1/setup', { body })
    if (error !== undefined) return setFailure(showAtFields(form, error) ? undefined : error)
    const { email, password } = values
    await api.client.POST('/v1/session', { body: { email, password } })
    await reload()
    await navigate({ to: '/' })
  })
  return (
    <GuestFrame title={say('setup.title')} about={say('setup.about')}>
      <form onSubmit={submit}>
        <Stack>
          {failure !== undefined && <SignInFailure thrown={failure} />}
          <TextInput label={say('name')} autoComplete="name" required {...form.getInputProps('name')} />
          <TextInput
            label={say('signIn.email')}
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps('email')}
          />
          <NewPasswordInput {...form.getInputProps('password')} />
          <Button type="submit" loading={form.submitting}>
            {say('setup.submit')}
          </Button>
        </Stack>
      </form>
    </GuestFrame>
  )
}
