import type {
  AgentDifference,
  AgentPlan,
  AgentProvisioner,
  AgentReference,
  PluginContext,
} from '@askpro/plugin-sdk'
import { Refused } from '@askpro/plugin-sdk'
import type Retell from 'retell-sdk'
import type { AgentResponse } from 'retell-sdk/resources/agent'
import { differingParts, ensureLlm, llmsOf, type WantedLlm, wantedLlm } from './agent-llm.ts'
import { allNumbers, answersFor, isTied, presentNumber, tieNumbers, untieAll } from './agent-numbers.ts'
import { findAgent, llmIdOf, type WantedAgent, wantedAgent } from './agent-voice.ts'
import { covers } from './covers.ts'
import { calling, gone, retellApi } from './retell-api.ts'

/**
 * Order matters: an LLM is made before the agent that points to it, a version is published before a number is tied to
 * it, and the number changes last. So a run that breaks off anywhere leaves callers with the version they had, and the
 * next one finds what it made. A published version is never changed, and neither is an LLM: what says something else is
 * a new one.
 */
export const agents: AgentProvisioner = {
  provision: (ctx, plan) => calling(() => provision(ctx, plan)),
  retire: (ctx, { key }) => calling(() => retire(ctx, key)),
  compare: (ctx, plan) => calling(() => compare(ctx, plan)),
  listNumbers: (ctx) =>
    calling(async () => (await allNumbers(await retellApi(ctx))).map((each) => presentNumber(ctx, each))),
}

async function provision(ctx: PluginContext, plan: AgentPlan): Promise<AgentReference> {
  const client = await retellApi(ctx)
  await refuseForeignNumbers(client, plan)
  const llmId = await ensureLlm(client, wantedLlm(ctx, plan))
  const version = await ensureVersion(client, { key: plan.key, wanted: wantedAgent(ctx, plan), llmId })
  await tieNumbers({ ctx, client }, version, plan.numbers)
  await forgetLlms(client, plan.key, llmId)
  return version
}

/** Said before anything is written: an agent without its number would look like one that works. */
async function refuseForeignNumbers(client: Retell, { numbers }: AgentPlan): Promise<void> {
  const there = new Set((await allNumbers(client)).map(({ phone_number }) => phone_number))
  const foreign = numbers.filter((number) => !there.has(number))
  if (foreign.length === 0) return
  throw new Refused('unknown_number', `This Retell account has no number ${foreign.join(', ')}.`)
}

interface Wish {
  key: string
  wanted: WantedAgent
  llmId: string
}

/** A published version that is as wanted, whether it was so already or is now. */
async function ensureVersion(client: Retell, { key, wanted, llmId }: Wish): Promise<AgentReference> {
  const settings = { ...wanted, response_engine: { type: 'retell-llm' as const, llm_id: llmId } }
  const found = await findAgent(client, key)
  const agent = found ? await brought(client, found, settings) : await client.agent.create(settings)
  if (!agent.is_published) await client.agent.publish(agent.agent_id, { version: agent.version })
  return { reference: agent.agent_id, version: String(agent.version) }
}

async function brought(
  client: Retell,
  found: AgentResponse,
  settings: Parameters<Retell['agent']['create']>[0],
): Promise<AgentResponse> {
  if (covers(found, settings)) return found
  const version = found.is_published ? await draftOf(client, found) : found.version
  return client.agent.update(found.agent_id, { ...settings, version })
}

async function draftOf(client: Retell, { agent_id, version }: AgentResponse): Promise<number> {
  const draft = await client.agent.createVersion(agent_id, { base_version: version })
  // Chat agents may leave it out; versions count up by one.
  return draft.version ?? version + 1
}

/** The one before stays for the calls that began with it. No number is tied to a version older than that. */
async function forgetLlms(client: Retell, key: string, current: string): Promise<void> {
  const older = (await llmsOf(client, key)).filter(({ llm_id }) => llm_id !== current)
  for (const { llm_id } of older.slice(1))
    await gone(calling(() => client.llm.delete(llm_id, { force_delete: true })))
}

