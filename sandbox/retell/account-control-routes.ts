import { type Handler, Refusal, type Route } from '../engine/index.ts'
import { isOpen } from './create-call-routes.ts'
import { findCall } from './find-object.ts'
import { hangUp } from './outbound-call.ts'
import { bodyOf } from './retell-fields.ts'
import { outboundOutcomes, type RetellState } from './retell-state.ts'

type ControlHandler = Handler<RetellState>

/** Body: `{ webhook_url?: string | null, concurrency_limit? }`, the account's own settings. */
const setAccount: ControlHandler = (request, { state }) => {
  const fields = bodyOf(request)
  const url = fields.raw('webhook_url') === null ? null : fields.optionalText('webhook_url')
  const limit = fields.optionalNumber('concurrency_limit')
  refuseProblems(fields.problems)
  if (url !== undefined) state.account.webhook_url = url
  if (limit !== undefined) state.account.concurrency_limit = limit
  return { status: 200, body: state.account }
}

/** Body: `{ outcome, duration_seconds? }`: what becomes of the next outbound calls. */
const setOutbound: ControlHandler = (request, { state }) => {
  const fields = bodyOf(request)
  const outcome = outboundOutcomes.find((known) => known === fields.raw('outcome'))
  const seconds = fields.optionalNumber('duration_seconds') ?? state.outbound.duration_seconds
  if (!outcome) fields.problems.push(`outcome must be one of ${outboundOutcomes.join(', ')}`)
  refuseProblems(fields.problems)
  if (outcome) state.outbound = { outcome, duration_seconds: seconds }
  return { status: 200, body: state.outbound }
}

/** Body: `{ disconnection_reason?, duration_seconds? }`: the other side hangs up. */
const endOpenCall: ControlHandler = (request, context) => {
  const call = findCall(context.state, request)
  const fields = bodyOf(request)
  const reason = fields.optionalText('disconnection_reason') ?? 'user_hangup'
  const seconds = fields.optionalNumber('duration_seconds') ?? context.state.outbound.duration_seconds
  if (!isOpen(call)) fields.problems.push(`the call is ${call.call_status}`)
  refuseProblems(fields.problems)
  hangUp(context, call, { reason, seconds })
  return { status: 200, body: call }
}

function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new Refusal({ status: 422, body: { error: `${problems.join('; ')}.` } })
}

export const accountControlRoutes: readonly Route<RetellState>[] = [
  { method: 'PUT', path: '/retell/account', handle: setAccount },
  { method: 'PUT', path: '/retell/outbound', handle: setOutbound },
  { method: 'POST', path: '/retell/calls/:call_id/end', handle: endOpenCall },
]
