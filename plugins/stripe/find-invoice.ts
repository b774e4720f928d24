import type Stripe from 'stripe'

/** In the metadata of an invoice: its id in the hub. */
export const INVOICE_KEY = 'hub_invoice_id'

/** Under which the connection remembers Stripe's id of it. */
export const invoiceMemory = (hubInvoiceId: string): string => `hub-invoice-${hubInvoiceId}`

/** Page by page: Stripe's search lags behind, the list does not. */
export async function findInvoice(
  stripe: Stripe,
  { customer, hubInvoiceId }: { customer: string; hubInvoiceId: string },
): Promise<Stripe.Invoice | undefined> {
  for await (const one of stripe.invoices.list({ customer, limit: 100 })) {
    if (one.metadata?.[INVOICE_KEY] === hubInvoiceId) return one
  }
  return undefined
}
