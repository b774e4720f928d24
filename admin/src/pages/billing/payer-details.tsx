import { Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconCreditCard } from '@tabler/icons-react'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'
import { PayerText } from './payer-text.tsx'

/** Milliseconds: what came of the provider's page is told to the issuer alone, a moment after the browser is back. */
const AGAIN = 4_000

type Payer = Shape<'Payer'>

/** How the tenant of the page pays the invoices it gets, and where they are sent to. */
export function PayerDetails() {
  const query = useApi().useQuery('get', '/v1/payer', {}, { refetchInterval: AGAIN })
  if (!query.data) return <Unread of={[query]} rows={3} />
  return (
    <Stack gap="xl">
      <Means payer={query.data} />
      <Address payer={query.data} />
    </Stack>
  )
}

function Means({ payer }: { payer: Payer }) {
  const say = useBillingWords()
  const formats = useFormats()
  const may = useMay()('payers:write')
  const open = useApi().useMutation('post', '/v1/payer/payment-method-setups', {
    onSuccess: ({ url }) => {
      if (url && /^https?:/.test(url)) window.location.assign(url)
    },
  })
  return (
    <section aria-labelledby="means">
      <Title order={2} size="h4" mb="sm" id="means">
        {say('payer.means')}
      </Title>
      <Paper withBorder p="md">
        <Stack gap="sm" align="flex-start">
          <PayerText payer={payer} />
          {payer.expires && (
            <Text size="sm">{say('payer.expires', { month: formats.month(payer.expires) })}</Text>
          )}
          {payer.why && <Text size="sm">{payer.why}</Text>}
          <Text size="sm" c="dimmed">
            {say(payer.last4 ? 'payer.collected' : 'payer.sent')}
          </Text>
          {open.error && <ProblemNote thrown={open.error} />}
          {may && (
            <Button
              variant={payer.state === 'ready' ? 'default' : 'filled'}
              leftSection={<IconCreditCard size={16} aria-hidden />}
              loading={open.isPending}
              onClick={() => open.mutate({ body: { return_url: window.location.href } })}
            >
              {say(payer.last4 ? 'payer.change' : 'payer.give')}
            </Button>
          )}
        </Stack>
      </Paper>
    </section>
  )
}

function Address({ payer }: { payer: Payer }) {
  const say = useBillingWords()
  const common = useCommonWords()
  const may = useMay()('payers:write')
  const refresh = useRefresh()
  const { done } = useTelling()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { email: payer.email ?? '' } })
  const update = useApi().useMutation('patch', '/v1/payer', {
    onSuccess: async () => {
      setFailure(undefined)
      done(common('saved'))
      await refresh()
    },
    onError: (thrown) => setFailure(showAtFields(form, thrown) ? undefined : thrown),
  })
  return (
    <section aria-labelledby="address">
      <Title order={2} size="h4" mb="sm" id="address">
        {say('payer.address')}
      </Title>
      <form
        onSubmit={form.onSubmit(({ email }) => update.mutate({ body: { email: email.trim() || null } }))}
        noValidate
      >
        <Stack gap="sm">
          {failure !== undefined && <ProblemNote thrown={failure} />}
          <TextInput
            type="email"
            label={say('payer.email')}
            description={say('payer.emailAbout')}
            readOnly={!may}
            {...form.getInputProps('email')}
          />
          {may && (
            <Button
              type="submit"
              variant="default"
              loading={update.isPending}
              style={{ alignSelf: 'flex-start' }}
            >
              {common('save')}
            </Button>
          )}
        </Stack>
      </form>
    </section>
  )
}
