import type { Route } from '../engine/index.ts'
import { findPrice } from './catalog-routes.ts'
import { findCustomer } from './customer-routes.ts'
import { refreshTotals } from './invoice.ts'
import { listPage } from './list-page.ts'
import { changedFrom, mergedMetadata } from './metadata.ts'
import { refuseMissing, refuseParam, refuseState } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Invoice, InvoiceItem } from './stripe-objects.ts'
import type { StripeParams } from './stripe-params.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

type Priced = { amount: number; currency: string; quantity: number; unitAmount: string; price: object | null }

function createItem(call: StripeCall): InvoiceItem {
  const { state, params, at } = call
  const customer = findCustomer(state, params.required('customer'))
  const draft = draftOf(call)
  const priced = pricedOf(state, params)
  const item: InvoiceItem = {
    id: stripeId('ii'),
    object: 'invoiceitem',
    amount: priced.amount,
    currency: priced.currency,
    customer: customer.id,
    customer_account: null,
    date: at,
    description: params.text('description') ?? null,
    discountable: params.boolean('discountable') ?? true,
    discounts: [],
    invoice: draft?.id ?? null,
    livemode: false,
    metadata: mergedMetadata(params),
    net_amount: priced.amount,
    parent: null,
    period: periodOf(params, at),
    pricing: { type: 'price_details', unit_amount_decimal: priced.unitAmount, ...priced.price },
    proration: false,
    quantity: priced.quantity,
    quantity_decimal: String(priced.quantity),
    tax_rates: [],
    test_clock: null,
  }
  params.ignore('tax_behavior', 'tax_code', 'discounts', 'subscription')
  params.done()
  state.invoice_items.push(item)
  emit(call, 'invoiceitem.created', item)
  if (draft) refreshTotals(state, draft)
  if (draft) emit(call, 'invoice.updated', draft)
  return item
}

/** The draft the item goes to; without one it waits for the customer's next invoice. */
function draftOf({ state, params }: StripeCall): Invoice | undefined {
  const id = params.text('invoice')
  if (!id) return undefined
  const invoice =
    state.invoices.find((candidate) => candidate.id === id) ?? refuseMissing('invoice', id, 'invoice')
  if (invoice.status !== 'draft')
    refuseState(`The invoice ${id} is no longer editable`, 'invoice_not_editable')
  return invoice
}

/** An amount, or a quantity of a unit amount: given directly, of a price, or of `price_data`. */
function pricedOf(state: StripeState, params: StripeParams): Priced {
  const quantity = params.integer('quantity') ?? 1
  const amount = params.integer('amount')
  const unit = params.text('unit_amount_decimal')
  const currency = params.text('currency')?.toLowerCase()
  const priceId = params.nested('pricing')?.text('price')
  const data = params.nested('price_data')
  if (priceId) return ofPrice(state, priceId, quantity)
  if (data) return ofPriceData(data, quantity)
  if (!currency) refuseParam('currency', 'Missing required param: currency.', 'parameter_missing')
  if (amount !== undefined) return { amount, currency, quantity: 1, unitAmount: String(amount), price: null }
  if (!unit) refuseParam('amount', 'Specify one of amount, pricing, price_data or unit_amount_decimal.')
  return { amount: times(unit, quantity), currency, quantity, unitAmount: unit, price: null }
}

function ofPrice(state: StripeState, id: string, quantity: number): Priced {
  const price = findPrice(state, id, 'pricing[price]')
  const unitAmount = String(price.unit_amount_decimal)
  return {
    amount: times(unitAmount, quantity),
    currency: price.currency,
    quantity,
    unitAmount,
    price: { price_details: { price: id, product: price.product } },
  }
}

function ofPriceData(data: StripeParams, quantity: number): Priced {
  const unitAmount = data.text('unit_amount_decimal') ?? String(data.requiredInteger('unit_amount'))
  const currency = data.required('currency').toLowerCase()
  data.ignore('product', 'tax_behavior')
  data.done()
  return { amount: times(unitAmount, quantity), currency, quantity, unitAmount, price: null }
}

/** Whole minor units, half away from zero; the decimal has at most twelve places, as the provider allows. */
function times(unit: string, quantity: number): number {
  if (!/^-?\d+(\.\d{1,12})?$/.test(unit)) refuseParam('unit_amount_decimal', `Invalid decimal: ${unit}`)
  const [whole = '0', fraction = ''] = unit.replace('-', '').split('.')
  const scaled = BigInt(whole + fraction.padEnd(12, '0')) * BigInt(quantity)
  const magnitude = Number((scaled + 500_000_000_000n) / 1_000_000_000_000n)
  return unit.startsWith('-') ? -magnitude : magnitude
}

function periodOf(params: StripeParams, at: number): { start: number; end: number } {
  const period = params.nested('period')
  const read = { start: period?.integer('start') ?? at, end: period?.integer('end') ?? at }
  period?.done()
  return read
}

function findItem({ state, id }: StripeCall): InvoiceItem {
  return state.invoice_items.find((item) => item.id === id) ?? refuseMissing('invoiceitem', id)
}

function getItem(call: StripeCall): InvoiceItem {
  call.params.done()
  return findItem(call)
}

function updateItem(call: StripeCall): InvoiceItem {
  const item = findItem(call)
  const { params, state } = call
  const amount = params.integer('amount') ?? item.amount
  const after = {
    amount,
    net_amount: amount,
    description: params.text('description') ?? item.description,
    metadata: mergedMetadata(params, item.metadata),
  }
  params.done()
  const invoice = editableInvoice(state, item)
  const previous = changedFrom(item, { ...item, ...after })
  Object.assign(item, after)
  if (invoice) refreshTotals(state, invoice)
  emit(call, 'invoiceitem.updated', item, previous)
  return item
}

function deleteItem(call: StripeCall): object {
  const { state } = call
  const item = findItem(call)
  const invoice = editableInvoice(state, item)
  state.invoice_items = state.invoice_items.filter((other) => other !== item)
  if (invoice) refreshTotals(state, invoice)
  emit(call, 'invoiceitem.deleted', item)
  return { id: item.id, object: 'invoiceitem', deleted: true }
}

function editableInvoice(state: StripeState, item: InvoiceItem): Invoice | undefined {
  const invoice = state.invoices.find(({ id }) => id === item.invoice)
  if (invoice && invoice.status !== 'draft')
    refuseState(`The invoice ${invoice.id} is no longer editable`, 'invoice_not_editable')
  return invoice
}

function listItems(call: StripeCall): object {
  const { params, state } = call
  const customer = params.text('customer')
  const invoice = params.text('invoice')
  const pending = params.boolean('pending')
  const wanted = (item: InvoiceItem) =>
    (!customer || item.customer === customer) &&
    (!invoice || item.invoice === invoice) &&
    (pending === undefined || pending === (item.invoice === null))
  return listPage(call, state.invoice_items.filter(wanted))
}

export const invoiceItemRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/invoiceitems', createItem),
  stripeRoute('GET', '/v1/invoiceitems', listItems),
  stripeRoute('GET', '/v1/invoiceitems/:id', getItem),
  stripeRoute('POST', '/v1/invoiceitems/:id', updateItem),
  stripeRoute('DELETE', '/v1/invoiceitems/:id', deleteItem),
]