async function retire(ctx: PluginContext, key: string): Promise<void> {
  const client = await retellApi(ctx)
  const agent = await findAgent(client, key)
  if (agent) {
    await untieAll({ ctx, client }, agent.agent_id)
    await gone(calling(() => client.agent.delete(agent.agent_id)))
  }
  for (const { llm_id } of await llmsOf(client, key))
    await gone(calling(() => client.llm.delete(llm_id, { force_delete: true })))
}

async function compare(ctx: PluginContext, plan: AgentPlan): Promise<AgentDifference[]> {
  const client = await retellApi(ctx)
  const agent = await findAgent(client, plan.key)
  if (!agent) return [{ field: 'agent', wanted: plan.name, found: null }]
  const answering = await answeringVersion(client, ctx, agent)
  const wanted = wantedAgent(ctx, plan)
  return [
    ...settingsApart(wanted, answering),
    ...(await llmApart(client, wantedLlm(ctx, plan), answering)),
    ...(await numbersApart({ ctx, client }, plan, answering)),
  ]
}

/** The version that callers hear: the one a number is tied to, else the newest. */
async function answeringVersion(
  client: Retell,
  ctx: PluginContext,
  newest: AgentResponse,
): Promise<AgentResponse> {
  const numbers = (await allNumbers(client)).map((each) => presentNumber(ctx, each))
  const tied = numbers
    .flatMap(({ agents: tiedTo }) => tiedTo)
    .find(({ reference, version }) => reference === newest.agent_id && version !== null)
  if (!tied?.version || tied.version === String(newest.version)) return newest
  return client.agent.retrieve(newest.agent_id, { version: tied.version })
}

/** What Retell calls its settings, in the hub's words. */
const FIELDS: Record<string, string> = {
  agent_name: 'name',
  voice_id: 'voice',
  webhook_url: 'events_hook',
  webhook_events: 'events',
  opt_in_signed_url: 'signed_recordings',
  data_storage_retention_days: 'keep_days',
}

const settingsApart = (wanted: WantedAgent, found: AgentResponse): AgentDifference[] =>
  Object.entries(wanted)
    .map(([name, value]) => ({
      field: FIELDS[name] ?? name,
      wanted: value,
      found: Reflect.get(found, name) ?? null,
    }))
    .filter((each) => !covers(each.found, each.wanted))

async function llmApart(client: Retell, wanted: WantedLlm, agent: AgentResponse): Promise<AgentDifference[]> {
  const id = llmIdOf(agent)
  const pinned = agent.response_engine.type === 'retell-llm' ? agent.response_engine.version : undefined
  const query = typeof pinned === 'number' ? { version: pinned } : {}
  return differingParts(wanted, id ? await client.llm.retrieve(id, query) : {})
}

async function numbersApart(
  { ctx, client }: { ctx: PluginContext; client: Retell },
  { numbers }: AgentPlan,
  { agent_id, version }: AgentResponse,
): Promise<AgentDifference[]> {
  const here = { reference: agent_id, version: String(version) }
  const there = (await allNumbers(client)).map((each) => presentNumber(ctx, each))
  const wanted = numbers.map((number) => ({ number, found: there.find((each) => each.number === number) }))
  const loose = wanted.filter(({ found }) => !found || !isTied(found, here))
  const others = there.filter((each) => answersFor(each, agent_id) && !numbers.includes(each.number))
  const inboundHook = 'here' as const
  return [
    ...loose.map(({ number, found }) => ({
      field: `numbers.${number}`,
      wanted: { agents: [here], inboundHook },
      found: found ? { agents: found.agents, inboundHook: found.inboundHook } : null,
    })),
    ...others.map(({ number, agents: tied }) => ({
      field: `numbers.${number}`,
      wanted: null,
      found: { agents: tied },
    })),
  ]
}
