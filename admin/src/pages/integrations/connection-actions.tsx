import { Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useCommonWords } from '../../words/common.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { useConsent } from './consent.ts'

interface Props {
  connection: Shape<'Connection'>
  auth: string | undefined
}

/** What can be done with a connection: try it, switch it, help with it, remove it. */
export function ConnectionActions({ connection, auth }: Props) {
  const say = useIntegrationWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const check = api.useMutation('post', '/v1/connections/{id}/check', {
    onSuccess: async ({ state }) => {
      await refresh()
      done(state.is === 'ready' ? say('act.checked') : say('act.checkedNot'))
    },
    onError: async (thrown) => {
      await refresh()
      failed(thrown)
    },
  })
  if (!may('connections:write')) return null
  return (
    <>
      {connection.state.is !== 'disabled' && (
        <Button
          variant="default"
          loading={check.isPending}
          onClick={() => check.mutate({ params: { path: { id: connection.id } } })}
        >
          {say('act.check')}
        </Button>
      )}
      <More connection={connection} auth={auth} />
    </>
  )
}

function More({ connection, auth }: Props) {
  const say = useIntegrationWords()
  const common = useCommonWords()
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { failed } = useTelling()
  const consent = useConsent(connection.id)
  const { id, name } = connection
  const params = { path: { id } }
  const onChange = { onSuccess: refresh, onError: failed }
  const enable = api.useMutation('post', '/v1/connections/{id}/enable', onChange)
  const disable = api.useMutation('post', '/v1/connections/{id}/disable', onChange)
  const remove = api.useMutation('delete', '/v1/connections/{id}', {
    onSuccess: refresh,
    onError: failed,
  })
  /** The page goes first: it would ask once more for what is gone, as soon as it hears of it. */
  const leaveAndRemove = async () => {
    await navigate({ to: '/c/$tenant/integrations', params: { tenant: tenant.id } })
    remove.mutate({ params })
  }
  const diagnose = async () => {
    const { data, error } = await api.client.GET('/v1/connections/{id}/diagnostics', { params })
    if (error) failed(error)
    else saveFile(`connection-${id}.json`, JSON.stringify(data, null, 2))
  }
  const ask = (what: 'remove' | 'disable', run: () => void) => () =>
    askFirst({
      title: say(`${what}.title`, { name }),
      text: say(`${what}.text`),
      does: say(`act.${what}`),
      cancel: common('cancel'),
      run,
    })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" aria-label={common('moreActions')} px="xs">
          <IconDots size={18} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {auth === 'oauth2' && (
          <Menu.Item onClick={() => void consent.go(`/c/${tenant.id}/integrations/${id}`).catch(failed)}>
            {say('act.reauthorize')}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => void diagnose()}>{say('act.diagnostics')}</Menu.Item>
        {connection.state.is === 'disabled' ? (
          <Menu.Item onClick={() => enable.mutate({ params })}>{say('act.enable')}</Menu.Item>
        ) : (
          <Menu.Item onClick={ask('disable', () => disable.mutate({ params }))}>
            {say('act.disable')}
          </Menu.Item>
        )}
        <Menu.Item color="red" onClick={ask('remove', () => void leaveAndRemove())}>
          {say('act.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
