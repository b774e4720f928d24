import { Alert, Anchor, Badge, Group, Stack, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import type { Shape } from '../../api/shapes.ts'
import { useTenant } from '../../session/session.ts'
import { among } from '../../ui/among.ts'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Unread } from '../../ui/unread.tsx'
import { When } from '../../ui/when.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { hubSays } from '../../words/hub/hub-says.ts'
import { InvoiceActions } from './invoice-actions.tsx'
import { InvoiceLines } from './invoice-lines.tsx'
import { InvoiceBadge } from './invoice-list.tsx'
import { InvoiceParties, MissingParties } from './invoice-parties.tsx'
import { InvoicePayments } from './invoice-payments.tsx'
import { Parties } from './parties.tsx'

type Invoice = Shape<'Invoice'>

/** What becomes of an invoice is told by the payments provider, later. */
const FOLLOWED = ['invoice.']
const SHOWN = ['/v1/invoices/{id}', '/v1/invoices/{id}/payments']

export function InvoicePage() {
  const say = useBillingWords()
  const tenant = useTenant()
  const { id } = useParams({ from: '/signed-in/c/$tenant/billing/invoices/$id' })
  const query = useApi().useQuery('get', '/v1/invoices/{id}', { params: { path: { id } } })
  useLiveQueries(FOLLOWED, SHOWN)
  const { data } = query
  const formats = useFormats()
  if (!data) return <Unread of={[query]} />
  const isIssuer = data.issuer_id === tenant.id
  return (
    <>
      <PageHead
        title={data.number ? `${say('invoice')} ${data.number}` : say('draft')}
        about={
          <Stack gap={4}>
            {!(data.seller && data.buyer) && <Parties invoice={data} />}
            <Group gap="xs">
              <InvoiceBadge status={data.status} />
              <span>
                {formats.days(data.period.start, data.period.end, data.zone)} ({data.zone})
              </span>
            </Group>
          </Stack>
        }
      >
        <InvoiceActions invoice={data} />
      </PageHead>
      <Stack gap="xl">
        {data.status === 'draft' && (
          <Alert color="gray" className="unprinted">
            {say('draftNote')}
          </Alert>
        )}
        <MissingParties invoice={data} />
        <InvoiceParties invoice={data} />
        <Sums invoice={data} />
        <section aria-labelledby="lines">
          <Title order={2} size="h4" mb="sm" id="lines">
            {say('lines')}
          </Title>
          <InvoiceLines invoice={data} />
        </section>
        {isIssuer && data.status !== 'draft' && (
          <div className="unprinted">
            <InvoicePayments invoice={data} />
          </div>
        )}
      </Stack>
    </>
  )
}

const COLLECTION = ['open', 'paid', 'failed'] as const

function Sums({ invoice }: { invoice: Invoice }) {
  const say = useBillingWords()
  const formats = useFormats()
  const { currency, totals, balance_minor: balance, due_at: due, issued_at: issued, status } = invoice
  const money = (minor: number) => formats.money(minor, currency)
  const facts: Fact[] = [
    ...(issued ? [{ label: say('issued'), value: formats.date(issued, invoice.zone) }] : []),
    {
      label: say('sum'),
      value: money(totals.total_minor),
      about: `${say('taxSum')}: ${money(totals.tax_minor)}`,
    },
    ...(status === 'draft'
      ? []
      : [
          {
            label: say('balance'),
            value: money(Math.max(0, balance)),
            about: due ? <Due at={due} /> : undefined,
          },
        ]),
  ]
  return (
    <Stack gap="sm">
      <Facts facts={facts} />
      <Collection invoice={invoice} />
    </Stack>
  )
}

function Due({ at }: { at: string }) {
  const say = useBillingWords()
  return (
    <>
      {say('due')}: <When at={at} as="date" />
    </>
  )
}

function Collection({ invoice: { collection } }: { invoice: Invoice }) {
  const say = useBillingWords()
  if (!collection) return null
  const known = among(COLLECTION, collection.state)
  const isWeb = collection.page !== null && /^https?:/.test(collection.page)
  return (
    <div className="unprinted">
      <Badge color={known === 'failed' ? 'red' : 'gray'} variant="light">
        {known ? say(`collection.${known}`) : collection.state}
      </Badge>
      {collection.why && <Text size="sm">{hubSays(collection.why)}</Text>}
      {isWeb && (
        <Anchor href={collection.page ?? ''} target="_blank" rel="noreferrer" size="sm" display="block">
          {say('payPage')}
        </Anchor>
      )}
    </div>
  )
}
