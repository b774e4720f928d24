import { BodyFields } from '../engine/index.ts'
import type { RetellCall } from './retell-call.ts'
import { refuse } from './retell-errors.ts'

type Reader = (call: RetellCall, key: string) => unknown

const plain: Record<string, Reader> = {
  call_id: (call) => call.call_id,
  call_status: (call) => call.call_status,
  call_type: (call) => call.call_type,
  direction: (call) => (call.call_type === 'phone_call' ? call.direction : undefined),
  from_number: (call) => (call.call_type === 'phone_call' ? call.from_number : undefined),
  to_number: (call) => (call.call_type === 'phone_call' ? call.to_number : undefined),
  start_timestamp: (call) => call.start_timestamp,
  end_timestamp: (call) => call.end_timestamp,
  duration_ms: (call) => call.duration_ms,
  disconnection_reason: (call) => call.disconnection_reason,
  combined_cost: (call) => call.call_cost?.combined_cost,
  e2e_latency_p50: (call) => call.latency?.e2e.p50,
  call_successful: (call) => call.call_analysis?.call_successful,
  in_voicemail: (call) => call.call_analysis?.in_voicemail,
  user_sentiment: (call) => call.call_analysis?.user_sentiment,
}

const keyed: Record<string, (call: RetellCall) => unknown> = {
  metadata: (call) => call.metadata,
  dynamic_variables: (call) => call.retell_llm_dynamic_variables,
  custom_analysis_data: (call) => call.call_analysis?.custom_analysis_data,
  custom_attributes: (call) => call.custom_attributes,
}

/** Whether the call meets every condition of a `filter_criteria`; a condition that is not known is refused. */
export function matchesFilter(call: RetellCall, criteria: Record<string, unknown>): boolean {
  return Object.entries(criteria).every(([name, condition]) => {
    if (name === 'agent') return list(condition).some((agent) => isAgent(call, new BodyFields(agent)))
    const read = plain[name]
    if (read) return holds(new BodyFields(condition), read(call, ''))
    const source = keyed[name]
    if (!source) refuse(400, `Unknown filter ${name}.`)
    return list(condition).every((one) => {
      const fields = new BodyFields(one)
      return holds(fields, new BodyFields(source(call)).raw(fields.text('key')))
    })
  })
}

function isAgent(call: RetellCall, agent: BodyFields): boolean {
  const versions = agent.list('version')
  return (
    call.agent_id === agent.raw('agent_id') &&
    (versions.length === 0 || versions.includes(call.agent_version))
  )
}

const operations: Record<string, (actual: unknown, wanted: unknown) => boolean> = {
  'string.eq': (actual, wanted) => actual === wanted,
  'string.ne': (actual, wanted) => actual !== wanted,
  'string.sw': (actual, wanted) => String(actual ?? '').startsWith(String(wanted)),
  'string.ew': (actual, wanted) => String(actual ?? '').endsWith(String(wanted)),
  'string.co': (actual, wanted) => String(actual ?? '').includes(String(wanted)),
  'number.eq': (actual, wanted) => actual === wanted,
  'number.ne': (actual, wanted) => actual !== wanted,
  'number.gt': (actual, wanted) => Number(actual) > Number(wanted),
  'number.ge': (actual, wanted) => Number(actual) >= Number(wanted),
  'number.lt': (actual, wanted) => Number(actual) < Number(wanted),
  'number.le': (actual, wanted) => Number(actual) <= Number(wanted),
  'boolean.eq': (actual, wanted) => actual === wanted,
  'enum.in': (actual, wanted) => list(wanted).includes(actual),
  'range.bt': (actual, wanted) => {
    const [low, high] = list(wanted)
    return Number(actual) >= Number(low) && Number(actual) <= Number(high)
  },
  'present.pr': (actual) => actual !== undefined && actual !== null,
  'present.np': (actual) => actual === undefined || actual === null,
}

function holds(condition: BodyFields, actual: unknown): boolean {
  const name = `${String(condition.raw('type'))}.${String(condition.raw('op'))}`
  const operation = operations[name] ?? refuse(400, `Unknown filter operation ${name}.`)
  return operation(actual, condition.raw('value'))
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : refuse(400, 'A list was expected in filter_criteria.')
}
