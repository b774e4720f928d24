import { Grid, NumberInput, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { type Api, useApi } from '../../../api/api.ts'
import { useMay, useTenant } from '../../../session/session.ts'
import { showAtFields } from '../../../ui/form-problem.ts'
import { LoadingRows } from '../../../ui/loading.tsx'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { useRulesWords } from '../../../words/rules.ts'
import { SaveFoot } from '../save-note.tsx'
import { ifMatch } from '../setup-types.ts'
import { bodyOr, useSaved } from '../use-saved.ts'
import { ChangeFields } from './change-fields.tsx'
import { ExamplesBox } from './examples-box.tsx'
import { CHANGES, type Policy, policyBodyOf, policyValuesOf, type Subject } from './policy-values.ts'

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
      {policy.data && <PolicyForm read={policy.data} {...props} />}
    </Stack>
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
  const [base, setBase] = useState(read)
  const [atFields, setAtFields] = useState(false)
  const { run, failure, setFailure, saving } = useSaved()
  const form = useForm({ initialValues: policyValuesOf(read, subject, currency) })
  const write = async ({ version }: Policy) => {
    const saved = await run(async () => {
      const body = policyBodyOf(form.getValues(), currency)
      const reply = await writePolicy(api, subject, { body, version })
      if (reply.error) setAtFields(showAtFields(form, reply.error))
      return bodyOr<Policy>(reply)
    })
    if (saved) setBase(saved)
  }
  const take = async () => {
    const theirs = await readPolicy(api, subject)
    form.setValues(policyValuesOf(theirs, subject, currency))
    setBase(theirs)
    setFailure(undefined)
  }
  const foot = {
    failure,
    atFields,
    saving,
    onSave: () => void write(base),
    onTheirs: () => void take().catch(setFailure),
    onMine: () => void readPolicy(api, subject).then(write).catch(setFailure),
  }
  return { form, foot }
}

function PolicyForm({ read, subject, locationId, zone }: Omit<Props, 'title' | 'about'> & { read: Policy }) {
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
