import { postWebhook } from '../engine/index.ts'
import type { RetellCall } from '../retell/retell-call.ts'
import { type RetellAccess, retellMessage, retellWebhookPolicy } from '../retell/retell-webhooks.ts'
import { transcriptText } from '../retell/transcript.ts'
import type { CallRecord } from './call-record.ts'
import type { HubAddresses } from './hub-addresses.ts'
import { type HubAnswer, noAnswer, parseHubAnswer } from './hub-answer.ts'
import type { PlayedFunction } from './played-call.ts'

export type CallInProgress = {
  access: RetellAccess
  addresses: HubAddresses
  call: RetellCall
  record: CallRecord
}

/**
 * Sends one custom function call in the middle of a call, with the transcript so far. Not tried again, as by default
 * at the provider: what fails stays unanswered for the agent.
 */
export async function callFunction(
  { access, addresses, call, record }: CallInProgress,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<{ played: PlayedFunction; answer: HubAnswer }> {
  const { url, timeoutMs } = addresses.functionOf(name)
  const toolCallId = record.invoke(name, args)
  const soFar = {
    ...call,
    transcript: transcriptText(record.entries),
    transcript_with_tool_calls: record.entries,
  }
  const message = retellMessage(access, { url, timeoutMs, body: { name, call: soFar, args }, label: name })
  const startedAt = performance.now()
  const reply = await postWebhook(message, retellWebhookPolicy)
  const ms = Math.round(performance.now() - startedAt)
  const error = reply.outcome === 'failed' ? (reply.error ?? `HTTP ${reply.status}`) : undefined
  record.answer(toolCallId, error ?? reply.body, error === undefined)
  const answer = error === undefined ? parseHubAnswer(reply.body) : noAnswer
  const played: PlayedFunction = {
    name,
    tool_call_id: toolCallId,
    args,
    result: answer,
    http_status: reply.status,
    ms,
    ...(error !== undefined && { error }),
  }
  return { played, answer }
}
