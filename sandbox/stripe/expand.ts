import type { StripeState } from './stripe-state.ts'

type Fields = Record<string, unknown>

/**
 * Puts whole objects in the place of ids: `expand[]=latest_charge`, dotted for deeper ones, `data.` for lists. An
 * invoice's `payments` are shown only when asked for.
 */
export function expand(state: StripeState, shown: object, paths: readonly string[]): object {
  const fields: Fields = { ...shown }
  for (const path of paths) expandPath(state, fields, path.split('.'))
  return fields
}

function expandPath(state: StripeState, fields: Fields, [name, ...deeper]: string[]): void {
  if (name === undefined) return
  if (name === 'payments' && fields.object === 'invoice')
    fields.payments = paymentsOf(state, String(fields.id))
  const value = fields[name]
  if (typeof value === 'string') fields[name] = findById(state, value) ?? value
  const inner = fields[name]
  const children = Array.isArray(inner) ? inner : [inner]
  for (const child of children) if (isFields(child)) expandPath(state, child, deeper)
}

function paymentsOf(state: StripeState, invoice: string): object {
  const data = state.invoice_payments.filter((payment) => payment.invoice === invoice)
  return { object: 'list', data: structuredClone(data), has_more: false, url: '/v1/invoice_payments' }
}

function findById(state: StripeState, id: string): object | undefined {
  const { customers, products, prices, invoices, charges } = state
  const { payment_intents, payment_methods, setup_intents } = state
  const all = [
    customers,
    products,
    prices,
    invoices,
    payment_intents,
    charges,
    payment_methods,
    setup_intents,
  ].flat()
  const found = all.find((object) => object.id === id)
  return found && structuredClone(found)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
