import { Button, Group, Text } from '@mantine/core'
import { generateForm } from '@rjsf/mantine'
import type { ErrorSchema, RJSFSchema, UiSchema } from '@rjsf/utils'
import { type ReactNode, useMemo, useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useIntegrationWords } from '../../words/integrations.ts'
import { hubDecides } from './hub-decides.ts'

export type Settings = Record<string, unknown>

interface Property {
  'x-secret'?: boolean
  'x-help'?: string
  'x-order'?: number
}

interface Props {
  /** As the plugin gives it. */
  schema: Record<string, unknown>
  /** What is stored: without secrets, which nobody can read. */
  stored?: Settings | undefined
  /** Rejects with the hub's problem document. */
  save: (settings: Settings) => Promise<unknown>
  saveWord: string
  /** Fields that are no settings: name, sharing. */
  children?: ReactNode
}

const Form = generateForm<Settings>()

/** A form for a plugin's settings. Secrets are only ever written: one that is stored and left empty stays. */
export function SettingsForm({ schema, stored, save, saveWord, children }: Props) {
  const say = useIntegrationWords()
  const [data, setData] = useState<Settings>(stored ?? {})
  const [failure, setFailure] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const shown = useMemo(() => shownSchema(schema, stored !== undefined), [schema, stored])
  const ui = useMemo(
    () => uiOf(schema, stored === undefined ? undefined : say('form.secretKept')),
    [schema, stored, say],
  )
  const submit = async (settings: Settings) => {
    setBusy(true)
    setFailure(undefined)
    try {
      await save(changed(settings, stored))
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setBusy(false)
    }
  }
  const { errors, rest } = useMemo(() => atFields(failure, schema), [failure, schema])
  return (
    <>
      {children}
      <Form
        schema={shown}
        uiSchema={ui}
        formData={data}
        validator={hubDecides}
        extraErrors={errors}
        showErrorList={false}
        noHtml5Validate
        disabled={busy}
        idPrefix="settings"
        onChange={({ formData }) => setData(formData ?? {})}
        onSubmit={({ formData }) => void submit(formData ?? {})}
      >
        {rest && <ProblemNote thrown={failure} />}
        <Group mt="md" gap="sm">
          <Button type="submit" loading={busy}>
            {saveWord}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {say('form.checking')}
          </Text>
        </Group>
      </Form>
    </>
  )
}

const propertiesOf = (schema: Record<string, unknown>): Array<[string, Property]> =>
  Object.entries((schema.properties ?? {}) as Record<string, Property>)

/** Without a secret that is stored no field is demanded: the hub knows it. */
function shownSchema({ $schema: _, ...schema }: Record<string, unknown>, isStored: boolean): RJSFSchema {
  const secrets = new Set(
    propertiesOf(schema).flatMap(([name, property]) => (property['x-secret'] ? [name] : [])),
  )
  const required = (schema.required as string[] | undefined) ?? []
  return { ...schema, required: isStored ? required.filter((name) => !secrets.has(name)) : required }
}

function uiOf(schema: Record<string, unknown>, secretKept: string | undefined): UiSchema<Settings> {
  const properties = propertiesOf(schema)
  const order = properties.toSorted(([, a], [, b]) => (a['x-order'] ?? 99) - (b['x-order'] ?? 99))
  const fields = properties.map(([name, property]) => {
    const secret = property['x-secret'] === true
    return [
      name,
      {
        ...(property['x-help'] ? { 'ui:description': property['x-help'] } : {}),
        ...(secret ? { 'ui:widget': 'password', 'ui:autocomplete': 'off' } : {}),
        ...(secret && secretKept ? { 'ui:placeholder': secretKept } : {}),
      },
    ]
  })
  return { 'ui:order': order.map(([name]) => name), ...Object.fromEntries(fields) }
}

/** What is sent: of a change only what differs; a setting that was emptied is taken away by null. */
function changed(settings: Settings, stored: Settings | undefined): Settings {
  const filled = Object.entries(settings).filter(([, value]) => value !== undefined && value !== '')
  if (!stored) return Object.fromEntries(filled)
  const kept = new Set(filled.map(([name]) => name))
  const emptied = Object.keys(stored).filter((name) => !kept.has(name))
  return {
    ...Object.fromEntries(filled.filter(([name, value]) => value !== stored[name])),
    ...Object.fromEntries(emptied.map((name) => [name, null])),
  }
}

/** The hub's complaints at their fields; `rest` says that some have none. */
function atFields(failure: unknown, schema: Record<string, unknown>) {
  if (failure === undefined) return { errors: {}, rest: false }
  const known = new Set(propertiesOf(schema).map(([name]) => name))
  const complaints = (problemOf(failure).errors ?? []).map(({ path, message }) => ({
    field: /^\/(?:body\/)?settings\/([^/]+)/.exec(path)?.[1] ?? '',
    message,
  }))
  const placed = complaints.filter(({ field }) => known.has(field))
  const errors = Object.fromEntries(
    placed.map(({ field, message }) => [field, { __errors: [message] }]),
  ) as ErrorSchema<Settings>
  return { errors, rest: placed.length === 0 || placed.length < complaints.length }
}
