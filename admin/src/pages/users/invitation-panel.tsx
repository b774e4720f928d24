import { Button, Card, Group, Select, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { DataList } from '../../ui/data-list.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { When } from '../../ui/when.tsx'
import { useUserWords } from '../../words/users.ts'
import { type Role, rolesIn } from './roles.ts'

/** Invites into the tenant of the page, and lists who has not come yet. */
export function InvitationPanel({ linked }: { linked: (url: string) => void }) {
  const say = useUserWords()
  const { useQuery, client } = useApi()
  const [failure, setFailure] = useState<unknown>()
  const { data, error, refetch } = useQuery('get', '/v1/invitations')
  const withdraw = async (id: string, tenantId: string) => {
    const params = { path: { id }, header: { 'X-Tenant-Id': tenantId } }
    setFailure((await client.DELETE('/v1/invitations/{id}', { params })).error)
    void refetch()
  }
  const invited = (url: string) => {
    linked(url)
    void refetch()
  }
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="sm">
        {say('list.invite')}
      </Title>
      <InviteForm invited={invited} />
      <Title order={3} size="h5" mt="lg" mb="xs">
        {say('list.waiting')}
      </Title>
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <DataList
        label={say('list.waiting')}
        query={{ rows: data?.data, error, refetch }}
        rowKey={({ id }) => id}
        empty={<Text c="dimmed">{say('list.noneWaiting')}</Text>}
        columns={[
          { id: 'email', head: say('signIn.email'), cell: ({ email }) => email },
          { id: 'role', head: say('list.role'), from: 'sm', cell: ({ role }) => say(`role.${role}`) },
          {
            id: 'until',
            head: say('list.until'),
            from: 'sm',
            cell: ({ expires_at }) => <When at={expires_at} />,
          },
          {
            id: 'withdraw',
            head: '',
            align: 'right',
            cell: ({ id, tenant_id }) => (
              <Button size="compact-xs" variant="default" onClick={() => void withdraw(id, tenant_id)}>
                {say('list.withdraw')}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  )
}

function InviteForm({ invited }: { invited: (url: string) => void }) {
  const say = useUserWords()
  const { client } = useApi()
  const roles = rolesIn(useTenant().kind)
  const [failure, setFailure] = useState<unknown>()
  const form = useForm<{ email: string; role: Role }>({ initialValues: { email: '', role: 'viewer' } })
  const submit = form.onSubmit(async (body) => {
    const { data, error } = await client.POST('/v1/invitations', { body })
    if (!data) return setFailure(showAtFields(form, error) ? undefined : error)
    setFailure(undefined)
    form.reset()
    invited(data.url)
  })
  return (
    <form onSubmit={submit}>
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <Group align="end">
        <TextInput
          label={say('signIn.email')}
          type="email"
          required
          flex="1 1 220px"
          {...form.getInputProps('email')}
        />
        <Select
          label={say('list.role')}
          allowDeselect={false}
          data={roles.map((role) => ({ value: role, label: say(`role.${role}`) }))}
          {...form.getInputProps('role')}
        />
        <Button type="submit" loading={form.submitting}>
          {say('list.send')}
        </Button>
      </Group>
    </form>
  )
}
