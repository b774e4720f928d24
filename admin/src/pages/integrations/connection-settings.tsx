import { Paper, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { type Settings, SettingsForm } from './settings-form.tsx'

interface Props {
  connection: Shape<'Connection'>
  schema: Record<string, unknown>
}

/** A change is proven at the provider before it is saved. After a save the form begins anew with what is stored. */
export function ConnectionSettings({ connection, schema }: Props) {
  return <Change key={connection.version} connection={connection} schema={schema} />
}

function Change({ connection, schema }: Props) {
  const say = useIntegrationWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { done } = useTelling()
  const [name, setName] = useState(connection.name)
  const [stored] = useState(connection.settings)
  const update = api.useMutation('patch', '/v1/connections/{id}')
  const save = async (settings: Settings) => {
    const body = {
      version: connection.version,
      ...(name === connection.name ? {} : { name }),
      settings,
    }
    const { state } = await update.mutateAsync({ params: { path: { id: connection.id } }, body })
    await refresh()
    done(say(state.is === 'retrying' ? 'form.savedRetrying' : 'form.saved'))
  }
  return (
    <Paper withBorder p="lg" maw={640}>
      <fieldset disabled={!may('connections:write')} className="plain">
        <SettingsForm schema={schema} stored={stored} save={save} saveWord={say('form.saveChange')}>
          <Stack mb="md">
            <TextInput
              label={say('form.name')}
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Stack>
        </SettingsForm>
      </fieldset>
    </Paper>
  )
}
