import { Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { type Schema, useApi } from '../../api/api.ts'
import { useMay, useSession, useTenant } from '../../session/session.ts'
import { DataList } from '../../ui/data-list.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useUserWords } from '../../words/users.ts'
import { InvitationPanel } from './invitation-panel.tsx'
import { LinkShown } from './link-shown.tsx'
import { MemberMenu } from './member-menu.tsx'
import { rolesIn } from './roles.ts'

export function UsersPage() {
  const say = useUserWords()
  const tenant = useTenant()
  const may = useMay()
  const [failure, setFailure] = useState<unknown>()
  const [link, setLink] = useState<string>()
  return (
    <Stack>
      <PageHead title={say('list.title')} about={say('list.about', { tenant: tenant.name })} />
      {failure !== undefined && <ProblemNote thrown={failure} />}
      {link !== undefined && <LinkShown url={link} close={() => setLink(undefined)} />}
      <Members failed={setFailure} linked={setLink} />
      {may('users:write') && <InvitationPanel linked={setLink} />}
    </Stack>
  )
}

interface MembersProps {
  failed: (thrown: unknown) => void
  linked: (url: string) => void
}

function Members({ failed, linked }: MembersProps) {
  const say = useUserWords()
  const common = useCommonWords()
  const api = useApi()
  const may = useMay()
  const { tenants } = useSession()
  const { data, error, refetch } = api.useQuery('get', '/v1/users')
  const nameOf = (id: string) => tenants.find((one) => one.id === id)?.name ?? common('unknown')
  const changed = (thrown: unknown) => {
    failed(thrown)
    void refetch()
  }
  return (
    <DataList
      label={say('list.title')}
      query={{ rows: data?.data, error, refetch }}
      rowKey={({ id, tenant_id }) => `${id} ${tenant_id}`}
      empty={say('list.empty')}
      columns={[
        { id: 'name', head: say('name'), cell: ({ name }) => name },
        { id: 'email', head: say('signIn.email'), from: 'md', cell: ({ email }) => email },
        { id: 'of', head: say('list.of'), from: 'sm', cell: ({ tenant_id }) => nameOf(tenant_id) },
        {
          id: 'role',
          head: say('list.role'),
          cell: (member) =>
            may('users:write') ? (
              <RoleSelect member={member} changed={changed} />
            ) : (
              say(`role.${member.role}`)
            ),
        },
        {
          id: 'factor',
          head: say('list.factor'),
          from: 'lg',
          cell: ({ second_factor }) => common(second_factor ? 'yes' : 'no'),
        },
        {
          id: 'seen',
          head: say('list.lastSeen'),
          from: 'lg',
          cell: ({ last_seen_at }) =>
            last_seen_at ? <When at={last_seen_at} as="relative" /> : say('list.never'),
        },
        {
          id: 'more',
          head: '',
          align: 'right',
          cell: (member) => may('users:write') && <MemberMenu {...{ member, changed, linked }} />,
        },
      ]}
    />
  )
}

function RoleSelect({
  member,
  changed,
}: {
  member: Schema<'MemberSeen'>
  changed: (thrown: unknown) => void
}) {
  const say = useUserWords()
  const { client } = useApi()
  const { tenants } = useSession()
  const kind = tenants.find(({ id }) => id === member.tenant_id)?.kind ?? 'client'
  const change = async (role: string | null) => {
    if (role === null || role === member.role) return
    const { error } = await client.PATCH('/v1/users/{id}', {
      params: { path: { id: member.id }, header: { 'X-Tenant-Id': member.tenant_id } },
      body: { role: role as Schema<'MemberSeen'>['role'] },
    })
    changed(error)
  }
  return (
    <Select
      aria-label={say('list.roleOf', { name: member.name })}
      size="xs"
      allowDeselect={false}
      value={member.role}
      data={rolesIn(kind).map((role) => ({ value: role, label: say(`role.${role}`) }))}
      onChange={(role) => void change(role)}
    />
  )
}
