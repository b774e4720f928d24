import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useIntegrationWords } from '../../words/integrations.ts'
import { useLanguage } from '../../words/use-language.ts'
import { useConsent } from './consent.ts'
import { HookAddresses } from './hook-addresses.tsx'
import { Mapping } from './mapping.tsx'
import { stepsOf, WizardSteps } from './wizard-steps.tsx'

type Connection = Shape<'Connection'>
type Plugin = Shape<'PluginWithGuide'>

/** What is left of connecting once the account is saved: consent, calendars, addresses. */
export function SetupPage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/integrations/$id/setup' })
  const api = useApi()
  const language = useLanguage()
  const connection = api.useQuery('get', '/v1/connections/{id}', { params: { path: { id } } })
  const plugin = api.useQuery(
    'get',
    '/v1/plugins/{id}',
    { params: { path: { id: connection.data?.plugin ?? '' }, query: { language } } },
    { enabled: connection.data !== undefined },
  )
  if (!connection.data || !plugin.data) return <Unread of={[connection, plugin]} />
  return <Steps connection={connection.data} plugin={plugin.data} />
}

function Steps({ connection, plugin }: { connection: Connection; plugin: Plugin }) {
  const say = useIntegrationWords()
  const [passed, setPassed] = useState(0)
  const isWaiting = connection.state.is === 'connecting' || connection.state.is === 'needs_reauth'
  const left = stepsOf(plugin).filter(
    (step) => step !== 'account' && (step !== 'consent' || (isWaiting && plugin.auth === 'oauth2')),
  )
  const at = left[Math.min(passed, left.length - 1)] ?? 'done'
  const next = () => setPassed(passed + 1)
  return (
    <>
      <PageHead title={say('wizard.title', { name: connection.name })} />
      <WizardSteps plugin={plugin} at={at} />
      <Stack mt="xl">
        {at === 'consent' && <Consent connection={connection} />}
        {at === 'mapping' && <Mapping connectionId={connection.id} />}
        {at === 'hooks' && <HookAddresses hooks={connection.hooks} />}
        {at === 'done' && <Done connection={connection} />}
        {(at === 'mapping' || at === 'hooks') && (
          <Group>
            <Button onClick={next}>{say('wizard.next')}</Button>
          </Group>
        )}
      </Stack>
    </>
  )
}

function Consent({ connection }: { connection: Connection }) {
  const say = useIntegrationWords()
  const tenant = useTenant()
  const consent = useConsent(connection.id)
  const back = `/c/${tenant.id}/integrations/${connection.id}/setup`
  return (
    <>
      <Text maw={640}>{say('wizard.consentText')}</Text>
      {consent.error && <ProblemNote thrown={consent.error} />}
      <Group>
        <Button loading={consent.isPending} onClick={() => void consent.go(back).catch(() => {})}>
          {say('wizard.consentGo')}
        </Button>
      </Group>
    </>
  )
}

function Done({ connection }: { connection: Connection }) {
  const say = useIntegrationWords()
  const tenant = useTenant()
  return (
    <>
      <Alert color="green" role="status">
        {say('wizard.doneText', { name: connection.name })}
      </Alert>
      <Group>
        <ButtonLink to="/c/$tenant/integrations/$id" params={{ tenant: tenant.id, id: connection.id }}>
          {say('wizard.open')}
        </ButtonLink>
      </Group>
    </>
  )
}
