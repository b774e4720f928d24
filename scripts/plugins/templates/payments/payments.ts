import { type PaymentState, type PaymentsProvider, Refused } from '@askpro/plugin-sdk'
import { acme, ifThere } from './acme-api.ts'

export interface AcmeInvoice {
  id: string
  status: 'open' | 'paid' | 'declined'
  collected: number
}

function stateOf({ id, status, collected }: AcmeInvoice): PaymentState {
  if (status === 'paid') return { state: 'paid', reference: id, amountMinor: collected }
  if (status === 'open') return { state: 'open', reference: id }
  return { state: 'failed', reference: id, why: 'The means of payment was declined.' }
}

const pathOf = (id: string) => `/invoices/${encodeURIComponent(id)}`

export const payments: PaymentsProvider = {
  /** PUT under the hub's own id: a repeat finds the invoice and collects nothing more. */
  async collect(ctx, payer, { hubInvoiceId, number, currency, lines, totalMinor }) {
    const sum = lines.reduce((total, { amountMinor }) => total + amountMinor, 0)
    if (sum !== totalMinor) throw new Refused('total', 'The lines do not add up to the total.')
    const body = { payer: payer.hubId, number, currency, total: totalMinor }
    return stateOf(await acme<AcmeInvoice>(ctx, { path: pathOf(hubInvoiceId), method: 'PUT', body }))
  },

  async state(ctx, reference) {
    const invoice = await ifThere(acme<AcmeInvoice>(ctx, { path: pathOf(reference) }))
    if (!invoice) throw new Refused('unknown', 'Acme does not know this invoice.')
    return stateOf(invoice)
  },
}
