import { hash } from 'node:crypto'
import type { AgentFunction, AgentPlan, PluginContext } from '@askpro/plugin-sdk'
import type Retell from 'retell-sdk'
import type { LlmCreateParams, LlmResponse } from 'retell-sdk/resources/llm'
import { covers } from './covers.ts'

type Tool = NonNullable<LlmCreateParams['general_tools']>[number]

/** What an agent says and can do: Retell's "LLM", which the agent itself (voice, language, hooks) points to. */
export interface WantedLlm extends LlmCreateParams {
  general_prompt: string
  begin_message: string | null
  start_speaker: 'agent'
  general_tools: Tool[]
  default_dynamic_variables: { hub_agent: string; hub_content: string }
}

/** Milliseconds; the hub answers within 2.5 s, and Retell repeats nothing that is answered. */
const TIMEOUT = 10_000

/**
 * An LLM has no name at Retell, so the key stands among its default variables, which no prompt uses. Beside it stands a
 * digest of the content: an LLM that says the same is found and not made again.
 */
export function wantedLlm(ctx: PluginContext, plan: AgentPlan): WantedLlm {
  const content = {
    general_prompt: plan.instructions,
    begin_message: plan.greeting ?? null,
    start_speaker: 'agent' as const,
    general_tools: toolsOf(plan, ctx.hookUrl('function')),
  }
  const digest = hash('sha256', JSON.stringify(content), 'hex').slice(0, 32)
  return { ...content, default_dynamic_variables: { hub_agent: plan.key, hub_content: digest } }
}

function toolsOf({ functions, transferTo, language }: AgentPlan, url: string): Tool[] {
  const end: Tool = {
    type: 'end_call',
    name: 'end_call',
    description: 'Ends the call once both have said goodbye.',
  }
  const custom = functions.map((each) => customTool(each, url))
  return transferTo ? [...custom, end, transferTool(transferTo, language)] : [...custom, end]
}

const customTool = ({ name, description, parameters, sayMeanwhile }: AgentFunction, url: string): Tool => ({
  type: 'custom',
  name,
  description,
  url,
  method: 'POST',
  // Without the call around them the hub could not tell whom the arguments are for.
  args_at_root: false,
  parameters,
  speak_after_execution: true,
  speak_during_execution: sayMeanwhile !== undefined,
  ...(sayMeanwhile
    ? { execution_message_type: 'static_text' as const, execution_message_description: sayMeanwhile }
    : {}),
  timeout_ms: TIMEOUT,
  // The hub takes a repeated request for the same one, so a lost connection may be tried again.
  max_retry: 1,
})

/** The number is in the agent, not in a variable: what a model or a caller says can never choose another. */
const transferTool = (number: string, language: AgentPlan['language']): Tool => ({
  type: 'transfer_call',
  name: 'transfer_to_human',
  description: 'Puts the caller through to a person, when they ask for one or you cannot help.',
  transfer_destination: { type: 'predefined', number },
  transfer_option: { type: 'cold_transfer' },
  speak_during_execution: true,
  execution_message_type: 'static_text',
  execution_message_description:
    language === 'de' ? 'Einen Moment, ich verbinde Sie.' : 'One moment, I am putting you through.',
})

/** Those of an agent, newest first. Looked for every time: whatever was created before a crash is found. */
export async function llmsOf(client: Retell, key: string): Promise<LlmResponse[]> {
  const found: LlmResponse[] = []
  let pagination_key: string | undefined
  do {
    const page = await client.llm.list({ limit: 1_000, ...(pagination_key ? { pagination_key } : {}) })
    const items = page.items ?? []
    found.push(...items.filter(({ default_dynamic_variables: marks }) => marks?.hub_agent === key))
    pagination_key = page.has_more ? page.pagination_key : undefined
  } while (pagination_key)
  return found
}

export async function ensureLlm(client: Retell, wanted: WantedLlm): Promise<string> {
  const { hub_agent, hub_content } = wanted.default_dynamic_variables
  const found = (await llmsOf(client, hub_agent)).find((llm) => says(llm, wanted, hub_content))
  return (found ?? (await client.llm.create(wanted))).llm_id
}

/** One whose text somebody changed since does not say what its mark says. */
const says = (llm: LlmResponse, wanted: WantedLlm, content: string): boolean =>
  llm.default_dynamic_variables?.hub_content === content && differingParts(wanted, llm).length === 0

export interface Part {
  field: string
  wanted: unknown
  found: unknown
}

/** Prompt, greeting and tools, part by part. A member that the hub does not set is Retell's own, and no difference. */
export function differingParts(wanted: WantedLlm, found: Partial<LlmResponse>): Part[] {
  const tools = (list: unknown): Map<string, object> =>
    new Map((Array.isArray(list) ? list : []).map((tool: { name: string }) => [tool.name, tool]))
  const [here, there] = [tools(wanted.general_tools), tools(found.general_tools)]
  const names = [...new Set([...here.keys(), ...there.keys()])]
  const parts: Part[] = [
    { field: 'instructions', wanted: wanted.general_prompt, found: found.general_prompt ?? null },
    { field: 'greeting', wanted: wanted.begin_message, found: found.begin_message ?? null },
    ...names.map((name) => ({
      field: `functions.${name}`,
      wanted: here.get(name) ?? null,
      found: there.get(name) ?? null,
    })),
  ]
  return parts.filter((part) => !covers(part.found, part.wanted))
}
