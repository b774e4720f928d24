import { outcomeOf, type ProviderDirectory } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun } from '../../platform/jobs/job.ts'
import { agentsOf } from './bound-agents.ts'
import type { VoiceAgent } from './voice-agent.ts'
import {
  claimVoiceAgent,
  deleteVoiceAgent,
  findVoiceAgent,
  releaseVoiceAgent,
  settleVoiceAgent,
} from './voice-agent-repository.ts'
import type { VoiceAgentService } from './voice-agent-service.ts'

export interface VoiceAgentJobParts {
  database: Database
  voiceAgents: Pick<VoiceAgentService, 'plan'>
  providers: Pick<ProviderDirectory, 'telephony'>
  clock: Clock
}

/** Milliseconds of real time: longer than a run may take, so that a killed one is all that is waited for. */
const LEASE = 90_000
/** Milliseconds until another look while a run for the same agent is at work. */
const BUSY = 5_000

export const voiceAgentJobs = (parts: VoiceAgentJobParts): JobHandler[] => [
  { kind: 'voice-agent.provision', maxAttempts: 20, timeout: 60_000, run: (run) => settle(parts, run) },
]

async function settle(parts: VoiceAgentJobParts, { tenantId, payload }: JobRun): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'an agent belongs to a tenant' }
  const { database, clock } = parts
  const ref = { tenantId, id: String(payload.voice_agent_id) }
  const claim = { now: new Date(), until: new Date(Date.now() + LEASE) }
  const agent = await database.inTenant(tenantId, (tx) => findVoiceAgent(tx, ref))
  if (!agent) return { is: 'cancel', why: 'the agent is gone' }
  if (agent.version !== payload.version) return { is: 'cancel', why: 'a later change has its own job' }
  if (!(await database.inTenant(tenantId, (tx) => claimVoiceAgent(tx, ref, claim))))
    return { is: 'snooze', until: clock.now() + BUSY, why: 'the agent is being written' }
  try {
    await bring(parts, agent)
    return { is: 'done' }
  } catch (error) {
    return await noteFailure(parts, agent, error)
  } finally {
    await database.inTenant(tenantId, (tx) => releaseVoiceAgent(tx, ref))
  }
}

/** The provider finds what an earlier run made, so all of it may be done again. */
async function bring({ database, voiceAgents, providers, clock }: VoiceAgentJobParts, agent: VoiceAgent) {
  const { tenantId, state, connection } = agent
  const plan = await voiceAgents.plan(agent)
  const { agents } = await agentsOf(providers, connection)
  if (state === 'retiring') {
    await agents.retire(plan)
    await database.inTenant(tenantId, (tx) => deleteVoiceAgent(tx, agent))
    return
  }
  const made = { ...(await agents.provision(plan)), at: new Date(clock.now()) }
  await database.inTenant(tenantId, (tx) => settleVoiceAgent(tx, agent, { state: 'ready', why: null, made }))
}

/** An admin reads why; only a refusal ends the attempts. */
async function noteFailure(
  { database, clock }: VoiceAgentJobParts,
  agent: VoiceAgent,
  error: unknown,
): Promise<JobOutcome> {
  const outcome = outcomeOf(error, clock.now())
  const failed = outcome.is === 'cancel' && agent.state !== 'retiring'
  const state = failed ? 'failed' : agent.state
  const why = 'why' in outcome ? (outcome.why ?? null) : null
  await database.inTenant(agent.tenantId, (tx) => settleVoiceAgent(tx, agent, { state, why }))
  return outcome
}
