import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type Schema, useApi } from '../../api/api.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useUserWords } from '../../words/users.ts'

interface Props {
  member: Schema<'MemberSeen'>
  changed: (thrown: unknown) => void
  linked: (url: string) => void
}

/** What can be done for or about a member. */
export function MemberMenu({ member, changed, linked }: Props) {
  const say = useUserWords()
  const common = useCommonWords()
  const { client } = useApi()
  const { name } = member
  const params = { path: { id: member.id }, header: { 'X-Tenant-Id': member.tenant_id } }
  const link = async () => {
    const { data, error } = await client.POST('/v1/users/{id}/password-link', { params })
    if (data) linked(data.url)
    changed(error)
  }
  const dropFactor = async () =>
    changed((await client.DELETE('/v1/users/{id}/second-factor', { params })).error)
  const remove = async () => changed((await client.DELETE('/v1/users/{id}', { params })).error)
  const ask = (title: string, text: string, run: () => Promise<void>) =>
    askFirst({ title, text, does: title, cancel: common('cancel'), run: () => void run() })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={say('list.more', { name })}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void link()}>{say('list.passwordLink')}</Menu.Item>
        {member.second_factor && (
          <Menu.Item
            onClick={() => ask(say('list.dropFactor'), say('list.dropFactorAsk', { name }), dropFactor)}
          >
            {say('list.dropFactor')}
          </Menu.Item>
        )}
        <Menu.Item
          color="red"
          onClick={() => ask(say('list.remove'), say('list.removeAsk', { name }), remove)}
        >
          {say('list.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
