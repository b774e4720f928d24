import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Api, useApi } from '../../api/api.ts'
import { problemOf } from '../../api/problem.ts'
import { SignInFailure } from '../../shell/sign-in-failure.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { LoadingPage } from '../../ui/loading.tsx'
import { useLanguage } from '../../words/use-language.ts'
import { useUserWords } from '../../words/users.ts'
import { GuestFrame, tokenInLink } from './guest-frame.tsx'
import { isTooShort, NewPasswordInput } from './new-password-input.tsx'

async function look({ client }: Api, token: string) {
  const { data, error } = await client.POST('/v1/invitations/look', { body: { token } })
  if (data === undefined) throw error
  return data
}

export function InvitationPage() {
  const say = useUserWords()
  const api = useApi()
  const token = tokenInLink()
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => look(api, token),
    retry: false,
  })
  if (error)
    return (
      <GuestFrame title="AskPro Hub">
        <SignInFailure thrown={error} />
      </GuestFrame>
    )
  if (!data) return <LoadingPage />
  const { email, role, tenant, known } = data
  return (
    <GuestFrame
      title={say('invitation.title', { tenant })}
      about={`${say('invitation.about', { role: say(`role.${role}`), email })} ${known ? say('invitation.known') : ''}`}
    >
      <AcceptForm token={token} known={known} />
    </GuestFrame>
  )
}

function AcceptForm({ token, known }: { token: string; known: boolean }) {
  const say = useUserWords()
  const api = useApi()
  const navigate = useNavigate()
  const language = useLanguage()
  const [asksCode, setAsksCode] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({
    initialValues: { name: '', password: '', code: '' },
    validate: { password: (text) => (!known && isTooShort(text) ? say('tooShort') : null) },
  })
  const refused = (thrown: unknown) => {
    if (problemOf(thrown).code === 'second_factor_required') return setAsksCode(true)
    setFailure(showAtFields(form, thrown) ? undefined : thrown)
  }
  const submit = form.onSubmit(async ({ name, password, code }) => {
    const body = { token, password, ...(known ? {} : { name, language }), ...(asksCode ? { code } : {}) }
    const { error } = await api.client.POST('/v1/invitations/accept', { body })
    if (error !== undefined) return refused(error)
    await navigate({ to: '/sign-in', search: {} })
  })
  return (
    <form onSubmit={submit}>
      <Stack>
        {failure !== undefined && <SignInFailure thrown={failure} />}
        {known ? (
          <PasswordInput
            label={say('signIn.password')}
            autoComplete="current-password"
            required
            {...form.getInputProps('password')}
          />
        ) : (
          <>
            <TextInput label={say('name')} autoComplete="name" required {...form.getInputProps('name')} />
            <NewPasswordInput {...form.getInputProps('password')} />
          </>
        )}
        {asksCode && (
          <TextInput
            label={say('code.label')}
            description={say('code.about')}
            autoComplete="one-time-code"
            required
            {...form.getInputProps('code')}
          />
        )}
        <Button type="submit" loading={form.submitting}>
          {say('invitation.submit')}
        </Button>
      </Stack>
    </form>
  )
}
