import type { ConnectionRef, ConnectionService } from '../integrations/index.ts'
import { HubError } from '../platform/errors.ts'
import type { TenantDirectory } from '../tenants/index.ts'

export interface ConnectionSearch {
  connections: Pick<ConnectionService, 'listAs'>
  directory: Pick<TenantDirectory, 'chainOf'>
}

/** The client's own connection, or a shared one of its agency. Anything else is not there. */
export async function usableConnection(
  { connections, directory }: ConnectionSearch,
  tenantId: string,
  connectionId: string,
): Promise<ConnectionRef> {
  for (const owner of await directory.chainOf(tenantId)) {
    const found = (await connections.listAs(owner)).find(({ id }) => id === connectionId)
    if (found && (owner === tenantId || found.shared)) return { tenantId: owner, connectionId }
  }
  throw new HubError('invalid', { detail: 'connection_id names no connection that this client may use.' })
}
