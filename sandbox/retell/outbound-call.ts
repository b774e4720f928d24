import { analyzeCall, connectCall, endCall, failToConnect } from './call-lifecycle.ts'
import type { RetellCall, TranscriptEntry } from './retell-call.ts'
import { type CallEvent, type RetellAccess, sendCallEvent } from './retell-webhooks.ts'

/** Lets a call the client asked for take the course that `state.outbound` says, and reports it. */
export function placeOutboundCall(access: RetellAccess, call: RetellCall): void {
  const { outcome, duration_seconds } = access.state.outbound
  if (outcome === 'silent') return
  if (outcome.startsWith('dial_')) {
    failToConnect(call, outcome)
    reportEnd(access, call)
    return
  }
  connectCall(call, access.now())
  report(access, call, 'call_started')
  if (outcome === 'answered') hangUp(access, call, { reason: 'user_hangup', seconds: duration_seconds })
}

/** Ends a call that has no script and reports it. */
export function hangUp(
  access: RetellAccess,
  call: RetellCall,
  { reason, seconds }: { reason: string; seconds: number },
): void {
  const at = (call.start_timestamp ?? access.now()) + seconds * 1000
  endCall(call, { at, reason, entries: call.transcript_with_tool_calls ?? [greeting] })
  reportEnd(access, call)
}

export function reportEnd(access: RetellAccess, call: RetellCall): void {
  report(access, call, 'call_ended')
  analyzeCall(call)
  report(access, call, 'call_analyzed')
}

const greeting: TranscriptEntry = {
  role: 'agent',
  content: 'Hello.',
  words: [{ word: 'Hello.', start: 0.5, end: 0.9 }],
}

/** Not awaited: the provider reports in the background. The message is a copy, so later changes don't reach it. */
function report(access: RetellAccess, call: RetellCall, event: CallEvent): void {
  void sendCallEvent(access, { event, call })
}
