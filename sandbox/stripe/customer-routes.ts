import type { Route } from '../engine/index.ts'
import { listPage } from './list-page.ts'
import { changedFrom, mergedMetadata } from './metadata.ts'
import { attachPaymentMethod, saveCard } from './payment-method.ts'
import { refuseMissing } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Customer } from './stripe-objects.ts'
import type { StripeParams } from './stripe-params.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/** The customer, or the provider's refusal; a deleted one counts as missing. */
export function findCustomer(state: StripeState, id: string, param = 'customer'): Customer {
  return state.customers.find((customer) => customer.id === id) ?? refuseMissing('customer', id, param)
}

function createCustomer(call: StripeCall): Customer {
  const { state, params } = call
  const id = stripeId('cus')
  const customer = changedCustomer(newCustomer(call, id), params)
  const paymentMethod = params.text('payment_method')
  ignoreUnused(params)
  params.done()
  state.customers.push(customer)
  if (paymentMethod) attachNewCard(call, customer, paymentMethod)
  emit(call, 'customer.created', customer)
  if (state.card_of_new_customers) saveCard(call, customer, state.card_of_new_customers)
  return customer
}

/** A customer whose card is refused is not created. */
function attachNewCard(call: StripeCall, customer: Customer, paymentMethod: string): void {
  try {
    attachPaymentMethod(call, { id: paymentMethod, customer: customer.id, param: 'payment_method' })
  } catch (refusal) {
    call.state.customers.pop()
    throw refusal
  }
}

function getCustomer({ state, params, id }: StripeCall): object {
  params.done()
  if (state.deleted_customers.includes(id)) return deleted(id)
  return findCustomer(state, id, 'id')
}

function updateCustomer(call: StripeCall): Customer {
  const { state, params, id } = call
  const customer = findCustomer(state, id, 'id')
  const after = changedCustomer(customer, params)
  ignoreUnused(params)
  params.done()
  const previous = changedFrom(customer, after)
  Object.assign(customer, after)
  emit(call, 'customer.updated', customer, previous)
  return customer
}

function deleteCustomer(call: StripeCall): object {
  const { state, id } = call
  const customer = findCustomer(state, id, 'id')
  state.customers = state.customers.filter((other) => other !== customer)
  state.deleted_customers.push(id)
  emit(call, 'customer.deleted', customer)
  return deleted(id)
}

function listCustomers(call: StripeCall): object {
  const email = call.params.text('email')
  return listPage(
    call,
    call.state.customers.filter((customer) => !email || customer.email === email),
  )
}

function newCustomer({ at }: StripeCall, id: string): Customer {
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: at,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
}

function changedCustomer(before: Customer, params: StripeParams): Customer {
  const { invoice_settings: settings } = before
  const card = params.nested('invoice_settings')?.text('default_payment_method')
  const address = params.nested('address')
  return {
    ...before,
    email: given(params.text('email'), before.email),
    name: given(params.text('name'), before.name),
    phone: given(params.text('phone'), before.phone),
    description: given(params.text('description'), before.description),
    tax_exempt: params.oneOf('tax_exempt', ['none', 'exempt', 'reverse']) ?? before.tax_exempt,
    preferred_locales: params.texts('preferred_locales') ?? before.preferred_locales,
    invoice_prefix: params.text('invoice_prefix') ?? before.invoice_prefix,
    invoice_settings: {
      ...settings,
      default_payment_method: given(card, settings.default_payment_method),
    },
    ...(address && { address: addressOf(address) }),
    metadata: mergedMetadata(params, before.metadata),
  }
}

function given<Value>(value: string | null | undefined, before: Value): Value | string | null {
  return value === undefined ? before : value
}

function addressOf(address: StripeParams): object {
  const names = ['city', 'country', 'line1', 'line2', 'postal_code', 'state']
  const read = Object.fromEntries(names.map((name) => [name, address.text(name) ?? null]))
  address.done()
  return read
}

function ignoreUnused(params: StripeParams): void {
  params.ignore('shipping', 'tax', 'tax_id_data', 'next_invoice_sequence', 'balance', 'validate')
}

function deleted(id: string): object {
  return { id, object: 'customer', deleted: true }
}

export const customerRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/customers', createCustomer),
  stripeRoute('GET', '/v1/customers', listCustomers),
  stripeRoute('GET', '/v1/customers/:id', getCustomer),
  stripeRoute('POST', '/v1/customers/:id', updateCustomer),
  stripeRoute('DELETE', '/v1/customers/:id', deleteCustomer),
]
