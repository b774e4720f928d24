import { defineRoute, type Route, type RouteRequest } from '../platform/http/route.ts'
import type { AccountCheck } from './account-check.ts'
import type { SecondFactor } from './second-factor.ts'
import { signedIn } from './session-routes.ts'
import type { SessionService } from './session-service.ts'
import {
  codeOnlySchema,
  newPasswordSchema,
  passwordOnlySchema,
  profileChangeSchema,
  profileSchema,
  recoveryCodesSchema,
  totpSchema,
} from './user-schemas.ts'
import type { UserService } from './user-service.ts'

export interface ProfileRouteParts {
  accounts: AccountCheck
  users: UserService
  sessions: SessionService
  secondFactor: SecondFactor
}

/** What is about the person who is signed in, whatever their role. */
export function profileRoutes(parts: ProfileRouteParts): Route[] {
  return [
    getRoute(parts),
    changeRoute(parts),
    passwordRoute(parts),
    ...appRoutes(parts),
    ...withoutAppRoutes(parts),
  ]
}

const FOR_SELF = { tag: 'session', permission: 'self', rate: 'write', idempotent: false } as const
const AGAIN = 'The password is asked for again; a wrong one counts as an attempt to sign in.'

/** Where the person is known by name: the tenant in which they hold the role. */
function refOf(actor: RouteRequest['actor']): { tenantId: string; userId: string; current: string } {
  const { user, current } = signedIn(actor)
  return { tenantId: actor?.ownTenantId ?? '', userId: user.id, current }
}

async function present({ users, secondFactor }: ProfileRouteParts, actor: RouteRequest['actor']) {
  const { tenantId, userId } = refOf(actor)
  const [member, account, left] = await Promise.all([
    users.member(tenantId, userId),
    users.account(userId),
    secondFactor.recoveryCodesLeft(userId),
  ])
  return {
    id: userId,
    name: member.name,
    email: member.email,
    language: account.language,
    second_factor: account.totpSecret !== null,
    recovery_codes_left: left,
  }
}

function getRoute(parts: ProfileRouteParts): Route {
  return defineRoute({
    ...FOR_SELF,
    method: 'GET',
    path: '/v1/profile',
    summary: "One's own account",
    rate: 'read',
    replies: { 200: { description: 'The account', schema: profileSchema } },
    handler: async ({ actor }) => ({ status: 200, body: await present(parts, actor) }),
  })
}

function changeRoute(parts: ProfileRouteParts): Route {
  return defineRoute({
    ...FOR_SELF,
    method: 'PATCH',
    path: '/v1/profile',
    summary: "Change one's own name or language",
    body: profileChangeSchema,
    replies: { 200: { description: 'After the change', schema: profileSchema } },
    async handler({ actor, body }) {
      await parts.users.change(signedIn(actor).user.id, body)
      return { status: 200, body: await present(parts, actor) }
    },
  })
}

function passwordRoute({ accounts, users, sessions }: ProfileRouteParts): Route {
  return defineRoute({
    ...FOR_SELF,
    method: 'POST',
    path: '/v1/profile/password',
    summary: "Change one's own password; signs out everywhere else",
    description: AGAIN,
    body: newPasswordSchema,
    replies: { 204: { description: 'Changed' } },
    async handler({ actor, address, body }) {
      const { current, ...ref } = refOf(actor)
      await accounts.byId(ref.userId, { password: body.current_password, address })
      await users.setPassword(ref, body.password)
      await sessions.endAll(ref.userId, current)
      return { status: 204 }
    },
  })
}

function appRoutes({ accounts, users, sessions, secondFactor }: ProfileRouteParts): Route[] {
  const begin = defineRoute({
    ...FOR_SELF,
    method: 'POST',
    path: '/v1/profile/totp',
    summary: 'A secret for an authenticator app (TOTP)',
    description: `${AGAIN} Codes are asked for once \`/v1/profile/totp/confirm\` has seen one.`,
    body: passwordOnlySchema,
    replies: { 200: { description: 'For the app', schema: totpSchema } },
    async handler({ actor, address, body }) {
      const ref = refOf(actor)
      await accounts.byId(ref.userId, { ...body, address })
      const { email } = await users.member(ref.tenantId, ref.userId)
      return { status: 200, body: await secondFactor.begin(ref.userId, email) }
    },
  })
  const confirm = defineRoute({
    ...FOR_SELF,
    method: 'POST',
    path: '/v1/profile/totp/confirm',
    summary: 'Switch the second factor on; signs out everywhere else',
    body: codeOnlySchema,
    replies: { 200: { description: 'On', schema: recoveryCodesSchema } },
    async handler({ actor, body }) {
      const { userId, current } = refOf(actor)
      const codes = await secondFactor.confirm(userId, body.code)
      await sessions.endAll(userId, current)
      return { status: 200, body: { recovery_codes: codes } }
    },
  })
  return [begin, confirm]
}

function withoutAppRoutes({ accounts, secondFactor }: ProfileRouteParts): Route[] {
  const disable = defineRoute({
    ...FOR_SELF,
    method: 'POST',
    path: '/v1/profile/totp/disable',
    summary: 'Switch the second factor off',
    description: AGAIN,
    body: passwordOnlySchema,
    replies: { 204: { description: 'Off' } },
    async handler({ actor, address, body }) {
      const { userId } = refOf(actor)
      await accounts.byId(userId, { ...body, address })
      await secondFactor.switchOff(userId)
      return { status: 204 }
    },
  })
  const renew = defineRoute({
    ...FOR_SELF,
    method: 'POST',
    path: '/v1/profile/recovery-codes',
    summary: 'New recovery codes in place of those before',
    description: AGAIN,
    body: passwordOnlySchema,
    replies: { 200: { description: 'The new ones', schema: recoveryCodesSchema } },
    async handler({ actor, address, body }) {
      const { userId } = refOf(actor)
      await accounts.byId(userId, { ...body, address })
      return { status: 200, body: { recovery_codes: await secondFactor.renewRecoveryCodes(userId) } }
    },
  })
  return [disable, renew]
}
