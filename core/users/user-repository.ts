import type { Database } from '../platform/db/database.ts'
import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { Language } from '../tenants/index.ts'
import type { Membership, Role } from './role.ts'
import type { Account, Member, MemberRef, MemberSeen } from './user.ts'

interface AccountRow {
  id: string
  password_hash: string
  language: Language
  totp_secret: string | null
}

interface MemberRow {
  tenant_id: string
  id: string
  name: string
  email: string
  role: Role
  created_at: Date
}

const ACCOUNT = 'id, password_hash, language, totp_secret'

/** Global: before any tenant is known. */
export async function findAccountByEmail(
  database: Pick<Database, 'lookUp'>,
  emailHash: Buffer,
): Promise<Account | undefined> {
  const row = await database.lookUp<AccountRow>({
    name: 'account-by-email',
    text: `select ${ACCOUNT} from directory_users where email_hash = $1`,
    values: [emailHash],
  })
  return row && asAccount(row)
}

/** Global. */
export async function findAccount(
  database: Pick<Database, 'lookUp'>,
  id: string,
): Promise<Account | undefined> {
  const row = await database.lookUp<AccountRow>({
    name: 'account',
    text: `select ${ACCOUNT} from directory_users where id = $1`,
    values: [id],
  })
  return row && asAccount(row)
}

/** False where there is an account under that address already. */
export async function insertAccount(
  tx: Tx,
  account: { id: string; emailHash: Buffer; passwordHash: string; language: Language; createdAt: Date },
): Promise<boolean> {
  const inserted = await tx.run(
    sql('directory_users')
      .insert({
        id: account.id,
        email_hash: account.emailHash,
        password_hash: account.passwordHash,
        language: account.language,
        created_at: account.createdAt,
      })
      .onConflict('email_hash')
      .ignore(),
  )
  return inserted === 1
}

/** False where the user is a member already. */
export async function insertMember(tx: Tx, member: Member): Promise<boolean> {
  const { tenantId, userId, name, email, role, createdAt } = member
  const inserted = await tx.run(
    sql('directory_memberships')
      .insert({ user_id: userId, tenant_id: tenantId, role, created_at: createdAt })
      .onConflict(['user_id', 'tenant_id'])
      .ignore(),
  )
  if (inserted === 0) return false
  await tx.run(sql('members').insert({ tenant_id: tenantId, id: userId, name, email, created_at: createdAt }))
  return true
}

export async function setPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.run(sql('directory_users').where({ id: userId }).update({ password_hash: passwordHash }))
}

export async function setLanguage(tx: Tx, userId: string, language: Language): Promise<void> {
  await tx.run(sql('directory_users').where({ id: userId }).update({ language }))
}

/** In all tenants that the transaction sees. */
export async function setName(tx: Tx, userId: string, name: string): Promise<void> {
  await tx.run(
    sql('members')
      .whereIn('tenant_id', [...tx.tenants])
      .where({ id: userId })
      .update({ name }),
  )
}

export async function findMember(tx: Tx, tenantId: string, userId: string): Promise<Member | undefined> {
  const row = await tx.first<MemberRow>({
    name: 'member',
    text: `select m.*, d.role from members m join directory_memberships d on d.user_id = m.id and d.tenant_id = m.tenant_id
      where m.tenant_id = $1 and m.id = $2`,
    values: [tenantId, userId],
  })
  return row && asMember(row)
}

/** Of these tenants, by name. */
export async function findMembers(tx: Tx, tenantIds: readonly string[]): Promise<MemberSeen[]> {
  const rows = await tx.rows<MemberRow & { second_factor: boolean; last_seen_at: Date | null }>({
    text: `select m.*, d.role, u.totp_secret is not null as second_factor,
        (select max(s.last_seen_at) from directory_sessions s where s.user_id = m.id) as last_seen_at
      from members m
      join directory_memberships d on d.user_id = m.id and d.tenant_id = m.tenant_id
      join directory_users u on u.id = m.id
      where m.tenant_id = any ($1) order by lower(m.name), m.id, m.tenant_id`,
    values: [tenantIds],
  })
  return rows.map((row) => ({
    ...asMember(row),
    secondFactor: row.second_factor,
    lastSeenAt: row.last_seen_at,
  }))
}

/** Global: where somebody is a member. */
export async function findMemberships(tx: Tx, userId: string): Promise<Membership[]> {
  const rows = await tx.rows<{ tenant_id: string; role: Role }>(
    sql('directory_memberships').where({ user_id: userId }).orderBy(['created_at', 'tenant_id']),
  )
  return rows.map((row) => ({ tenantId: row.tenant_id, role: row.role }))
}

/** How many there are besides this one. They stay so until the transaction ends. */
export async function lockOtherOwners(tx: Tx, tenantId: string, userId: string): Promise<number> {
  const rows = await tx.rows<{ user_id: string }>({
    text: `select user_id from directory_memberships where tenant_id = $1 and role = 'agency_owner'
      order by user_id for update`,
    values: [tenantId],
  })
  return rows.filter((row) => row.user_id !== userId).length
}

export async function setRole(tx: Tx, { tenantId, userId }: MemberRef, role: Role): Promise<void> {
  await tx.run(sql('directory_memberships').where({ tenant_id: tenantId, user_id: userId }).update({ role }))
}

/** With the last membership goes the account. */
export async function deleteMember(tx: Tx, { tenantId, userId }: MemberRef): Promise<void> {
  await tx.run(sql('members').where({ tenant_id: tenantId, id: userId }).delete())
  await tx.run(sql('directory_memberships').where({ tenant_id: tenantId, user_id: userId }).delete())
  await tx.run({
    text: `delete from directory_users u where id = $1
      and not exists (select from directory_memberships m where m.user_id = u.id)`,
    values: [userId],
  })
}

/** Global: agencies that nobody can sign in to as their owner. */
export async function findAgenciesWithoutOwner(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>({
    text: `select t.id from directory_tenants t where t.kind = 'agency' and not exists (
        select from directory_memberships m where m.tenant_id = t.id and m.role = 'agency_owner') order by t.id`,
  })
  return rows.map(({ id }) => id)
}

const asAccount = (row: AccountRow): Account => ({
  id: row.id,
  passwordHash: row.password_hash,
  language: row.language,
  totpSecret: row.totp_secret,
})

const asMember = (row: MemberRow): Member => ({
  tenantId: row.tenant_id,
  userId: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
})
