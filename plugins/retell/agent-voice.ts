import type { AgentPlan, PluginContext } from '@askpro/plugin-sdk'
import type Retell from 'retell-sdk'
import type { AgentCreateParams, AgentResponse } from 'retell-sdk/resources/agent'

export type WantedAgent = Omit<AgentCreateParams, 'response_engine'>

/** Everything that Retell tells of a call but the running transcript. */
const EVENTS: NonNullable<AgentCreateParams['webhook_events']> = [
  'call_started',
  'call_ended',
  'call_analyzed',
  'transfer_started',
  'transfer_bridged',
  'transfer_cancelled',
  'transfer_ended',
]

/** Retell keeps data for at most so many days before it deletes it by itself. */
const LONGEST = 730

/** The key is part of the name, since that is what Retell can be asked for. */
export const nameOf = ({ key, name }: Pick<AgentPlan, 'key' | 'name'>): string => `${name} [${key}]`

export function wantedAgent(ctx: PluginContext, plan: AgentPlan): WantedAgent {
  return {
    agent_name: nameOf(plan),
    voice_id: plan.voice ?? String(ctx.settings.voice),
    language: plan.language === 'de' ? 'de-DE' : 'en-US',
    webhook_url: ctx.hookUrl('events'),
    webhook_events: EVENTS,
    // Addresses of recordings that anybody who finds them could open for ever are not made.
    opt_in_signed_url: true,
    ...(plan.keepDays ? { data_storage_retention_days: Math.min(plan.keepDays, LONGEST) } : {}),
  }
}

/** The agent with that key, in its newest version; undefined where there is none. */
export async function findAgent(client: Retell, key: string): Promise<AgentResponse | undefined> {
  const { items = [] } = await client.agent.list({ limit: 100, filter_criteria: { query: key } })
  const found = items.find(({ agent_name }) => agent_name.endsWith(`[${key}]`))
  return found && client.agent.retrieve(found.agent_id)
}

export const llmIdOf = ({ response_engine: engine }: Pick<AgentResponse, 'response_engine'>) =>
  engine.type === 'retell-llm' ? engine.llm_id : undefined
