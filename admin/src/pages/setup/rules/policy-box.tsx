import { Button, Grid, Group, NumberInput, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { type Api, useApi } from '../../../api/api.ts'
import { useMay, useTenant } from '../../../session/session.ts'
import { differencesOf } from '../../../ui/differences.ts'
import { showAtFields } from '../../../ui/form-problem.ts'
import { ifMatch } from '../../../ui/if-match.ts'
import { AppLink } from '../../../ui/links.tsx'
import { LoadingRows } from '../../../ui/loading.tsx'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { SaveFoot } from '../../../ui/save-foot.tsx'
import { bodyOr } from '../../../ui/use-saved.ts'
import { useVersioned } from '../../../ui/use-versioned.ts'
import { useRulesWords } from '../../../words/rules.ts'
import { ChangeFields } from './change-fields.tsx'
import { ExamplesBox } from './examples-box.tsx'
import { CHANGES, type Policy, policyBodyOf, policyValuesOf, type Subject } from './policy-values.ts'
import { useShownRules } from './use-shown-rules.ts'

interface Props {
  title: string
  about: string
  subject: Subject
  locationId?: string | undefined
  zone?: string | undefined
}

/** What customers may do: of the whole business, or of a part of it where it differs. */
export function PolicyBox({ title, about, ...props }: Props) {
  const may = useMay()
  const policy = usePolicy(props.subject)
  if (!may('policies:read')) return null
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {about}
      </Text>
      {policy.error && <ProblemNote thrown={policy.error} retry={() => void policy.refetch()} />}
      {policy.isPending && <LoadingRows rows={4} />}
      {policy.data && <PolicyOrNone read={policy.data} {...props} />}
    </Stack>
  )
}

type FormProps = Omit<Props, 'title' | 'about'> & { read: Policy }

/** Where a part of the business says nothing of its own, the form waits until somebody wants it. */
function PolicyOrNone(props: FormProps) {
  const say = useRulesWords()
  const { id: tenant } = useTenant()
  const may = useMay()('policies:write')
  const { read, subject } = props
  const [opened, setOpened] = useState(subject.kind === 'client' || CHANGES.some((change) => read[change]))
  if (opened) return <PolicyForm {...props} />
  return (
    <Group gap="sm">
      <Text size="sm">{say('asBusiness')}</Text>
      <AppLink to="/c/$tenant/rules" params={{ tenant }} fz="sm">
        {say('business')}
      </AppLink>
      {may && (
        <Button size="xs" variant="default" onClick={() => setOpened(true)}>
          {say('makeException')}
        </Button>
      )}
    </Group>
  )
}

const pathOf = ({ kind }: Exclude<Subject, { kind: 'client' }>) => `/v1/policies/${kind}s/{id}` as const

function usePolicy(subject: Subject) {
  const api = useApi()
  const isClient = subject.kind === 'client'
  const place = isClient ? ({ kind: 'service', id: '' } as const) : subject
  const whole = api.useQuery('get', '/v1/policies/client', {}, { enabled: isClient })
  const path = { id: place.id }
  const part = api.useQuery('get', pathOf(place), { params: { path } }, { enabled: !isClient })
  return isClient ? whole : part
}

async function readPolicy({ client }: Api, subject: Subject): Promise<Policy> {
  if (subject.kind === 'client') return bodyOr<Policy>(await client.GET('/v1/policies/client'))
  return bodyOr<Policy>(await client.GET(pathOf(subject), { params: { path: { id: subject.id } } }))
}

function writePolicy(
  { client }: Api,
  subject: Subject,
  { body, version }: { body: ReturnType<typeof policyBodyOf>; version: number },
) {
  const header = ifMatch(version)
  if (subject.kind === 'client') return client.PUT('/v1/policies/client', { params: { header }, body })
  return client.PUT(pathOf(subject), { params: { header, path: { id: subject.id } }, body })
}

function usePolicyForm(read: Policy, subject: Subject) {
  const api = useApi()
  const { currency } = useTenant()
  const form = useForm({ initialValues: policyValuesOf(read, subject, currency) })
  const { save, theirs, foot } = useVersioned<Policy>({
    read,
    async write(before) {
      const body = policyBodyOf(form.getValues(), currency)
      return bodyOr<Policy>(await writePolicy(api, subject, { body, version: before?.version ?? 0 }))
    },
    present: () => readPolicy(api, subject),
    take: (newer) => form.setValues(policyValuesOf(newer, subject, currency)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const newer = theirs && policyValuesOf(theirs, subject, currency)
  const differences = differencesOf(useShownRules(), form.getValues(), newer)
  return { form, foot: { ...foot, differences, onSave: () => void save() } }
}

function PolicyForm({ read, subject, locationId, zone }: FormProps) {
  const say = useRulesWords()
  const may = useMay()('policies:write')
  const tenant = useTenant()
  const { form, foot } = usePolicyForm(read, subject)
  const isClient = subject.kind === 'client'
  const { max_live_holds: _holds, ...rules } = policyBodyOf(form.getValues(), tenant.currency)
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <fieldset className="plain" disabled={!may}>
          <Stack>
            {CHANGES.map((change) => (
              <ChangeFields key={change} form={form} change={change} inherits={!isClient} />
            ))}
            {isClient && (
              <NumberInput
                label={say('holds')}
                description={say('holdsAbout')}
                min={1}
                max={10_000}
                allowDecimal={false}
                {...form.getInputProps('holds')}
                error={form.errors.max_live_holds}
              />
            )}
            {may && <SaveFoot {...foot} />}
          </Stack>
        </fieldset>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <ExamplesBox subject={subject} rules={rules} locationId={locationId} zone={zone ?? tenant.zone} />
      </Grid.Col>
    </Grid>
  )
}
