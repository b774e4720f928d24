import { Alert, Badge, Group, Stack, Text, Title } from '@mantine/core'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { When } from '../../ui/when.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { DisputeReason, DisputeState } from './disputes.tsx'

type Payments = Shape<'InvoicePayments'>

/** What came in for an invoice, what goes back, and what is objected to. */
export function InvoicePayments({ invoice }: { invoice: Shape<'Invoice'> }) {
  const say = useBillingWords()
  const query = useApi().useQuery('get', '/v1/invoices/{id}/payments', {
    params: { path: { id: invoice.id } },
  })
  return (
    <section aria-labelledby="payments">
      <Title order={2} size="h4" mb="sm" id="payments">
        {say('payments.title')}
      </Title>
      {query.data ? (
        <All payments={query.data} currency={invoice.currency} />
      ) : query.error ? (
        <ProblemNote thrown={query.error} retry={() => void query.refetch()} />
      ) : (
        <LoadingRows rows={2} />
      )}
    </section>
  )
}

const REFUND_STATES = ['pending', 'succeeded', 'failed'] as const

function All({ payments: all, currency }: { payments: Payments; currency: string }) {
  const say = useBillingWords()
  const formats = useFormats()
  const money = (minor: number) => formats.money(minor, currency)
  return (
    <Stack gap="sm">
      {all.payments.length === 0 && <Text c="dimmed">{say('payments.none')}</Text>}
      {all.payments.map(({ id, amount_minor: amount, received_at: at, reference }) => (
        <Group key={id} gap="md">
          <Text fw={600}>{money(amount)}</Text>
          <When at={at} />
          <Text size="sm" c="dimmed">
            {reference}
          </Text>
        </Group>
      ))}
      {all.returnable_minor > 0 && (
        <Alert color="yellow">{say('payments.returnable', { amount: money(all.returnable_minor) })}</Alert>
      )}
      {all.uncredited_minor > 0 && (
        <Alert color="orange">{say('payments.uncredited', { amount: money(all.uncredited_minor) })}</Alert>
      )}
      {all.refunds.length > 0 && (
        <Title order={3} size="h5">
          {say('payments.refunds')}
        </Title>
      )}
      {all.refunds.map(({ id, amount_minor: amount, state, reason, why }) => {
        const known = among(REFUND_STATES, state)
        return (
          <Group key={id} gap="md">
            <Text fw={600}>{money(amount)}</Text>
            <Badge color={state === 'failed' ? 'red' : 'gray'} variant="light">
              {known ? say(`payments.refundIs.${known}`) : state}
            </Badge>
            <Text size="sm">{why ? hubSays(why) : reason}</Text>
          </Group>
        )
      })}
      {all.disputes.length > 0 && (
        <Title order={3} size="h5">
          {say('payments.disputes')}
        </Title>
      )}
      {all.disputes.map((dispute) => (
        <Group key={dispute.id} gap="md">
          <Text fw={600}>{money(dispute.amount_minor)}</Text>
          <DisputeState dispute={dispute} />
          <Text size="sm" c="dimmed">
            <DisputeReason reason={dispute.reason} />
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
