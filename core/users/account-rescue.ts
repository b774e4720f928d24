import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { RecentReads } from '../platform/db/recent-reads.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import { emailHash } from './email.ts'
import { deleteLinksTo, insertLink } from './link-repository.ts'
import { byMight, type Membership } from './role.ts'
import { switchOff } from './second-factor-repository.ts'
import { deleteSessions } from './session-repository.ts'
import { newToken, tokenHash } from './token.ts'
import { type UserEventType, userEvent } from './user-events.ts'
import { findAccountByEmail, findMemberships } from './user-repository.ts'

export interface AccountRescueParts {
  database: Database
  events: EventSink
  clock: Clock
}

/** Milliseconds of real time: whoever makes the link has the person before them. */
const GOOD_FOR = 3_600_000
/** Who did it, in what is told of it. */
const OPERATOR = 'operator'

/** For whoever is locked out and has nobody in the hub who could help: what only those can do who run it. */
export class AccountRescue {
  readonly #parts: AccountRescueParts

  constructor(parts: AccountRescueParts) {
    this.#parts = parts
  }

  /**
   * The token of a link with which a new password is set; links before it are good no more. Without the second factor it
   * also signs out everywhere. Each tenant in which the person is a member is told. Throws `not_found`.
   */
  async link(
    email: string,
    { withoutSecondFactor }: { withoutSecondFactor: boolean },
  ): Promise<{ token: string; expiresAt: Date }> {
    const { database } = this.#parts
    const { userId, home, held } = await this.#find(email)
    const token = newToken()
    const now = Date.now()
    const expiresAt = new Date(now + GOOD_FOR)
    const link = { kind: 'reset', tenantId: home, subjectId: userId, expiresAt } as const
    const tenantIds = held.map(({ tenantId }) => tenantId)
    await database.inTenant(tenantIds, async (tx) => {
      await deleteLinksTo(tx, userId)
      await insertLink(tx, tokenHash(token), link, new Date(now))
      if (withoutSecondFactor) {
        tx.afterCommit(RecentReads.outlived)
        await switchOff(tx, userId)
        await deleteSessions(tx, userId)
      }
      await this.#parts.events.append(tx, [
        ...this.#told('user.password_link_made', userId, held),
        ...(withoutSecondFactor ? this.#told('user.second_factor_removed', userId, held) : []),
      ])
    })
    return { token, expiresAt }
  }

  async #find(email: string): Promise<{ userId: string; home: string; held: Membership[] }> {
    const { database } = this.#parts
    const account = await findAccountByEmail(database, emailHash(email))
    const held = account ? await database.inDirectory((tx) => findMemberships(tx, account.id)) : []
    const [home] = byMight(held)
    if (!account || !home) throw new HubError('not_found', { detail: 'Nobody signs in with that address.' })
    return { userId: account.id, home: home.tenantId, held }
  }

  #told(type: UserEventType, userId: string, held: readonly Membership[]) {
    const at = this.#parts.clock.now()
    return held.map(({ tenantId, role }) => userEvent(type, { tenantId, userId }, { by: OPERATOR, role, at }))
  }
}
