import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import type { TenantDirectory, TenantService } from '../tenants/index.ts'
import { type Granter, requireGrant, requireRoleIn } from './granter.ts'
import { deleteLinksTo, findLink, insertLink, useLink } from './link-repository.ts'
import type { Role } from './role.ts'
import type { SecondFactor } from './second-factor.ts'
import type { SessionService } from './session-service.ts'
import { newToken, tokenHash } from './token.ts'
import type { Member, MemberRef, MemberSeen } from './user.ts'
import { type UserEventType, userEvent } from './user-events.ts'
import {
  deleteMember,
  findMember,
  findMembers,
  findMemberships,
  lockOtherOwners,
  setRole,
} from './user-repository.ts'
import type { UserService } from './user-service.ts'

/** Milliseconds of real time in which a new password can be set. */
const RESET_GOOD_FOR = 24 * 3_600_000

export interface MemberServiceParts {
  database: Database
  directory: TenantDirectory
  tenants: TenantService
  users: UserService
  sessions: SessionService
  secondFactor: SecondFactor
  events: EventSink
  clock: Clock
}

/** What those do who look after the members of a tenant. Nobody touches a role that may more than their own. */
export class MemberService {
  readonly #parts: MemberServiceParts

  constructor(parts: MemberServiceParts) {
    this.#parts = parts
  }

  /** Of the tenant and those below it. */
  async list(tenantId: string): Promise<MemberSeen[]> {
    const ids = await this.#parts.directory.idsWithin(tenantId)
    return this.#parts.database.inTenant(ids, (tx) => findMembers(tx, ids))
  }

  /** Their sessions go on with the new role. Throws `conflict` for the last owner. */
  async changeRole(ref: MemberRef, role: Role, by: Granter): Promise<Member> {
    requireRoleIn(await this.#parts.tenants.get(ref.tenantId), role)
    requireGrant(by, role)
    const changed = await this.#parts.database.inTenant(ref.tenantId, async (tx) => {
      const member = await this.#touch(tx, ref, by)
      if (role !== 'agency_owner') await requireAnotherOwner(tx, member)
      await setRole(tx, ref, role)
      await this.#tell(tx, 'user.role_changed', { ...member, role }, by, member.role)
      return { ...member, role }
    })
    await this.#parts.sessions.settled()
    return changed
  }

  /** With the last membership the account goes, and with it all that is known of the person. */
  async remove(ref: MemberRef, by: Granter): Promise<void> {
    await this.#parts.database.inTenant(ref.tenantId, async (tx) => {
      const member = await this.#touch(tx, ref, by)
      await requireAnotherOwner(tx, member)
      await deleteMember(tx, ref)
      await this.#tell(tx, 'user.removed', member, by)
    })
    await this.#parts.sessions.settled()
  }

  /** The token of a link with which a new password is set. Gives it this once. */
  async resetLink(ref: MemberRef, by: Granter): Promise<{ token: string; expiresAt: Date }> {
    await this.#requireWhole(ref)
    const token = newToken()
    const now = Date.now()
    const expiresAt = new Date(now + RESET_GOOD_FOR)
    const link = { kind: 'reset', tenantId: ref.tenantId, subjectId: ref.userId, expiresAt } as const
    await this.#parts.database.inTenant(ref.tenantId, async (tx) => {
      const member = await this.#touch(tx, ref, by)
      await deleteLinksTo(tx, ref.userId)
      await insertLink(tx, tokenHash(token), link, new Date(now))
      await this.#tell(tx, 'user.password_link_made', member, by)
    })
    return { token, expiresAt }
  }

  /** Sets the password and signs out everywhere. Throws `not_found` for a link that was used or is too old. */
  async reset(token: string, password: string): Promise<void> {
    const { database, users, sessions } = this.#parts
    const link = await findLink(database, tokenHash(token))
    if (link?.kind !== 'reset' || link.subjectId === null || link.expiresAt.getTime() <= Date.now())
      throw used()
    const ref = { tenantId: link.tenantId, userId: link.subjectId }
    await users.setPassword(ref, password, async (tx) => {
      if (!(await useLink(tx, tokenHash(token)))) throw used()
    })
    await sessions.endAll(ref.userId)
  }

  /** For whoever has lost the app and the recovery codes. Signs out everywhere. */
  async removeSecondFactor(ref: MemberRef, by: Granter): Promise<void> {
    const { database, secondFactor, sessions } = this.#parts
    await this.#requireWhole(ref)
    await database.inTenant(ref.tenantId, async (tx) => {
      const member = await this.#touch(tx, ref, by)
      await secondFactor.switchOffIn(tx, ref.userId)
      await this.#tell(tx, 'user.second_factor_removed', member, by)
    })
    await sessions.endAll(ref.userId)
  }

  async #touch(tx: Tx, { tenantId, userId }: MemberRef, by: Granter): Promise<Member> {
    const member = await findMember(tx, tenantId, userId)
    if (!member) throw new HubError('not_found')
    requireGrant(by, member.role)
    return member
  }

  /**
   * Whoever gets at an account gets at all that it may: one that is a member elsewhere too is not for the people of this
   * tenant to open.
   */
  async #requireWhole({ tenantId, userId }: MemberRef): Promise<void> {
    const { database, directory } = this.#parts
    const held = await database.inDirectory((tx) => findMemberships(tx, userId))
    if (!held.some((one) => one.tenantId === tenantId)) throw new HubError('not_found')
    const within = await Promise.all(held.map((one) => directory.isWithin(tenantId, one.tenantId)))
    if (within.every(Boolean)) return
    throw new HubError('forbidden', {
      detail: 'That account is a member elsewhere as well: its agency can do this, or the person themselves.',
    })
  }

  #tell(tx: Tx, type: UserEventType, member: Member, by: Granter, before?: Role): Promise<void> {
    const facts = { by: by.id, role: member.role, at: this.#parts.clock.now() }
    const event = userEvent(type, member, before === undefined ? facts : { ...facts, before })
    return this.#parts.events.append(tx, [event])
  }
}

async function requireAnotherOwner(tx: Tx, { tenantId, userId, role }: Member): Promise<void> {
  if (role !== 'agency_owner' || (await lockOtherOwners(tx, tenantId, userId)) > 0) return
  throw new HubError('conflict', { detail: 'The last owner stays: make somebody else an owner first.' })
}

const used = (): HubError =>
  new HubError('not_found', { detail: 'This link was used or is too old: ask for another.' })
