import { Button, Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { Secret } from '../../ui/secret.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useCommonWords } from '../../words/common.ts'
import { useWebhookWords } from '../../words/webhooks.ts'

/** What can be done with an endpoint: try it, switch it, give it a new secret, remove it. */
export function EndpointActions({ endpoint }: { endpoint: Shape<'WebhookEndpoint'> }) {
  const say = useWebhookWords()
  const common = useCommonWords()
  const may = useMay()
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const params = { path: { id: endpoint.id } }
  const onChange = { onSuccess: refresh, onError: failed }
  const ping = api.useMutation('post', '/v1/webhook-endpoints/{id}/ping', {
    onSuccess: async () => {
      done(say('act.pinged'))
      await refresh()
    },
    onError: failed,
  })
  const enable = api.useMutation('post', '/v1/webhook-endpoints/{id}/enable', onChange)
  const disable = api.useMutation('post', '/v1/webhook-endpoints/{id}/disable', onChange)
  const rotate = api.useMutation('post', '/v1/webhook-endpoints/{id}/rotate-secret', onChange)
  const remove = api.useMutation('delete', '/v1/webhook-endpoints/{id}', {
    onSuccess: () => navigate({ to: '/c/$tenant/webhooks', params: { tenant: tenant.id } }).then(refresh),
    onError: failed,
  })
  if (!may('webhooks:write')) return null
  const ask = (what: 'remove' | 'disable' | 'rotate', run: () => void) => () =>
    askFirst({
      title: say(`${what}.title`),
      text: say(`${what}.text`),
      does: say(`act.${what}`),
      cancel: common('cancel'),
      run,
    })
  const isOff = endpoint.state === 'disabled'
  return (
    <>
      <Group gap="sm">
        <Button loading={ping.isPending} disabled={isOff} onClick={() => ping.mutate({ params })}>
          {say('act.ping')}
        </Button>
        {isOff ? (
          <Button variant="default" onClick={() => enable.mutate({ params })}>
            {say('act.enable')}
          </Button>
        ) : (
          <Button variant="default" onClick={ask('disable', () => disable.mutate({ params }))}>
            {say('act.disable')}
          </Button>
        )}
        <Button variant="default" onClick={ask('rotate', () => rotate.mutate({ params, body: {} }))}>
          {say('act.rotate')}
        </Button>
        <Button variant="outline" color="red" onClick={ask('remove', () => remove.mutate({ params }))}>
          {say('act.remove')}
        </Button>
      </Group>
      {rotate.data && (
        <Secret title={say('secretTitle')} text={say('secretText')} secret={rotate.data.secret} />
      )}
    </>
  )
}
