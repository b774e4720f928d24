import { ReauthRequired } from '@askpro/plugin-sdk'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import type { ConnectionRef } from './connection.ts'
import { findConnections, findOwners, moveState } from './connection-repository.ts'
import type { ConnectionTasks } from './connection-tasks.ts'

const WHY = 'Its secrets were sealed under another master key: enter all of them again.'

/** Throws ReauthRequired where no key here opens what is sealed; work for the connection then waits. */
export function requireReadable(box: SecretBox, sealed: string, why = WHY): void {
  if (!box.sealed(sealed)) throw new ReauthRequired(why)
}

/**
 * For a database whose master key was lost: each connection whose secrets this key does not open needs somebody to
 * enter them again, and says so. What was switched off stays off. Gives how many there are.
 */
export async function tellLostSecrets(
  database: Database,
  box: SecretBox,
  tasks: ConnectionTasks,
): Promise<number> {
  const lost: ConnectionRef[] = []
  for (const owner of await database.inDirectory((tx) => findOwners(tx))) {
    const connections = await database.inTenant(owner, (tx) => findConnections(tx, owner))
    const closed = connections.filter(({ secrets }) => !box.sealed(secrets))
    lost.push(...closed.map(({ id }) => ({ tenantId: owner, connectionId: id })))
  }
  for (const ref of lost) {
    await database.inTenant(ref.tenantId, async (tx) => {
      const state = { is: 'needs_reauth', why: WHY } as const
      const moved = await moveState(tx, ref, state)
      if (moved) await tasks.note(tx, ref, { plugin: moved.plugin, state })
    })
  }
  return lost.length
}
