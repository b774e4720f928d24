import type { Route } from '../engine/index.ts'
import { listPage } from './list-page.ts'
import { mergedMetadata } from './metadata.ts'
import { refuseMissing, refuseParam } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import { stripeId } from './stripe-id.ts'
import type { Price, Product } from './stripe-objects.ts'
import type { StripeParams } from './stripe-params.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

export function findPrice(state: StripeState, id: string, param = 'price'): Price {
  return state.prices.find((price) => price.id === id) ?? refuseMissing('price', id, param)
}

function findProduct(state: StripeState, id: string, param = 'product'): Product {
  return state.products.find((product) => product.id === id) ?? refuseMissing('product', id, param)
}

function createProduct(call: StripeCall): Product {
  const { params } = call
  const chosenId = params.text('id')
  const product = newProduct(call, params)
  params.ignore('tax_code', 'tax_details', 'unit_label', 'images', 'statement_descriptor', 'type', 'url')
  params.done()
  return addProduct(call, chosenId ? { ...product, id: chosenId } : product)
}

function newProduct({ at }: StripeCall, params: StripeParams): Product {
  return {
    id: stripeId('prod'),
    object: 'product',
    active: params.boolean('active') ?? true,
    created: at,
    default_price: null,
    description: params.text('description') ?? null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: mergedMetadata(params),
    name: params.required('name'),
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: at,
    url: null,
  }
}

function addProduct(call: StripeCall, product: Product): Product {
  if (call.state.products.some(({ id }) => id === product.id))
    refuseParam('id', `Product already exists.`, 'resource_already_exists')
  call.state.products.push(product)
  emit(call, 'product.created', product)
  return product
}

function createPrice(call: StripeCall): Price {
  const { state, params, at } = call
  const { productId, made } = productOf(call)
  const recurring = params.nested('recurring')
  const price: Price = {
    id: stripeId('price'),
    object: 'price',
    active: params.boolean('active') ?? true,
    billing_scheme: 'per_unit',
    created: at,
    currency: params.required('currency').toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: params.text('lookup_key') ?? null,
    metadata: mergedMetadata(params),
    nickname: params.text('nickname') ?? null,
    product: productId,
    recurring: recurring ? recurringOf(recurring) : null,
    tax_behavior: params.text('tax_behavior') ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? 'recurring' : 'one_time',
    ...unitAmountOf(params),
  }
  params.ignore('transfer_lookup_key')
  params.done()
  if (made) addProduct(call, made)
  state.prices.push(price)
  emit(call, 'price.created', price)
  return price
}

/** The product a price is for: one that exists, or one made with it. */
function productOf(call: StripeCall): { productId: string; made?: Product } {
  const { params, state } = call
  const data = params.nested('product_data')
  if (!data) return { productId: findProduct(state, params.required('product')).id }
  const made = newProduct(call, data)
  data.done()
  return { productId: made.id, made }
}

function unitAmountOf(params: StripeParams) {
  const amount = params.integer('unit_amount')
  const decimal = params.text('unit_amount_decimal') ?? amount?.toString()
  if (decimal === undefined) refuseParam('unit_amount', 'Specify unit_amount or unit_amount_decimal.')
  return { unit_amount: amount ?? wholeOrNull(decimal), unit_amount_decimal: decimal }
}

function recurringOf(recurring: StripeParams): object {
  const read = {
    interval: recurring.oneOf('interval', ['day', 'week', 'month', 'year']) ?? 'month',
    interval_count: recurring.integer('interval_count') ?? 1,
    meter: recurring.text('meter') ?? null,
    trial_period_days: null,
    usage_type: recurring.oneOf('usage_type', ['licensed', 'metered']) ?? 'licensed',
  }
  recurring.done()
  return read
}

function wholeOrNull(decimal: string): number | null {
  return /^\d+(\.0+)?$/.test(decimal) ? Number(decimal) : null
}

function getProduct({ state, params, id }: StripeCall): Product {
  params.done()
  return findProduct(state, id, 'id')
}

function getPrice({ state, params, id }: StripeCall): Price {
  params.done()
  return findPrice(state, id, 'id')
}

function updateProduct(call: StripeCall): Product {
  const { state, params, id, at } = call
  const product = findProduct(state, id, 'id')
  const changes = {
    name: params.text('name') ?? product.name,
    active: params.boolean('active') ?? product.active,
    description: params.text('description') ?? product.description,
    metadata: mergedMetadata(params, product.metadata),
    updated: at,
  }
  params.done()
  Object.assign(product, changes)
  emit(call, 'product.updated', product)
  return product
}

function listProducts(call: StripeCall): object {
  const active = call.params.boolean('active')
  return listPage(
    call,
    call.state.products.filter((product) => active === undefined || product.active === active),
  )
}

function listPrices(call: StripeCall): object {
  const { params, state } = call
  const product = params.text('product')
  const keys = params.texts('lookup_keys')
  const active = params.boolean('active')
  const wanted = (price: Price) =>
    (!product || price.product === product) &&
    (!keys || keys.includes(String(price.lookup_key))) &&
    (active === undefined || price.active === active)
  return listPage(call, state.prices.filter(wanted))
}

export const catalogRoutes: readonly Route<StripeState>[] = [
  stripeRoute('POST', '/v1/products', createProduct),
  stripeRoute('GET', '/v1/products', listProducts),
  stripeRoute('GET', '/v1/products/:id', getProduct),
  stripeRoute('POST', '/v1/products/:id', updateProduct),
  stripeRoute('POST', '/v1/prices', createPrice),
  stripeRoute('GET', '/v1/prices', listPrices),
  stripeRoute('GET', '/v1/prices/:id', getPrice),
]
