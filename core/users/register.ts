import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import type { Clock } from '../platform/clock.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import type { EventSink } from '../platform/events/event.ts'
import { CLOCK, EVENTS } from '../platform/tokens.ts'
import { TenantDirectory, TenantService } from '../tenants/index.ts'
import { AccountCheck } from './account-check.ts'
import { countedInDatabase } from './attempt-repository.ts'
import { FirstOwner } from './first-owner.ts'
import { InvitationService } from './invitation-service.ts'
import { MemberService } from './member-service.ts'
import { PasswordHasher } from './password.ts'
import { SecondFactor } from './second-factor.ts'
import { SessionService } from './session-service.ts'
import { SignInThrottle } from './sign-in-throttle.ts'
import { UserService } from './user-service.ts'

export function registerUsers(container: DependencyContainer): void {
  const hasher = new PasswordHasher()
  const once = <T>(make: (c: DependencyContainer) => T) => ({ useFactory: instanceCachingFactory(make) })
  const database = (c: DependencyContainer) => c.resolve(Database)
  container.register(
    SecondFactor,
    once((c) => new SecondFactor({ database: database(c), box: c.resolve(SecretBox) })),
  )
  container.register(
    AccountCheck,
    once(
      (c) =>
        new AccountCheck({
          database: database(c),
          hasher,
          throttle: new SignInThrottle(countedInDatabase(database(c))),
          secondFactor: c.resolve(SecondFactor),
        }),
    ),
  )
  container.register(
    SessionService,
    once(
      (c) =>
        new SessionService({
          database: database(c),
          directory: c.resolve(TenantDirectory),
          accounts: c.resolve(AccountCheck),
        }),
    ),
  )
  container.register(
    UserService,
    once((c) => new UserService({ database: database(c), hasher, clock: c.resolve<Clock>(CLOCK) })),
  )
  registerMembers(container)
  container.register(
    FirstOwner,
    once(
      (c) =>
        new FirstOwner({
          database: database(c),
          users: c.resolve(UserService),
          tenants: c.resolve(TenantService),
        }),
    ),
  )
}

/** Those who look after others. */
function registerMembers(container: DependencyContainer): void {
  const basics = (c: DependencyContainer) => ({
    database: c.resolve(Database),
    directory: c.resolve(TenantDirectory),
    tenants: c.resolve(TenantService),
    users: c.resolve(UserService),
    events: c.resolve<EventSink>(EVENTS),
    clock: c.resolve<Clock>(CLOCK),
  })
  container.register(MemberService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new MemberService({
          ...basics(c),
          sessions: c.resolve(SessionService),
          secondFactor: c.resolve(SecondFactor),
        }),
    ),
  })
  container.register(InvitationService, {
    useFactory: instanceCachingFactory(
      (c) => new InvitationService({ ...basics(c), accounts: c.resolve(AccountCheck) }),
    ),
  })
}
