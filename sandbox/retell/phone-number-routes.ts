import type { Handler, Route, StandInContext, StandInRequest } from '../engine/index.ts'
import { findAgent, findPhoneNumber } from './find-object.ts'
import { listByQuery } from './list-query.ts'
import { refuse } from './retell-errors.ts'
import { bodyOf, refuseProblems, requireE164, settingsOf } from './retell-fields.ts'
import type { PhoneNumber, RetellState, WeightedAgent } from './retell-state.ts'

type NumberHandler = Handler<RetellState>

const createNumber: NumberHandler = (request, context) => {
  const fields = bodyOf(request)
  const areaCode = fields.optionalNumber('area_code') ?? 415
  const wished = fields.raw('phone_number') === undefined ? undefined : requireE164(fields, 'phone_number')
  refuseProblems(fields)
  const number = wished ?? nextUsNumber(context.state, areaCode)
  const type = fields.raw('number_provider') === 'telnyx' ? 'retell-telnyx' : 'retell-twilio'
  return addNumber(request, context, { number, type, extra: { area_code: areaCode } })
}

const importNumber: NumberHandler = (request, context) => {
  const fields = bodyOf(request)
  const number = requireE164(fields, 'phone_number')
  const trunk = {
    termination_uri: fields.text('termination_uri'),
    auth_username: fields.optionalText('sip_trunk_auth_username'),
    transport: fields.optionalText('transport') ?? 'TCP',
  }
  refuseProblems(fields)
  return addNumber(request, context, { number, type: 'custom', extra: { sip_outbound_trunk_config: trunk } })
}

const getNumber: NumberHandler = ({ params }, { state }) => ({
  status: 200,
  body: findPhoneNumber(state, params.phone_number),
})

const updateNumber: NumberHandler = (request, { state, now }) => {
  const number = findPhoneNumber(state, request.params.phone_number)
  const { phone_number, phone_number_type } = number
  Object.assign(number, publicSettings(request), agentsOf(state, request), {
    phone_number,
    phone_number_type,
    last_modification_timestamp: now(),
  })
  return { status: 200, body: number }
}

const listNumbers: NumberHandler = (request, { state }) => ({
  status: 200,
  body: listByQuery(state.phone_numbers, request, ({ phone_number }) => phone_number),
})

const deleteNumber: NumberHandler = ({ params }, { state }) => {
  const number = findPhoneNumber(state, params.phone_number)
  state.phone_numbers = state.phone_numbers.filter((other) => other !== number)
  return { status: 204 }
}

type NewNumber = { number: string; type: PhoneNumber['phone_number_type']; extra: Record<string, unknown> }

function addNumber(
  request: StandInRequest,
  { state, now }: StandInContext<RetellState>,
  { number, type, extra }: NewNumber,
) {
  if (state.phone_numbers.some(({ phone_number }) => phone_number === number))
    refuse(400, `Phone number ${number} already exists.`)
  const added: PhoneNumber = {
    inbound_agents: null,
    outbound_agents: null,
    inbound_webhook_url: null,
    ...publicSettings(request),
    ...agentsOf(state, request),
    ...extra,
    phone_number: number,
    phone_number_type: type,
    last_modification_timestamp: now(),
  }
  state.phone_numbers.push(added)
  return { status: 201, body: added }
}

/** What the client sent without what the provider keeps to itself. */
function publicSettings(request: StandInRequest): Record<string, unknown> {
  const hidden = ['sip_trunk_auth_password', 'sip_trunk_auth_username', 'auth_password', 'auth_username']
  const dropped = [...hidden, 'termination_uri', 'transport', 'toll_free', 'country_code', 'number_provider']
  const kept = Object.entries(settingsOf(request)).filter(([name]) => !dropped.includes(name))
  return Object.fromEntries(kept)
}

function agentsOf(state: RetellState, request: StandInRequest): Record<string, WeightedAgent[] | null> {
  const names = ['inbound_agents', 'outbound_agents'].filter((name) => name in settingsOf(request))
  return Object.fromEntries(names.map((name) => [name, weightedAgents(state, settingsOf(request)[name])]))
}

function weightedAgents(state: RetellState, given: unknown): WeightedAgent[] | null {
  if (given === null) return null
  if (!Array.isArray(given)) refuse(400)
  return given.map((entry: unknown) => {
    const fields = bodyOf({ body: entry })
    const agent = { agent_id: fields.text('agent_id'), weight: fields.number('weight') }
    const version = fields.optionalNumber('agent_version')
    refuseProblems(fields)
    findAgent(state, agent.agent_id)
    return version === undefined ? agent : { ...agent, agent_version: version }
  })
}

function nextUsNumber(state: RetellState, areaCode: number): string {
  const owned = state.phone_numbers.length
  return `+1${areaCode}555${String(100 + (owned % 100)).padStart(4, '0')}`
}

export const phoneNumberRoutes: readonly Route<RetellState>[] = [
  { method: 'POST', path: '/create-phone-number', handle: createNumber },
  { method: 'POST', path: '/import-phone-number', handle: importNumber },
  { method: 'GET', path: '/get-phone-number/:phone_number', handle: getNumber },
  { method: 'PATCH', path: '/update-phone-number/:phone_number', handle: updateNumber },
  { method: 'GET', path: '/v2/list-phone-numbers', handle: listNumbers },
  { method: 'DELETE', path: '/delete-phone-number/:phone_number', handle: deleteNumber },
]
