import type { CallEnding } from '@askpro/plugin-sdk'
import type { PhoneCallResponse } from 'retell-sdk/resources/call'

type Reason = NonNullable<PhoneCallResponse['disconnection_reason']>

/** Why a call ended, by Retell's word for it. The type makes the table complete for the client's version. */
const ENDINGS: Record<Reason, CallEnding> = {
  user_hangup: 'caller_hung_up',
  agent_hangup: 'agent_hung_up',
  call_transfer: 'transferred',
  transfer_bridged: 'transferred',
  // The transfer came to nothing, and with it the call.
  transfer_cancelled: 'failed',
  call_take_over: 'transferred',
  voicemail_reached: 'voicemail',
  ivr_reached: 'voicemail',
  inactivity: 'silence',
  max_duration_reached: 'too_long',
  manual_stopped: 'stopped',
  dial_busy: 'not_reached',
  dial_failed: 'not_reached',
  dial_no_answer: 'not_reached',
  user_declined: 'not_reached',
  invalid_destination: 'not_reached',
  error_user_not_joined: 'not_reached',
  registered_call_timeout: 'not_reached',
  marked_as_spam: 'refused',
  scam_detected: 'refused',
  concurrency_limit_reached: 'no_capacity',
  no_concurrency_fallback: 'no_capacity',
  no_valid_payment: 'no_capacity',
  telephony_provider_permission_denied: 'failed',
  telephony_provider_unavailable: 'failed',
  sip_routing_error: 'failed',
  error_llm_websocket_open: 'failed',
  error_llm_websocket_lost_connection: 'failed',
  error_llm_websocket_runtime: 'failed',
  error_llm_websocket_corrupt_payload: 'failed',
  error_no_audio_received: 'failed',
  error_asr: 'failed',
  error_retell: 'failed',
  error_unknown: 'failed',
}

/** A reason of tomorrow is `other`; Retell's own word stands beside it in any case. */
export const endingOf = (reason: string): CallEnding =>
  Object.hasOwn(ENDINGS, reason) ? ENDINGS[reason as Reason] : 'other'
