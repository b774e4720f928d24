import { Misconfigured } from '@askpro/plugin-sdk'
import type { BoundAgents, ConnectionRef, ProviderDirectory } from '../../integrations/index.ts'

/** A connection's provider of agents; a plugin whose provider has no API for them is the wrong one. */
export async function agentsOf(
  providers: Pick<ProviderDirectory, 'telephony'>,
  connection: ConnectionRef,
): Promise<{ agents: BoundAgents; inboundUrl: string | undefined }> {
  const { agents, inboundUrl, plugin } = await providers.telephony(connection)
  if (!agents) throw new Misconfigured('plugin', `${plugin} makes no agents over its API.`)
  return { agents, inboundUrl }
}
