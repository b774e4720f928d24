import { randomBytes } from 'node:crypto'
import type { BodyFields, Handler, Route } from '../engine/index.ts'
import { findAgent, findPhoneNumber } from './find-object.ts'
import { newId } from './new-id.ts'
import { placeOutboundCall } from './outbound-call.ts'
import type { PhoneCall, WebCall } from './retell-call.ts'
import { refuse } from './retell-errors.ts'
import { bodyOf, refuseProblems, requireE164, textRecord } from './retell-fields.ts'
import type { Agent, RetellState } from './retell-state.ts'

type CallHandler = Handler<RetellState>

const createPhoneCall: CallHandler = (request, context) => {
  const { state } = context
  const fields = bodyOf(request)
  const from = fields.text('from_number')
  const to = requireE164(fields, 'to_number')
  const shared = sharedFields(fields)
  refuseProblems(fields)
  const number = findPhoneNumber(state, from)
  const agentId = fields.optionalText('override_agent_id') ?? number.outbound_agents?.[0]?.agent_id
  if (agentId === undefined) refuse(400, `No outbound agent is bound to ${from}.`)
  refuseWhenFull(state)
  const call: PhoneCall = {
    call_type: 'phone_call',
    call_id: newId('call'),
    ...agentFields(findAgent(state, agentId)),
    call_status: 'registered',
    direction: 'outbound',
    from_number: from,
    to_number: to,
    telephony_identifier: { twilio_call_sid: `CA${randomBytes(16).toString('hex')}` },
    ...shared,
    opt_in_signed_url: false,
  }
  state.calls.push(call)
  const answer = structuredClone(call)
  placeOutboundCall(context, call)
  return { status: 201, body: answer }
}

const createWebCall: CallHandler = (request, { state, now }) => {
  const fields = bodyOf(request)
  const agentId = fields.text('agent_id')
  const shared = sharedFields(fields)
  refuseProblems(fields)
  const agent = findAgent(state, agentId)
  refuseWhenFull(state)
  const call: WebCall = {
    call_type: 'web_call',
    access_token: randomBytes(32).toString('base64url'),
    call_id: newId('call'),
    ...agentFields(agent),
    call_status: 'registered',
    ...shared,
    opt_in_signed_url: false,
  }
  state.calls.push(call)
  const { call_id, access_token } = call
  // The vendor's client does not say how long the token lives; half a minute is what its older documentation names.
  const expiresAt = now() + 30_000
  return {
    status: 201,
    body: { call_id, access_token, expires_at: expiresAt, ice_servers: [], transport: 'gateway' },
  }
}

export function agentFields(agent: Agent): Pick<PhoneCall, 'agent_id' | 'agent_name' | 'agent_version'> {
  const name = agent.agent_name
  return { agent_id: agent.agent_id, ...(name && { agent_name: name }), agent_version: agent.version }
}

/** Left out of the call when not given, as the provider does. */
function sharedFields(fields: BodyFields): Pick<PhoneCall, 'metadata' | 'retell_llm_dynamic_variables'> {
  const variables = textRecord(fields, 'retell_llm_dynamic_variables')
  const metadata = fields.raw('metadata')
  return {
    ...(metadata !== undefined && { metadata }),
    ...(variables && { retell_llm_dynamic_variables: variables }),
  }
}

function refuseWhenFull({ calls, account }: RetellState): void {
  if (calls.filter(isOpen).length >= account.concurrency_limit) refuse(429)
}

export function isOpen({ call_status }: { call_status: string }): boolean {
  return call_status === 'ongoing'
}

export const createCallRoutes: readonly Route<RetellState>[] = [
  { method: 'POST', path: '/v2/create-phone-call', handle: createPhoneCall },
  { method: 'POST', path: '/v3/create-web-call', handle: createWebCall },
]
