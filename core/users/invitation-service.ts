import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import { newId } from '../platform/ids.ts'
import type { Language, Tenant, TenantDirectory, TenantService } from '../tenants/index.ts'
import type { AccountCheck } from './account-check.ts'
import { emailHash, requireEmail } from './email.ts'
import { type Granter, requireGrant, requireRoleIn } from './granter.ts'
import {
  deleteInvitation,
  findInvitation,
  findInvitations,
  type Invitation,
  insertInvitation,
} from './invitation-repository.ts'
import { deleteLinksTo, findLink, insertLink, useLink } from './link-repository.ts'
import type { Role } from './role.ts'
import { newToken, tokenHash } from './token.ts'
import type { Member } from './user.ts'
import { invitationEvent, userEvent } from './user-events.ts'
import { findAccountByEmail, insertMember } from './user-repository.ts'
import type { UserService } from './user-service.ts'

/** Milliseconds of real time. */
const GOOD_FOR = 7 * 86_400_000

export interface InvitationServiceParts {
  database: Database
  directory: TenantDirectory
  tenants: TenantService
  users: UserService
  accounts: AccountCheck
  events: EventSink
  clock: Clock
}

export interface Accepting {
  token: string
  /** Of somebody new; who has an account keeps the name that it has in the first tenant. */
  name?: string | undefined
  /** A new one, or that of the account that the address has already. */
  password: string
  code?: string | undefined
  /** Of somebody new; without it that of the tenant. */
  language?: Language | undefined
  address: string
}

/** How people come to be members: by a link that whoever invites passes on. */
export class InvitationService {
  readonly #parts: InvitationServiceParts

  constructor(parts: InvitationServiceParts) {
    this.#parts = parts
  }

  /** Gives the token of the link, this once. `tenantId` is the tenant acted for, or one below it. */
  async invite(
    actedFor: string,
    { tenantId, ...wanted }: { tenantId: string; email: string; role: Role },
    by: Granter,
  ): Promise<{ invitation: Invitation; token: string }> {
    const { database, directory, tenants, events } = this.#parts
    if (!(await directory.isWithin(actedFor, tenantId))) throw new HubError('not_found')
    const email = requireEmail(wanted.email)
    requireRoleIn(await database.outside(() => tenants.get(tenantId)), wanted.role)
    requireGrant(by, wanted.role)
    const token = newToken()
    const now = Date.now()
    const expiresAt = new Date(now + GOOD_FOR)
    const invitation = {
      id: newId(),
      tenantId,
      email,
      role: wanted.role,
      invitedBy: by.userId ?? null,
      createdAt: new Date(now),
      expiresAt,
    }
    const link = { kind: 'invitation', tenantId, subjectId: invitation.id, expiresAt } as const
    await database.outside(() =>
      database.inTenant(tenantId, async (tx) => {
        await insertInvitation(tx, invitation)
        await insertLink(tx, tokenHash(token), link, new Date(now))
        await events.append(tx, [invitationEvent('invitation.made', invitation, this.#by(by))])
      }),
    )
    return { invitation, token }
  }

  /** Of the tenant acted for and those below it. */
  async list(actedFor: string): Promise<Invitation[]> {
    const ids = await this.#parts.directory.idsWithin(actedFor)
    return this.#parts.database.inTenant(ids, (tx) => findInvitations(tx, ids, new Date()))
  }

  /** Throws `not_found` for one that is not of the tenant acted for itself. */
  async withdraw(tenantId: string, id: string, by: Granter): Promise<void> {
    await this.#parts.database.inTenant(tenantId, async (tx) => {
      const invitation = await findInvitation(tx, tenantId, id)
      if (!invitation) throw new HubError('not_found')
      await deleteInvitation(tx, tenantId, id, new Date())
      await deleteLinksTo(tx, id)
      await this.#parts.events.append(tx, [invitationEvent('invitation.withdrawn', invitation, this.#by(by))])
    })
  }

  /** What the link is for. Throws `not_found` for one that was used, withdrawn or is too old. */
  async look(token: string): Promise<{ invitation: Invitation; tenant: Tenant; known: boolean }> {
    const { database, tenants } = this.#parts
    const link = await findLink(database, tokenHash(token))
    if (link?.kind !== 'invitation' || link.expiresAt.getTime() <= Date.now()) throw gone()
    const { tenantId, subjectId } = link
    const invitation = await database.inTenant(tenantId, (tx) =>
      findInvitation(tx, tenantId, subjectId ?? ''),
    )
    if (!invitation) throw gone()
    const known = (await findAccountByEmail(database, emailHash(invitation.email))) !== undefined
    return { invitation, known, tenant: await tenants.get(tenantId) }
  }

  async accept(accepting: Accepting): Promise<Member> {
    const { invitation, tenant, known } = await this.look(accepting.token)
    return known ? this.#join(invitation, accepting) : this.#create(invitation, tenant, accepting)
  }

  #create(
    invitation: Invitation,
    tenant: Tenant,
    { token, name, password, language = tenant.language }: Accepting,
  ): Promise<Member> {
    if (name === undefined) {
      const errors = [{ path: '/name', message: 'is missing: add it' }]
      throw new HubError('invalid', { detail: 'Say what you are called.', extra: { errors } })
    }
    const { tenantId, email, role } = invitation
    return this.#parts.users.create(
      tenantId,
      { name, email, password, language, role },
      async (tx, userId) => {
        await this.#use(tx, invitation, token)
        await this.#parts.events.append(tx, [this.#joined(invitation, userId)])
      },
    )
  }

  async #join(invitation: Invitation, accepting: Accepting): Promise<Member> {
    const { database, accounts, users, clock } = this.#parts
    const { tenantId, email, role } = invitation
    const account = await accounts.byEmail(email, accepting)
    const name = await users.nameOf(account.id)
    const createdAt = new Date(clock.now())
    const member = { tenantId, userId: account.id, name: name ?? email, email, role, createdAt }
    await database.inTenant(tenantId, async (tx) => {
      await this.#use(tx, invitation, accepting.token)
      if (!(await insertMember(tx, member)))
        throw new HubError('conflict', {
          detail: 'That account is a member already: change its role instead.',
        })
      await this.#parts.events.append(tx, [this.#joined(invitation, account.id)])
    })
    return member
  }

  async #use(tx: Parameters<typeof useLink>[0], { tenantId, id }: Invitation, token: string): Promise<void> {
    if (!(await useLink(tx, tokenHash(token)))) throw gone()
    await deleteInvitation(tx, tenantId, id, new Date())
  }

  #joined({ tenantId, role, invitedBy }: Invitation, userId: string) {
    const facts = { by: invitedBy, role, at: this.#parts.clock.now() }
    return userEvent('user.joined', { tenantId, userId }, facts)
  }

  #by = ({ id }: Granter) => ({ by: id, at: this.#parts.clock.now() })
}

const gone = (): HubError =>
  new HubError('not_found', { detail: 'This invitation was used, withdrawn or is too old: ask for another.' })
