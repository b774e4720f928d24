import type { PluginContext } from './context.ts'

/**
 * A function that the hub answers in mid-call, as it is declared to a voice agent.
 *
 * @example
 * const freeTimes: AgentFunction = {
 *   name: 'check_availability',
 *   description: 'Call it when the caller asks for a time.',
 *   parameters: { type: 'object', properties: { when: { type: 'string' } } },
 * }
 */
export interface AgentFunction {
  /** At most 64 of `a-z`, `0-9` and `_`. */
  name: string
  /** For the model: what it does and when to call it. */
  description: string
  /** JSON Schema of the arguments. */
  parameters: { type: 'object'; properties: Record<string, object>; required?: string[] }
  /** What the agent says while it waits; left out where the answer comes at once. */
  sayMeanwhile?: string
}

/**
 * A voice agent as the hub wants it to stand at the provider.
 *
 * @example
 * const plan: AgentPlan = {
 *   key: '0197c9e07b6f7d3c8f0a1b2c3d4e5f60', name: 'Salon Mitte', language: 'de',
 *   instructions: 'You answer the phone of Salon Mitte. Today is {{today_spoken}}.',
 *   functions: [], numbers: ['+493023125001'],
 * }
 */
export interface AgentPlan {
  /** The hub's own id of the agent, the same at every repeat. It must be findable at the provider. */
  key: string
  /** As people see it. */
  name: string
  language: 'de' | 'en'
  /** What the agent is told. `{{name}}` stands for a variable of the inbound routing. */
  instructions: string
  /** Its first sentence, with variables; left out where it makes one up. */
  greeting?: string
  /** The provider's id of a voice; left out for the connection's own choice. */
  voice?: string
  functions: AgentFunction[]
  /** Numbers (E.164) that it answers: these and no others. */
  numbers: string[]
  /** E.164 of a person to whom a caller may be put through. */
  transferTo?: string
  /** Days after which the provider itself forgets what was said. */
  keepDays?: number
}

/**
 * How the provider knows an agent, and the version that its numbers are tied to.
 *
 * @example
 * const agent: AgentReference = { reference: 'agent_81', version: '3' }
 */
export interface AgentReference {
  reference: string
  version: string
}

/**
 * One thing that stands at the provider otherwise than the hub would write it.
 *
 * @example
 * const renamed: AgentDifference = { field: 'name', wanted: 'Salon Mitte', found: 'Test' }
 */
export interface AgentDifference {
  /** `instructions`, `functions.book_appointment`, `numbers.+493023125001`. */
  field: string
  /** Null where there should be none. */
  wanted: unknown
  /** Null where there is none. */
  found: unknown
}

/**
 * A number as it stands at the provider.
 *
 * @example
 * const unlinked: ProviderNumber = { number: '+493023125001', agents: [], inboundHook: 'missing' }
 */
export interface ProviderNumber {
  /** E.164. */
  number: string
  /** Agents that answer it; more than one where the provider chooses. `version` null: whichever is the newest. */
  agents: Array<{ reference: string; version: string | null }>
  /** Whether the hub is asked before the agent picks up; null where this provider has no such question. */
  inboundHook: 'here' | 'missing' | 'elsewhere' | null
}

/**
 * Agents made and kept by the hub. Every call may be repeated, and whatever is there already is found by the plan's key
 * before anything is created. Run by jobs, never while a caller waits.
 *
 * @example
 * const numbersOf = async (agents: AgentProvisioner, ctx: PluginContext) =>
 *   (await agents.listNumbers(ctx)).map(({ number }) => number)
 */
export interface AgentProvisioner {
  /**
   * Makes the agent, or brings it to what the plan says, publishes it, and ties exactly the plan's numbers to that
   * version, with the hub's inbound hook. What is as it should be is not written again.
   */
  provision(ctx: PluginContext, plan: AgentPlan): Promise<AgentReference>
  /** Takes the agent away and its numbers off it. Done also where nothing of it is left. */
  retire(ctx: PluginContext, agent: Pick<AgentPlan, 'key'>): Promise<void>
  /** What of the plan stands otherwise at the provider; empty when all is as the hub would write it. Changes nothing. */
  compare(ctx: PluginContext, plan: AgentPlan): Promise<AgentDifference[]>
  /** All numbers of the account. Changes nothing. */
  listNumbers(ctx: PluginContext): Promise<ProviderNumber[]>
}
