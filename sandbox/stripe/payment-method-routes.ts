import type { Route } from '../engine/index.ts'
import { findCustomer } from './customer-routes.ts'
import { listPage } from './list-page.ts'
import { attachPaymentMethod } from './payment-method.ts'
import { refuseMissing } from './stripe-errors.ts'
import { emit } from './stripe-events.ts'
import type { PaymentMethod } from './stripe-objects.ts'
import { type StripeCall, stripeRoute } from './stripe-route.ts'
import type { StripeState } from './stripe-state.ts'

function findMethod({ state, id }: StripeCall): PaymentMethod {
  return state.payment_methods.find((method) => method.id === id) ?? refuseMissing('PaymentMethod', id)
}

function getMethod(call: StripeCall): PaymentMethod {
  call.params.done()
  return findMethod(call)
}

function attachMethod(call: StripeCall): PaymentMethod {
  const customer = findCustomer(call.state, call.params.required('customer'))
  call.params.done()
  return attachPaymentMethod(call, { id: call.id, customer: customer.id, param: 'id' })
}

function detachMethod(call: StripeCall): PaymentMethod {
  const method = findMethod(call)
  const previous = { customer: method.customer }
  method.customer = null
  emit(call, 'payment_method.detached', method, previous)
  return method
}

function listOfCustomer(call: StripeCall): object {
  const customer = findCustomer(call.state, call.id, 'id')
  call.params.ignore('type', 'allow_redisplay')
  return listPage(
    call,
    call.state.payment_methods.filter((method) => method.customer === customer.id),
  )
}

export const paymentMethodRoutes: readonly Route<StripeState>[] = [
  stripeRoute('GET', '/v1/payment_methods/:id', getMethod),
  stripeRoute('POST', '/v1/payment_methods/:id/attach', attachMethod),
  stripeRoute('POST', '/v1/payment_methods/:id/detach', detachMethod),
  stripeRoute('GET', '/v1/customers/:id/payment_methods', listOfCustomer),
]
