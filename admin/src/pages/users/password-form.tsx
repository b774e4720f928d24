import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { problemOf } from '../../api/problem.ts'
import { SignInFailure } from '../../shell/sign-in-failure.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { useUserWords } from '../../words/users.ts'
import { isTooShort, NewPasswordInput } from './new-password-input.tsx'

export function PasswordForm() {
  const say = useUserWords()
  const api = useApi()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({
    initialValues: { current_password: '', password: '' },
    validate: { password: (text) => (isTooShort(text) ? say('tooShort') : null) },
  })
  const refused = (thrown: unknown) => {
    if (problemOf(thrown).code === 'wrong_credentials')
      return form.setFieldError('current_password', say('wrong'))
    setFailure(showAtFields(form, thrown) ? undefined : thrown)
  }
  const submit = form.onSubmit(async (body) => {
    setFailure(undefined)
    const { error } = await api.client.POST('/v1/profile/password', { body })
    if (error !== undefined) return refused(error)
    form.reset()
    notifications.show({ message: say('profile.passwordDone') })
  })
  return (
    <form onSubmit={submit}>
      <Stack>
        {failure !== undefined && <SignInFailure thrown={failure} />}
        <PasswordInput
          label={say('current')}
          autoComplete="current-password"
          required
          {...form.getInputProps('current_password')}
        />
        <NewPasswordInput {...form.getInputProps('password')} />
        <Group>
          <Button type="submit" loading={form.submitting}>
            {say('profile.change')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
