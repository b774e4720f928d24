import type { NewJob } from '../../platform/jobs/job.ts'
import type { VoiceAgent } from './voice-agent.ts'

/** One job for each version of what is wanted. */
export const agentJob = ({ id, tenantId, version }: VoiceAgent): NewJob => ({
  kind: 'voice-agent.provision',
  tenantId,
  payload: { voice_agent_id: id, version },
  uniqueKey: `${id}:${version}`,
})
