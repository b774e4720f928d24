import type { Handler, Route } from '../engine/index.ts'
import { findLlm } from './find-object.ts'
import { listByQuery } from './list-query.ts'
import { newId } from './new-id.ts'
import { refuse } from './retell-errors.ts'
import { bodyOf, settingsOf } from './retell-fields.ts'
import type { RetellLlm, RetellState } from './retell-state.ts'

type LlmHandler = Handler<RetellState>

const createLlm: LlmHandler = (request, { state, now }) => {
  checkTools(bodyOf(request).list('general_tools'))
  const llm: RetellLlm = {
    ...(request.body === undefined ? {} : settingsOf(request)),
    llm_id: newId('llm'),
    version: 0,
    is_published: false,
    last_modification_timestamp: now(),
  }
  state.llms.push(llm)
  return { status: 201, body: llm }
}

const getLlm: LlmHandler = (request, { state }) => ({ status: 200, body: findLlm(state, request) })

const updateLlm: LlmHandler = (request, { state, now }) => {
  const llm = findLlm(state, request)
  const { llm_id, version, is_published } = llm
  checkTools(bodyOf(request).list('general_tools'))
  Object.assign(llm, settingsOf(request), {
    llm_id,
    version,
    is_published,
    last_modification_timestamp: now(),
  })
  return { status: 200, body: llm }
}

const listLlms: LlmHandler = (request, { state }) => ({
  status: 200,
  body: listByQuery(state.llms, request, ({ llm_id }) => llm_id),
})

const deleteLlm: LlmHandler = (request, { state }) => {
  const llm = findLlm(state, request)
  const isUsed = state.agents.some(({ response_engine }) => Object(response_engine).llm_id === llm.llm_id)
  if (isUsed && request.query.get('force_delete') !== 'true') refuse(400, 'An agent still uses this LLM.')
  state.llms = state.llms.filter((other) => other !== llm)
  return { status: 204 }
}

/** Custom functions are where clients go wrong: a bad name, no address, or parameters that are no JSON Schema. */
function checkTools(tools: readonly unknown[]): void {
  for (const tool of tools) {
    const fields = bodyOf({ body: tool })
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(fields.text('name')))
      refuse(400, 'A tool name must match ^[a-zA-Z0-9_-]{1,64}$.')
    if (fields.text('type') !== 'custom') continue
    if (!URL.canParse(fields.text('url'))) refuse(400, 'A custom tool needs a valid url.')
    if (fields.raw('parameters') !== undefined && fields.raw('parameters.type') !== 'object')
      refuse(400, 'The parameters of a custom tool must be a JSON schema of type object.')
  }
}

export const llmRoutes: readonly Route<RetellState>[] = [
  { method: 'POST', path: '/create-retell-llm', handle: createLlm },
  { method: 'GET', path: '/get-retell-llm/:llm_id', handle: getLlm },
  { method: 'PATCH', path: '/update-retell-llm/:llm_id', handle: updateLlm },
  { method: 'GET', path: '/v2/list-retell-llms', handle: listLlms },
  { method: 'DELETE', path: '/delete-retell-llm/:llm_id', handle: deleteLlm },
]
