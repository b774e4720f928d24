import { Button, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiFor } from '../../api/api.ts'
import { mayWith, type ReachedTenant, useSession } from '../../session/session.ts'
import { useReloadSession } from '../../shell/signed-in.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { AppLink } from '../../ui/links.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useWelcomeWords } from '../../words/welcome.ts'
import { WelcomeStep } from './welcome-step.tsx'

const CURRENCIES = ['EUR', 'CHF', 'GBP', 'USD']
const ZONES = Intl.supportedValuesOf('timeZone')

/** The agency is there since the first start; its client is made here, or one that was begun is gone on with. */
export function ClientStep({ agency }: { agency: ReachedTenant | undefined }) {
  const say = useWelcomeWords()
  const { tenants, scopes } = useSession()
  const clients = tenants.filter(({ kind }) => kind === 'client')
  const mayAdd = agency && mayWith(scopes, 'tenants:write')
  return (
    <>
      <WelcomeStep number={0} title={say('agency.title')} done={agency?.name ?? '–'} open={false} />
      <WelcomeStep number={1} title={say('client.title')} open>
        {mayAdd ? <NewClient agency={agency} /> : <Text size="sm">{say('client.notYours')}</Text>}
        {clients.length > 0 && (
          <Text size="sm">
            {say('client.goOn')}{' '}
            {clients.slice(0, 10).map(({ id, name }, at) => (
              <span key={id}>
                {at > 0 && ', '}
                <AppLink to="/welcome" search={{ client: id }}>
                  {name}
                </AppLink>
              </span>
            ))}
          </Text>
        )}
      </WelcomeStep>
    </>
  )
}

function NewClient({ agency }: { agency: ReachedTenant }) {
  const say = useWelcomeWords()
  const { i18n } = useTranslation()
  const navigate = useNavigate()
  const reload = useReloadSession()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({
    initialValues: {
      name: '',
      zone: agency.zone,
      currency: agency.currency,
      language: i18n.language === 'de' ? ('de' as const) : ('en' as const),
    },
  })
  const add = form.onSubmit(async (values) => {
    const { data, error } = await apiFor(agency.id).client.POST('/v1/tenants', {
      body: { kind: 'client', ...values },
    })
    if (!data) {
      showAtFields(form, error)
      return setFailure(error)
    }
    await navigate({ to: '/welcome', search: { client: data.id } })
    await reload()
  })
  return (
    <form onSubmit={add}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={say('client.name')}
          placeholder={say('client.example')}
          required
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Select
          label={say('client.language')}
          allowDeselect={false}
          data={[
            { value: 'de', label: 'Deutsch' },
            { value: 'en', label: 'English' },
          ]}
          {...form.getInputProps('language')}
        />
        <Select label={say('client.zone')} searchable data={ZONES} {...form.getInputProps('zone')} />
        <Select label={say('client.currency')} data={CURRENCIES} {...form.getInputProps('currency')} />
      </SimpleGrid>
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <Group mt="md">
        <Button type="submit" loading={form.submitting}>
          {say('next')}
        </Button>
      </Group>
    </form>
  )
}
