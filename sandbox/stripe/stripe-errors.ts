import { Refusal, type Reply } from '../engine/index.ts'

export type StripeError = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  param?: string
  decline_code?: string
  charge?: string
  payment_intent?: object
}

/** The provider's error envelope; a code brings its documentation address with it. */
export function stripeError(status: number, error: StripeError): Reply {
  const page = error.code?.replaceAll('_', '-')
  const address = page === undefined ? {} : { doc_url: `https://stripe.com/docs/error-codes/${page}` }
  return { status, body: { error: { ...error, ...address } } }
}

export function refuse(status: number, error: StripeError): never {
  throw new Refusal(stripeError(status, error))
}

/** 400 for a request that makes no sense, by parameter. */
export function refuseParam(param: string, message: string, code?: string): never {
  refuse(400, { type: 'invalid_request_error', message, param, ...(code !== undefined && { code }) })
}

/** 400 for a request that the object's state does not allow. */
export function refuseState(message: string, code?: string): never {
  refuse(400, { type: 'invalid_request_error', message, ...(code !== undefined && { code }) })
}

/** `what` as the provider says it: customer, invoice, payment_intent. 404 for an id in the path, else 400. */
export function refuseMissing(what: string, id: string, param = 'id'): never {
  const message = `No such ${what}: '${id}'`
  const status = param === 'id' ? 404 : 400
  refuse(status, { type: 'invalid_request_error', code: 'resource_missing', message, param })
}
