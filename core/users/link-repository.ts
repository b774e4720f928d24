import type { Database } from '../platform/db/database.ts'
import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'

/** What a link that is good once is for. */
export interface UserLink {
  kind: 'setup' | 'invitation' | 'reset'
  tenantId: string
  /** The invitation, or the user whose password is reset. */
  subjectId: string | null
  expiresAt: Date
}

interface LinkRow {
  kind: UserLink['kind']
  tenant_id: string
  subject_id: string | null
  expires_at: Date
}

/** Global: by the token in the link. */
export async function findLink(
  database: Pick<Database, 'lookUp'>,
  tokenHash: Buffer,
): Promise<UserLink | undefined> {
  const row = await database.lookUp<LinkRow>({
    text: 'select kind, tenant_id, subject_id, expires_at from directory_user_links where token_hash = $1',
    values: [tokenHash],
  })
  return (
    row && {
      kind: row.kind,
      tenantId: row.tenant_id,
      subjectId: row.subject_id,
      expiresAt: row.expires_at,
    }
  )
}

/** With it go those that are too old. */
export async function insertLink(tx: Tx, tokenHash: Buffer, link: UserLink, now: Date): Promise<void> {
  await tx.run(sql('directory_user_links').where('expires_at', '<', now).delete())
  await tx.run(
    sql('directory_user_links').insert({
      token_hash: tokenHash,
      kind: link.kind,
      tenant_id: link.tenantId,
      subject_id: link.subjectId,
      expires_at: link.expiresAt,
    }),
  )
}

/** True for the one who uses it: nobody can after that. */
export async function useLink(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  return (await tx.run(sql('directory_user_links').where({ token_hash: tokenHash }).delete())) === 1
}

/** All for the setup of that tenant. */
export function deleteSetupLinks(tx: Tx, tenantId: string): Promise<number> {
  return tx.run(sql('directory_user_links').where({ kind: 'setup', tenant_id: tenantId }).delete())
}

/** All to that invitation, or to set a new password of that user's. */
export function deleteLinksTo(tx: Tx, subjectId: string): Promise<number> {
  return tx.run(sql('directory_user_links').where({ subject_id: subjectId }).delete())
}
