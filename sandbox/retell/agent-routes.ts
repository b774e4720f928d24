import type { Handler, Route } from '../engine/index.ts'
import { findAgent } from './find-object.ts'
import { listByQuery } from './list-query.ts'
import { newId } from './new-id.ts'
import { refuse } from './retell-errors.ts'
import { bodyOf, refuseProblems, settingsOf } from './retell-fields.ts'
import type { Agent, RetellState } from './retell-state.ts'

type AgentHandler = Handler<RetellState>

const createAgent: AgentHandler = (request, { state, now }) => {
  const fields = bodyOf(request)
  const voice = fields.text('voice_id')
  if (!fields.text('response_engine.type')) refuse(400)
  refuseProblems(fields)
  requireEngine(state, fields.raw('response_engine.llm_id'))
  const agent: Agent = {
    ...settingsOf(request),
    voice_id: voice,
    agent_id: newId('agent'),
    version: 0,
    is_published: false,
    last_modification_timestamp: now(),
  }
  state.agents.push(agent)
  return { status: 201, body: agent }
}

const getAgent: AgentHandler = ({ params, query }, { state }) => ({
  status: 200,
  body: versionOf(state, findAgent(state, params.agent_id), query.get('version')),
})

/**
 * Changing a published version starts the next draft, so that a client can see what runs and what does not. A version
 * that is named must be the draft: published ones are immutable.
 */
const updateAgent: AgentHandler = (request, { state, now }) => {
  const agent = findAgent(state, request.params.agent_id)
  const named = versionOf(state, agent, request.query.get('version'))
  if (request.query.has('version') && (named !== agent || agent.is_published)) refuse(422)
  requireEngine(state, bodyOf(request).raw('response_engine.llm_id'))
  if (agent.is_published) startDraft(state, agent)
  const { agent_id, version, is_published } = agent
  const stamp = { agent_id, version, is_published, last_modification_timestamp: now() }
  Object.assign(agent, settingsOf(request), stamp)
  return { status: 200, body: agent }
}

/** A draft of an older version takes that one's settings. */
const createVersion: AgentHandler = (request, { state, now }) => {
  const agent = findAgent(state, request.params.agent_id)
  const fields = bodyOf(request)
  const base = fields.number('base_version')
  refuseProblems(fields)
  const { version: _older, ...settings } = versionOf(state, agent, String(base))
  startDraft(state, agent)
  Object.assign(agent, settings, { is_published: false, last_modification_timestamp: now() })
  return { status: 201, body: agent }
}

function startDraft(state: RetellState, agent: Agent): void {
  state.older_versions = [...(state.older_versions ?? []), structuredClone(agent)]
  agent.version += 1
  agent.is_published = false
}

function versionOf(state: RetellState, agent: Agent, version: string | null): Agent {
  if (version === null || version === 'latest' || version === String(agent.version)) return agent
  const found = state.older_versions?.find(
    (older) => older.agent_id === agent.agent_id && String(older.version) === version,
  )
  return found ?? refuse(422)
}

const publishAgent: AgentHandler = (request, { state, now }) => {
  const agent = findAgent(state, request.params.agent_id)
  const fields = bodyOf(request)
  const version = fields.number('version')
  refuseProblems(fields)
  if (version !== agent.version) refuse(422)
  agent.is_published = true
  agent.last_modification_timestamp = now()
  return { status: 204 }
}

const listAgents: AgentHandler = (request, { state }) => {
  const wanted = (bodyOf(request).optionalText('filter_criteria.query') ?? '').toLowerCase()
  const found = state.agents.filter(
    ({ agent_id, agent_name }) =>
      agent_id.includes(wanted) || (agent_name ?? '').toLowerCase().includes(wanted),
  )
  const page = listByQuery(found, request, ({ agent_id }) => agent_id)
  const items = page.items.map((agent) => ({
    agent_id: agent.agent_id,
    agent_name: agent.agent_name ?? '',
    channel: 'voice',
    tags: {},
    user_modified_timestamp: agent.last_modification_timestamp,
  }))
  return { status: 200, body: { ...page, items } }
}

const deleteAgent: AgentHandler = ({ params }, { state }) => {
  const agent = findAgent(state, params.agent_id)
  state.agents = state.agents.filter((other) => other !== agent)
  state.older_versions = (state.older_versions ?? []).filter(({ agent_id }) => agent_id !== agent.agent_id)
  return { status: 204 }
}

function requireEngine(state: RetellState, llmId: unknown): void {
  if (llmId !== undefined && !state.llms.some(({ llm_id }) => llm_id === llmId)) refuse(422)
}

export const agentRoutes: readonly Route<RetellState>[] = [
  { method: 'POST', path: '/create-agent', handle: createAgent },
  { method: 'GET', path: '/get-agent/:agent_id', handle: getAgent },
  { method: 'PATCH', path: '/update-agent/:agent_id', handle: updateAgent },
  { method: 'POST', path: '/create-agent-version/:agent_id', handle: createVersion },
  { method: 'POST', path: '/publish-agent-version/:agent_id', handle: publishAgent },
  { method: 'POST', path: '/v2/list-agents', handle: listAgents },
  { method: 'DELETE', path: '/delete-agent/:agent_id', handle: deleteAgent },
]
