import type { Route } from '../engine/index.ts'
import { findCustomer } from './customer-routes.ts'
import { listPage } from './list-page.ts'
import { refuseMissing, refuseParam } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { TaxId } from './stripe-objects.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

/** The kinds that the stand-in knows, with the spelling that the provider asks for (of the union's, roughly). */
const SPELLINGS: Readonly<Record<string, RegExp>> = {
  eu_vat: /^[A-Z]{2}[0-9A-Z+*]{8,12}$/,
  gb_vat: /^(GB|XI)([0-9]{9}|[0-9]{12})$/,
  de_stn: /^[0-9]{10}$/,
}

function createTaxId(call: StripeCall): TaxId {
  const { state, params, at } = call
  const customer = findCustomer(state, call.id, 'id').id
  const type = params.oneOf('type', Object.keys(SPELLINGS)) ?? params.required('type')
  const value = params.required('value')
  params.done()
  if (!SPELLINGS[type]?.test(value)) {
    refuseParam('value', `Invalid value for ${type}.`, 'tax_id_invalid')
  }
  const taxId: TaxId = {
    id: stripeId('txi'),
    object: 'tax_id',
    country: value.slice(0, 2),
    created: at,
    customer,
    customer_account: null,
    livemode: false,
    owner: { type: 'customer', customer, customer_account: null },
    type,
    value,
    verification: { status: 'pending', verified_address: null, verified_name: null },
  }
  state.tax_ids.push(taxId)
  emit(call, 'customer.tax_id.created', taxId)
  return taxId
}

function listTaxIds(call: StripeCall): object {
  const { id } = findCustomer(call.state, call.id, 'id')
  return listPage(
    call,
    call.state.tax_ids.filter(({ customer }) => customer === id),
  )
}

function deleteTaxId(call: StripeCall): object {
  const { state, request } = call
  const { id: customer } = findCustomer(state, call.id, 'id')
  const id = request.params.tax_id ?? ''
  const taxId =
    state.tax_ids.find((one) => one.id === id && one.customer === customer) ?? refuseMissing('tax_id', id)
  state.tax_ids = state.tax_ids.filter((one) => one !== taxId)
  emit(call, 'customer.tax_id.deleted', taxId)
  return { id, object: 'tax_id', deleted: true }
}

export const taxIdRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/customers/:id/tax_ids', createTaxId),
  stripeRoute('GET', '/v1/customers/:id/tax_ids', listTaxIds),
  stripeRoute('DELETE', '/v1/customers/:id/tax_ids/:tax_id', deleteTaxId),
]
