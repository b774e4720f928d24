import type { Database } from '../platform/db/database.ts'
import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { Membership } from './role.ts'
import type { Session } from './session.ts'

interface SessionRow {
  id: string
  user_id: string
  browser: string | null
  created_at: Date
  last_seen_at: Date
  expires_at: Date
}

/** A session and what its user may at this moment. */
export interface HeldSession extends Session {
  memberships: Membership[]
}

/** Global: by what a browser's cookie holds, before any tenant is known. */
export async function findSession(
  database: Pick<Database, 'lookUp'>,
  tokenHash: Buffer,
): Promise<HeldSession | undefined> {
  const row = await database.lookUp<SessionRow & { memberships: Membership[] }>({
    name: 'session',
    text: `select s.id, s.user_id, s.browser, s.created_at, s.last_seen_at, s.expires_at, (
        select coalesce(
          jsonb_agg(jsonb_build_object('tenantId', m.tenant_id, 'role', m.role) order by m.created_at, m.tenant_id), '[]')
        from directory_memberships m where m.user_id = s.user_id) as memberships
      from directory_sessions s where s.token_hash = $1`,
    values: [tokenHash],
  })
  return row && { ...asSession(row), memberships: row.memberships }
}

/** With it go the sessions of that user that are over. */
export async function insertSession(
  tx: Tx,
  session: Session & { tokenHash: Buffer },
  idleSince: Date,
): Promise<void> {
  const { id, userId, tokenHash, browser, createdAt, lastSeenAt, expiresAt } = session
  await tx.run(
    sql('directory_sessions')
      .where({ user_id: userId })
      .where((over) => over.where('expires_at', '<=', createdAt).orWhere('last_seen_at', '<=', idleSince))
      .delete(),
  )
  await tx.run(
    sql('directory_sessions').insert({
      id,
      user_id: userId,
      token_hash: tokenHash,
      browser,
      created_at: createdAt,
      last_seen_at: lastSeenAt,
      expires_at: expiresAt,
    }),
  )
}

export async function markSeen(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.run({
    text: 'update directory_sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2',
    values: [id, now],
  })
}

/** The latest first. */
export async function findSessions(tx: Tx, userId: string): Promise<Session[]> {
  const rows = await tx.rows<SessionRow>(
    sql('directory_sessions').where({ user_id: userId }).orderBy('last_seen_at', 'desc'),
  )
  return rows.map(asSession)
}

export function deleteSessionByToken(tx: Tx, tokenHash: Buffer): Promise<number> {
  return tx.run(sql('directory_sessions').where({ token_hash: tokenHash }).delete())
}

/** All of a user's, or all but one. */
export function deleteSessions(tx: Tx, userId: string, { but }: { but?: string } = {}): Promise<number> {
  const query = sql('directory_sessions').where({ user_id: userId })
  if (but !== undefined) query.whereNot({ id: but })
  return tx.run(query.delete())
}

const asSession = (row: SessionRow): Session => ({
  id: row.id,
  userId: row.user_id,
  browser: row.browser,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
})
