import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { Role } from './role.ts'

export interface Invitation {
  id: string
  tenantId: string
  email: string
  role: Role
  /** Null where a key invited. */
  invitedBy: string | null
  createdAt: Date
  expiresAt: Date
}

interface InvitationRow {
  id: string
  tenant_id: string
  email: string
  role: Role
  invited_by: string | null
  created_at: Date
  expires_at: Date
}

export async function insertInvitation(tx: Tx, invitation: Invitation): Promise<void> {
  const { id, tenantId, email, role, invitedBy, createdAt, expiresAt } = invitation
  await tx.run(
    sql('invitations').insert({
      tenant_id: tenantId,
      id,
      email,
      role,
      invited_by: invitedBy,
      created_at: createdAt,
      expires_at: expiresAt,
    }),
  )
}

/** Those that can still be accepted, of these tenants. */
export async function findInvitations(
  tx: Tx,
  tenantIds: readonly string[],
  now: Date,
): Promise<Invitation[]> {
  const rows = await tx.rows<InvitationRow>(
    sql('invitations')
      .whereIn('tenant_id', [...tenantIds])
      .where('expires_at', '>', now)
      .orderBy('id'),
  )
  return rows.map(asInvitation)
}

export async function findInvitation(tx: Tx, tenantId: string, id: string): Promise<Invitation | undefined> {
  const row = await tx.first<InvitationRow>(sql('invitations').where({ tenant_id: tenantId, id }))
  return row && asInvitation(row)
}

/** With it go the tenant's that are too old. False where there is none of that id. */
export async function deleteInvitation(tx: Tx, tenantId: string, id: string, now: Date): Promise<boolean> {
  await tx.run(sql('invitations').where({ tenant_id: tenantId }).where('expires_at', '<=', now).delete())
  return (await tx.run(sql('invitations').where({ tenant_id: tenantId, id }).delete())) === 1
}

const asInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  tenantId: row.tenant_id,
  email: row.email,
  role: row.role,
  invitedBy: row.invited_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})
