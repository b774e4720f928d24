import { Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useState } from 'react'
import { type Schema, useApi } from '../../api/api.ts'
import { useReloadSession } from '../../shell/signed-in.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useUserWords } from '../../words/users.ts'
import { PasswordForm } from './password-form.tsx'
import { SecondFactorPanel } from './second-factor-panel.tsx'
import { SessionList } from './session-list.tsx'

export function ProfilePage() {
  const say = useUserWords()
  const api = useApi()
  const { data, error, refetch } = api.useQuery('get', '/v1/profile')
  return (
    <>
      <PageHead title={say('profile.title')} about={data?.email} />
      {error ? <ProblemNote thrown={error} retry={() => void refetch()} /> : !data && <LoadingRows />}
      {data && (
        <Stack maw={720}>
          <Panel title={say('profile.self')}>
            <NameForm profile={data} />
          </Panel>
          <Panel title={say('profile.password')}>
            <PasswordForm />
          </Panel>
          <Panel title={say('profile.factor')}>
            <SecondFactorPanel profile={data} changed={() => void refetch()} />
          </Panel>
          <Panel title={say('profile.sessions')}>
            <SessionList />
          </Panel>
        </Stack>
      )}
    </>
  )
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </Card>
  )
}

function NameForm({ profile }: { profile: Schema<'Profile'> }) {
  const say = useUserWords()
  const common = useCommonWords()
  const reload = useReloadSession()
  const api = useApi()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { name: profile.name } })
  const submit = form.onSubmit(async (body) => {
    const { error } = await api.client.PATCH('/v1/profile', { body })
    if (error !== undefined) return setFailure(showAtFields(form, error) ? undefined : error)
    notifications.show({ message: common('saved') })
    await reload()
  })
  return (
    <form onSubmit={submit}>
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <Group align="end">
        <TextInput label={say('name')} required flex={1} {...form.getInputProps('name')} />
        <Button type="submit" loading={form.submitting}>
          {common('save')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt="xs">
        {profile.email}
      </Text>
    </form>
  )
}
