import { Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { SignInFailure } from '../../shell/sign-in-failure.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { useUserWords } from '../../words/users.ts'
import { GuestFrame, tokenInLink } from './guest-frame.tsx'
import { isTooShort, NewPasswordInput } from './new-password-input.tsx'

export function NewPasswordPage() {
  const say = useUserWords()
  const api = useApi()
  const navigate = useNavigate()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (text) => (isTooShort(text) ? say('tooShort') : null) },
  })
  const submit = form.onSubmit(async (values) => {
    const { error } = await api.client.POST('/v1/password-reset', {
      body: { ...values, token: tokenInLink() },
    })
    if (error !== undefined) return setFailure(showAtFields(form, error) ? undefined : error)
    await navigate({ to: '/sign-in', search: {} })
  })
  return (
    <GuestFrame title={say('newPassword.title')}>
      <form onSubmit={submit}>
        <Stack>
          {failure !== undefined && <SignInFailure thrown={failure} />}
          <NewPasswordInput {...form.getInputProps('password')} />
          <Button type="submit" loading={form.submitting}>
            {say('newPassword.submit')}
          </Button>
        </Stack>
      </form>
    </GuestFrame>
  )
}
