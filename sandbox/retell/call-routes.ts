import type { Handler, Route } from '../engine/index.ts'
import { matchesFilter } from './call-filter.ts'
import { analyzeCall } from './call-lifecycle.ts'
import { isOpen } from './create-call-routes.ts'
import { findCall } from './find-object.ts'
import { limitOf } from './list-query.ts'
import { hangUp } from './outbound-call.ts'
import { pageOf } from './page-of.ts'
import type { RetellCall } from './retell-call.ts'
import { refuse } from './retell-errors.ts'
import { bodyOf, refuseProblems } from './retell-fields.ts'
import type { RetellState } from './retell-state.ts'
import { sendCallEvent } from './retell-webhooks.ts'

type CallHandler = Handler<RetellState>

const getCall: CallHandler = (request, { state }) => ({ status: 200, body: findCall(state, request) })

const listCalls: CallHandler = (request, { state }) => {
  const fields = bodyOf(request)
  const criteria = fields.record('filter_criteria')
  const page = {
    limit: limitOf(fields.optionalNumber('limit') ?? 50),
    skip: fields.optionalNumber('skip') ?? 0,
    paginationKey: fields.optionalText('pagination_key'),
  }
  const ascending = fields.optionalText('sort_order') === 'ascending'
  const total = fields.optionalBoolean('include_total') ?? false
  refuseProblems(fields)
  const found = state.calls.filter((call) => matchesFilter(call, criteria)).sort(byStart(ascending))
  const { items, ...rest } = pageOf(found, page, ({ call_id }) => call_id)
  return {
    status: 200,
    body: { items: items.map(withoutTranscript), ...rest, ...(total && { total: found.length }) },
  }
}

const updateCall: CallHandler = (request, { state }) => {
  const call = findCall(state, request)
  const fields = bodyOf(request)
  const storage = fields.optionalText('data_storage_setting')
  const attributes =
    fields.raw('custom_attributes') === undefined ? undefined : fields.record('custom_attributes')
  const metadata = fields.raw('metadata')
  refuseProblems(fields)
  if (metadata !== undefined) call.metadata = metadata
  if (storage !== undefined) call.data_storage_setting = storage
  if (attributes) call.custom_attributes = attributes
  return { status: 200, body: call }
}

const stopCall: CallHandler = (request, context) => {
  const call = findCall(context.state, request)
  if (!isOpen(call)) refuse(422, 'Call is not ongoing.')
  const seconds = Math.ceil((context.now() - (call.start_timestamp ?? context.now())) / 1000)
  hangUp(context, call, { reason: 'manual_stopped', seconds })
  return { status: 204 }
}

const rerunAnalysis: CallHandler = (request, context) => {
  const call = findCall(context.state, request)
  if (call.call_status !== 'ended') refuse(422, 'Call has not ended.')
  analyzeCall(call, call.call_analysis)
  void sendCallEvent(context, { event: 'call_analyzed', call })
  return { status: 200, body: call }
}

const deleteCall: CallHandler = (request, { state }) => {
  const call = findCall(state, request)
  state.calls = state.calls.filter((other) => other !== call)
  return { status: 204 }
}

const getConcurrency: CallHandler = (_request, { state }) => ({
  status: 200,
  body: {
    current_concurrency: state.calls.filter(isOpen).length,
    concurrency_limit: state.account.concurrency_limit,
    base_concurrency: state.account.concurrency_limit,
    purchased_concurrency: 0,
    concurrency_purchase_limit: 100,
    remaining_purchase_limit: 100,
    concurrency_burst_enabled: false,
    concurrency_burst_limit: 0,
    reserved_inbound_concurrency: 0,
  },
})

function byStart(ascending: boolean) {
  const sign = ascending ? 1 : -1
  return (a: RetellCall, b: RetellCall) => sign * ((a.start_timestamp ?? 0) - (b.start_timestamp ?? 0))
}

/** The list shows calls without what was said; the provider wants that fetched one by one. */
function withoutTranscript(call: RetellCall): object {
  const { transcript, transcript_object, transcript_with_tool_calls, ...shown } = call
  return shown
}

export const callRoutes: readonly Route<RetellState>[] = [
  { method: 'GET', path: '/v2/get-call/:call_id', handle: getCall },
  { method: 'POST', path: '/v3/list-calls', handle: listCalls },
  { method: 'PATCH', path: '/v2/update-call/:call_id', handle: updateCall },
  { method: 'POST', path: '/v2/stop-call/:call_id', handle: stopCall },
  { method: 'PUT', path: '/rerun-call-analysis/:call_id', handle: rerunAnalysis },
  { method: 'DELETE', path: '/v2/delete-call/:call_id', handle: deleteCall },
  { method: 'GET', path: '/get-concurrency', handle: getConcurrency },
]
