import { BodyFields } from '../engine/index.ts'
import type { PhoneNumber, RetellState } from '../retell/retell-state.ts'

/** Where a hub takes what the provider sends. */
export type Hub = { baseUrl: string; connectionId: string }

/** The addresses one call is played against; undefined where nothing is set up. */
export type HubAddresses = {
  inbound: string | undefined
  /** Undefined leaves it to the agent's or the account's own webhook address. */
  events: string | undefined
  functionOf: (name: string) => { url: string; timeoutMs: number }
}

/** A custom function's time limit where its tool names none. */
const functionTimeoutMs = 120_000

/** A hub given by name has fixed paths; without one the addresses are those configured at the provider. */
export function hubAddresses(
  state: RetellState,
  { hub, number, agentId }: { hub: Hub | undefined; number: PhoneNumber | undefined; agentId: string },
): HubAddresses {
  if (!hub) {
    return {
      inbound: number?.inbound_webhook_url ?? undefined,
      events: undefined,
      functionOf: (name) => configuredFunction(state, agentId, name),
    }
  }
  const hooks = `${hub.baseUrl.replace(/\/$/, '')}/hooks/${hub.connectionId}`
  return {
    inbound: `${hooks}/inbound`,
    events: `${hooks}/events`,
    functionOf: () => ({ url: `${hooks}/function`, timeoutMs: functionTimeoutMs }),
  }
}

function configuredFunction(state: RetellState, agentId: string, name: string) {
  const agent = new BodyFields(state.agents.find(({ agent_id }) => agent_id === agentId))
  const llmId = agent.raw('response_engine.llm_id')
  const tools = new BodyFields(state.llms.find(({ llm_id }) => llm_id === llmId)).list('general_tools')
  const tool = tools.map((entry) => new BodyFields(entry)).find((entry) => entry.raw('name') === name)
  if (!tool) throw new Error(`The agent ${agentId} has no function called ${name}`)
  return { url: tool.text('url'), timeoutMs: tool.optionalNumber('timeout_ms') ?? functionTimeoutMs }
}
