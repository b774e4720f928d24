import { setTimeout as sleep } from 'node:timers/promises'
import { BodyFields, postWebhook } from '../engine/index.ts'
import { textRecord } from '../retell/retell-fields.ts'
import { type RetellAccess, retellMessage, retellWebhookPolicy } from '../retell/retell-webhooks.ts'
import type { PlayedInbound } from './played-call.ts'

export type InboundCall = { call_id: string; agent_id?: string; from_number: string; to_number: string }

export type InboundAnswer = { played: PlayedInbound; overrideAgentId: string | undefined }

/** The first try and up to three more; the caller hears ringing all the while. */
const attempts = 4
const betweenAttemptsMs = 200

/** Asks the hub how to take a call, again without a 2xx answer, and reads what it says. */
export async function askInbound(
  access: RetellAccess,
  url: string,
  call: InboundCall,
): Promise<InboundAnswer> {
  const body = { event: 'call_inbound', call_inbound: call }
  const message = retellMessage(access, { url, body, label: 'call_inbound' })
  const startedAt = performance.now()
  let attempt = 1
  let answer = await postWebhook(message, retellWebhookPolicy)
  while (answer.outcome === 'failed' && attempt < attempts) {
    await sleep(betweenAttemptsMs)
    attempt += 1
    answer = await postWebhook(message, retellWebhookPolicy)
  }
  const ms = Math.round(performance.now() - startedAt)
  const base = { http_status: answer.status, attempts: attempt, ms }
  if (answer.outcome === 'failed') return unusable(base, answer.error ?? `HTTP ${answer.status}`)
  return readAnswer(base, answer.body)
}

type Base = Pick<PlayedInbound, 'http_status' | 'attempts' | 'ms'>

/** All parts are optional; variables must be text, as everywhere at the provider. */
function readAnswer(base: Base, body: string): InboundAnswer {
  const fields = new BodyFields(jsonOf(body))
  if (fields.raw('call_inbound') === undefined) return unusable(base, 'the answer has no call_inbound')
  const inner = new BodyFields(fields.raw('call_inbound'))
  const variables = textRecord(inner, 'dynamic_variables') ?? {}
  const overrideAgentId = inner.optionalText('override_agent_id')
  if (inner.problems.length > 0) return unusable(base, inner.problems.join('; '))
  return {
    played: { ...base, dynamic_variables: variables, metadata: inner.raw('metadata') ?? null },
    overrideAgentId,
  }
}

function unusable(base: Base, problem: string): InboundAnswer {
  const played = { ...base, dynamic_variables: {}, metadata: null, problem }
  return { played, overrideAgentId: undefined }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
