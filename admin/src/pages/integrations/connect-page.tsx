import { Grid, Paper, Stack, Switch, TextInput, Title } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useRefresh } from '../../ui/use-refresh.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { useLanguage } from '../../words/use-language.ts'
import { Guide } from './guide.tsx'
import { type Settings, SettingsForm } from './settings-form.tsx'
import { WizardSteps } from './wizard-steps.tsx'

/** The first step of connecting: guide and settings, which the provider is asked about before they are saved. */
export function ConnectPage() {
  const { plugin: id } = useParams({ from: '/signed-in/c/$tenant/integrations/new/$plugin' })
  const api = useApi()
  const language = useLanguage()
  const query = api.useQuery('get', '/v1/plugins/{id}', { params: { path: { id }, query: { language } } })
  if (!query.data) return <Unread of={[query]} />
  return <Account plugin={query.data} />
}

function Account({ plugin }: { plugin: Shape<'PluginWithGuide'> }) {
  const say = useIntegrationWords()
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const label = plugin.name ?? plugin.id
  const [name, setName] = useState(label)
  const [shared, setShared] = useState(false)
  const create = api.useMutation('post', '/v1/connections')
  const save = async (settings: Settings) => {
    const body = { plugin: plugin.id, name, settings, ...(shared ? { shared } : {}) }
    const { id } = await create.mutateAsync({ body })
    await refresh()
    await navigate({ to: '/c/$tenant/integrations/$id/setup', params: { tenant: tenant.id, id } })
  }
  return (
    <>
      <PageHead title={say('wizard.title', { name: label })} about={plugin.description} />
      <WizardSteps plugin={plugin} at="account" />
      <Grid mt="lg" gap="xl">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Paper withBorder p="lg">
            <SettingsForm schema={plugin.settings_schema ?? {}} save={save} saveWord={say('form.save')}>
              <Stack mb="md">
                <TextInput
                  label={say('form.name')}
                  description={say('form.nameHelp')}
                  required
                  maxLength={120}
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                />
                {tenant.kind !== 'client' && (
                  <Switch
                    label={say('form.share')}
                    checked={shared}
                    onChange={(event) => setShared(event.currentTarget.checked)}
                  />
                )}
              </Stack>
            </SettingsForm>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Title order={2} size="h4" mb="sm">
            {say('guide.step')}
          </Title>
          <Guide sections={plugin.guide} />
        </Grid.Col>
      </Grid>
    </>
  )
}
