import type { AgentDifference, AgentPlan } from '@askpro/plugin-sdk'
import { parsePhone } from '../../customers/index.ts'
import type { ConnectionRef, ProviderDirectory } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { sqlState } from '../../platform/db/database-problem.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { HubError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import { versionConflict } from '../../platform/version-conflict.ts'
import type { LocationService } from '../../tenants/index.ts'
import { findNumbers } from '../number-repository.ts'
import { agentJob } from './agent-job.ts'
import { agentPlan } from './agent-plan.ts'
import { agentsOf } from './bound-agents.ts'
import type { VoiceAgent, VoiceAgentSettings, VoiceAgentState } from './voice-agent.ts'
import {
  changeVoiceAgent,
  deleteVoiceAgent,
  findVoiceAgent,
  findVoiceAgents,
  insertVoiceAgent,
} from './voice-agent-repository.ts'

export interface VoiceAgentParts {
  database: Database
  jobs: JobSink
  clock: Clock
  locations: LocationService
  providers: Pick<ProviderDirectory, 'telephony'>
  /** Days that conversations are kept; undefined: the provider keeps them as it likes. */
  keepDays: number | undefined
}

export type NewVoiceAgent = VoiceAgentSettings & { locationId: string; connection: ConnectionRef }

interface AgentRef {
  tenantId: string
  id: string
}

/** Voice agents that the hub makes itself. Whatever changes here is brought to the provider by a job that is retried. */
export class VoiceAgentService {
  readonly #parts: VoiceAgentParts

  constructor(parts: VoiceAgentParts) {
    this.#parts = parts
  }

  list(tenantId: string): Promise<VoiceAgent[]> {
    return this.#parts.database.inTenant(tenantId, (tx) => findVoiceAgents(tx, tenantId))
  }

  async get(ref: AgentRef): Promise<VoiceAgent> {
    const agent = await this.#parts.database.inTenant(ref.tenantId, (tx) => findVoiceAgent(tx, ref))
    if (!agent) throw new HubError('not_found')
    return agent
  }

  async create(tenantId: string, wanted: NewVoiceAgent): Promise<VoiceAgent> {
    const { database, clock } = this.#parts
    const agent: VoiceAgent = {
      ...reachable(wanted),
      id: newId(),
      tenantId,
      state: 'pending',
      why: null,
      reference: null,
      providerVersion: null,
      provisionedAt: null,
      version: 1,
    }
    await database
      .inTenant(tenantId, async (tx) => {
        await insertVoiceAgent(tx, agent, new Date(clock.now()))
        await this.#tell(tx, agent)
      })
      .catch(misplaced)
    return agent
  }

  update(
    ref: AgentRef,
    { version, ...change }: Partial<VoiceAgentSettings> & { version?: number },
  ): Promise<VoiceAgent> {
    return this.#change(ref, {
      state: 'pending',
      version,
      settings: (before) => reachable({ ...before, ...change }),
    })
  }

  /** Once more, whatever stands at the provider: puts right what somebody changed there. */
  provision(ref: AgentRef): Promise<VoiceAgent> {
    return this.#change(ref, { state: 'pending' })
  }

  /** Here it is gone once it is gone at the provider. */
  retire(ref: AgentRef): Promise<VoiceAgent> {
    return this.#change(ref, { state: 'retiring' })
  }

  /** At once, and nobody tells the provider: its account may be closed. */
  forget(ref: AgentRef): Promise<VoiceAgent> {
    return this.#parts.database.inTenant(ref.tenantId, async (tx) => {
      const agent = await this.get(ref)
      await deleteVoiceAgent(tx, ref)
      return { ...agent, state: 'retiring' }
    })
  }

  /** How the agent should stand at its provider. */
  async plan(agent: VoiceAgent): Promise<AgentPlan> {
    const { database, locations, keepDays } = this.#parts
    const { tenantId, locationId } = agent
    return database.inTenant(tenantId, async (tx) => {
      const location = await locations.get(tenantId, locationId)
      return agentPlan(agent, { location, keepDays, numbers: await findNumbers(tx, tenantId) })
    })
  }

  /** What stands at the provider otherwise than it should, asked now. */
  async compare(ref: AgentRef): Promise<AgentDifference[]> {
    const agent = await this.get(ref)
    const plan = await this.plan(agent)
    const { agents } = await agentsOf(this.#parts.providers, agent.connection)
    return agents.compare(plan)
  }

  #change(
    ref: AgentRef,
    wish: {
      state: VoiceAgentState
      version?: number | undefined
      settings?: (before: VoiceAgent) => VoiceAgentSettings
    },
  ): Promise<VoiceAgent> {
    return this.#parts.database.inTenant(ref.tenantId, async (tx) => {
      const before = await this.get(ref)
      const { state, version, settings } = wish
      if (before.state === 'retiring' && state !== 'retiring')
        throw new HubError('conflict', { detail: 'The agent is being taken away.' })
      const change = settings ? { state, version, settings: settings(before) } : { state, version }
      const after = await changeVoiceAgent(tx, ref, change)
      if (!after) throw versionConflict('agent', (await this.get(ref)).version)
      await this.#tell(tx, after)
      return after
    })
  }

  #tell(tx: Tx, agent: VoiceAgent): Promise<void> {
    return this.#parts.jobs.add(tx, [agentJob(agent)])
  }
}

/** A number that nobody can dial would be found out by a caller. */
function reachable<S extends VoiceAgentSettings>(settings: S): S {
  if (settings.transferTo === null) return settings
  const transferTo = parsePhone(settings.transferTo)
  if (transferTo) return { ...settings, transferTo }
  throw new HubError('invalid', { detail: 'transfer_to must be given with its country: +4930901820.' })
}

function misplaced(error: unknown): never {
  if (sqlState(error) === '23505')
    throw new HubError('conflict', { detail: 'That location has an agent on this connection already.' })
  if (sqlState(error) === '23503') throw new HubError('invalid', { detail: 'location_id names no location.' })
  throw error
}
