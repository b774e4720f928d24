import type { StandInRequest } from '../engine/index.ts'
import type { RetellCall } from './retell-call.ts'
import { refuseMissing } from './retell-errors.ts'
import type { Agent, PhoneNumber, RetellLlm, RetellState } from './retell-state.ts'

export function findCall(state: RetellState, { params }: StandInRequest): RetellCall {
  return state.calls.find(({ call_id }) => call_id === params.call_id) ?? refuseMissing()
}

export function findAgent(state: RetellState, agentId: string | undefined): Agent {
  return state.agents.find(({ agent_id }) => agent_id === agentId) ?? refuseMissing()
}

export function findLlm(state: RetellState, { params }: StandInRequest): RetellLlm {
  return state.llms.find(({ llm_id }) => llm_id === params.llm_id) ?? refuseMissing()
}

export function findPhoneNumber(state: RetellState, number: string | undefined): PhoneNumber {
  return state.phone_numbers.find(({ phone_number }) => phone_number === number) ?? refuseMissing()
}
