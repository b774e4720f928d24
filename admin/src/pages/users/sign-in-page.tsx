import { Button, Center, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useReloadSession } from '../../shell/signed-in.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useUserWords } from '../../words/users.ts'

export function SignInPage() {
  const say = useUserWords()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/sign-in' })
  const reload = useReloadSession()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { email: '', password: '' } })
  const signIn = form.onSubmit(async (values) => {
    const response = await fetch('/v1/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(values),
    })
    if (!response.ok) return setFailure(await response.json())
    await reload()
    await navigate({ to: next ?? '/' })
  })
  return (
    <Center mih="100vh" p="md">
      <Paper component="main" withBorder p="xl" w="100%" maw={400}>
        <form onSubmit={signIn}>
          <Stack>
            <Title order={1} size="h3">
              {say('signIn.title')}
            </Title>
            {failure !== undefined && <ProblemNote thrown={failure} />}
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
            <Button type="submit" loading={form.submitting}>
              {say('signIn.submit')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}
