import type { Shape } from '../../api/shapes.ts'
import { useSession } from '../../session/session.ts'
import { useBillingWords } from '../../words/billing.ts'

/** Names of tenants that the reader reaches; of others the page knows none. */
export function useTenantName(): (id: string) => string | undefined {
  const { tenants } = useSession()
  return (id) => tenants.find((one) => one.id === id)?.name
}

/** From whom to whom. */
export function Parties({ invoice }: { invoice: Shape<'Invoice'> }) {
  const say = useBillingWords()
  const nameOf = useTenantName()
  const [from, to] = [nameOf(invoice.issuer_id), nameOf(invoice.recipient_id)]
  if (from && to) return say('parties', { from, to })
  return to ? say('partyTo', { to }) : null
}
