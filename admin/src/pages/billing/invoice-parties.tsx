import { Alert, SimpleGrid, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useSession } from '../../session/session.ts'
import { AppLink } from '../../ui/links.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { countryName } from '../../words/countries.ts'

type Invoice = Shape<'Invoice'>
type Party = NonNullable<Invoice['seller']>

/** Both ends of an invoice as they stand on paper. An end that has said nothing is left out. */
export function InvoiceParties({ invoice: { seller, buyer } }: { invoice: Invoice }) {
  const say = useBillingWords()
  if (!seller && !buyer) return null
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} className="parties" maw={800}>
      {seller && <Address label={say('details.seller')} party={seller} />}
      {buyer && <Address label={say('details.buyer')} party={buyer} />}
    </SimpleGrid>
  )
}

function Address({ label, party }: { label: string; party: Party }) {
  const say = useBillingWords()
  const { i18n } = useTranslation()
  const lines = [party.line1, party.line2, placeOf(party), countryName(party.country, i18n.language)]
  const numbers = [
    [say('details.vat_id'), party.vat_id],
    [say('details.tax_number'), party.tax_number],
  ] as const
  return (
    <section aria-label={label}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        {party.name}
      </Text>
      {[...lines, party.email].map(
        (line) =>
          line && (
            <Text key={line} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {line}
            </Text>
          ),
      )}
      {numbers.map(
        ([name, number]) =>
          number && (
            <Text key={name} size="sm">
              {name}: {number}
            </Text>
          ),
      )}
    </section>
  )
}

/** Where the code is written behind the city. */
const BEHIND = new Set('AU CA GB IE IN NZ US'.split(' '))

const placeOf = ({ country, postal_code: code, city }: Party): string =>
  (BEHIND.has(country) ? [city, code] : [code, city]).filter(Boolean).join(' ')

/** Before it is too late: what a draft lacks, its final invoice lacks for ever. */
export function MissingParties({ invoice }: { invoice: Invoice }) {
  const say = useBillingWords()
  const { tenants } = useSession()
  const may = useMay()('billing-details:write')
  const ends = [
    { id: invoice.issuer_id, party: invoice.seller },
    { id: invoice.recipient_id, party: invoice.buyer },
  ]
  const missing = ends.flatMap(({ id, party }) => {
    const name = tenants.find((one) => one.id === id)?.name
    return party === null && name ? [{ id, name }] : []
  })
  if (invoice.status !== 'draft' || missing.length === 0) return null
  return (
    <Alert color="orange" className="unprinted" title={say('details.missingTitle')}>
      <Stack gap={4}>
        <Text size="sm">{say('details.missingText')}</Text>
        {missing.map(({ id, name }) => (
          <AppLink
            key={id}
            to="/c/$tenant/billing"
            params={{ tenant: id }}
            search={{ tab: 'payment' }}
            fz="sm"
            c="var(--mantine-color-text)"
            underline="always"
          >
            {say(may ? 'details.give' : 'details.see', { name })}
          </AppLink>
        ))}
      </Stack>
    </Alert>
  )
}
