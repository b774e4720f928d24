import type { AgentReference } from '@askpro/plugin-sdk'
import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { VoiceAgent, VoiceAgentSettings, VoiceAgentState } from './voice-agent.ts'

interface VoiceAgentRow {
  id: string
  tenant_id: string
  location_id: string
  connection_tenant_id: string
  connection_id: string
  name: string
  instructions: string
  greeting: string | null
  voice: string | null
  transfer_to: string | null
  state: VoiceAgentState
  why: string | null
  reference: string | null
  provider_version: string | null
  provisioned_at: Date | null
  version: number
}

interface Place {
  tenantId: string
  id: string
}

export async function insertVoiceAgent(tx: Tx, agent: VoiceAgent, at: Date): Promise<void> {
  await tx.run(
    sql('voice_agents').insert({
      tenant_id: agent.tenantId,
      id: agent.id,
      location_id: agent.locationId,
      connection_tenant_id: agent.connection.tenantId,
      connection_id: agent.connection.connectionId,
      ...settingsOf(agent),
      state: agent.state,
      version: agent.version,
      created_at: at,
    }),
  )
}

export async function findVoiceAgents(tx: Tx, tenantId: string): Promise<VoiceAgent[]> {
  const rows = await tx.rows<VoiceAgentRow>(sql('voice_agents').where({ tenant_id: tenantId }).orderBy('id'))
  return rows.map(asVoiceAgent)
}

export async function findVoiceAgent(tx: Tx, { tenantId, id }: Place): Promise<VoiceAgent | undefined> {
  const row = await tx.first<VoiceAgentRow>(sql('voice_agents').where({ tenant_id: tenantId, id }))
  return row && asVoiceAgent(row)
}

/** What is wanted is new, so the provider has to be told. Undefined when it is not there, or no longer of that version. */
export async function changeVoiceAgent(
  tx: Tx,
  { tenantId, id }: Place,
  {
    state,
    settings,
    version,
  }: { state: VoiceAgentState; settings?: VoiceAgentSettings; version?: number | undefined },
): Promise<VoiceAgent | undefined> {
  const query = sql('voice_agents')
    .where({ tenant_id: tenantId, id })
    .update({
      ...(settings ? settingsOf(settings) : {}),
      state,
      why: null,
      version: sql.raw('version + 1'),
    })
    .returning('*')
  if (version !== undefined) query.andWhere('version', version)
  const row = await tx.first<VoiceAgentRow>(query)
  return row && asVoiceAgent(row)
}

/** The agents whose numbers have become others. */
export async function changeAgentsOf(
  tx: Tx,
  tenantId: string,
  place: { locationId: string; connectionId: string },
): Promise<VoiceAgent[]> {
  const rows = await tx.rows<VoiceAgentRow>(
    sql('voice_agents')
      .where({
        tenant_id: tenantId,
        location_id: place.locationId,
        connection_id: place.connectionId,
      })
      .whereNot('state', 'retiring')
      .update({ state: 'pending', why: null, version: sql.raw('version + 1') })
      .returning('*'),
  )
  return rows.map(asVoiceAgent)
}

/** Stores what a run came to, unless something else has been wanted since. */
export async function settleVoiceAgent(
  tx: Tx,
  agent: Pick<VoiceAgent, 'tenantId' | 'id' | 'version'>,
  outcome: { state: VoiceAgentState; why: string | null; made?: AgentReference & { at: Date } },
): Promise<void> {
  const { state, why, made } = outcome
  await tx.run(
    sql('voice_agents')
      .where({ tenant_id: agent.tenantId, id: agent.id, version: agent.version })
      .update({
        state,
        why,
        ...(made
          ? { reference: made.reference, provider_version: made.version, provisioned_at: made.at }
          : {}),
      }),
  )
}

export async function deleteVoiceAgent(tx: Tx, { tenantId, id }: Place): Promise<void> {
  await tx.run(sql('voice_agents').where({ tenant_id: tenantId, id }).delete())
}

/** The right to write one agent at its provider, in real time; false while another run has it. */
export async function claimVoiceAgent(
  tx: Tx,
  { tenantId, id }: Place,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const query = sql('voice_agents')
    .where({ tenant_id: tenantId, id })
    .andWhere((free) => free.whereNull('claimed_until').orWhere('claimed_until', '<', now))
    .update({ claimed_until: until })
  return (await tx.run(query)) === 1
}

export async function releaseVoiceAgent(tx: Tx, { tenantId, id }: Place): Promise<void> {
  await tx.run(sql('voice_agents').where({ tenant_id: tenantId, id }).update({ claimed_until: null }))
}

const settingsOf = ({ name, instructions, greeting, voice, transferTo }: VoiceAgentSettings) => ({
  name,
  instructions,
  greeting,
  voice,
  transfer_to: transferTo,
})

const asVoiceAgent = (row: VoiceAgentRow): VoiceAgent => ({
  id: row.id,
  tenantId: row.tenant_id,
  locationId: row.location_id,
  connection: { tenantId: row.connection_tenant_id, connectionId: row.connection_id },
  name: row.name,
  instructions: row.instructions,
  greeting: row.greeting,
  voice: row.voice,
  transferTo: row.transfer_to,
  state: row.state,
  why: row.why,
  reference: row.reference,
  providerVersion: row.provider_version,
  provisionedAt: row.provisioned_at,
  version: row.version,
})
