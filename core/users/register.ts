import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import { CLOCK } from '../platform/tokens.ts'
import { TenantDirectory, TenantService } from '../tenants/index.ts'
import { AccountCheck } from './account-check.ts'
import { FirstOwner } from './first-owner.ts'
import { PasswordHasher } from './password.ts'
import { SessionService } from './session-service.ts'
import { SignInThrottle } from './sign-in-throttle.ts'
import { UserService } from './user-service.ts'

export function registerUsers(container: DependencyContainer): void {
  const hasher = new PasswordHasher()
  const throttle = new SignInThrottle()
  container.register(AccountCheck, {
    useFactory: instanceCachingFactory(
      (c) => new AccountCheck({ database: c.resolve(Database), hasher, throttle }),
    ),
  })
  container.register(SessionService, {
    useFactory: instanceCachingFactory(
      (c) =>
        new SessionService({
          database: c.resolve(Database),
          directory: c.resolve(TenantDirectory),
          accounts: c.resolve(AccountCheck),
        }),
    ),
  })
  container.register(UserService, {
    useFactory: instanceCachingFactory(
      (c) => new UserService({ database: c.resolve(Database), hasher, clock: c.resolve<Clock>(CLOCK) }),
    ),
  })
  container.register(FirstOwner, {
    useFactory: instanceCachingFactory(
      (c) =>
        new FirstOwner({
          database: c.resolve(Database),
          users: c.resolve(UserService),
          tenants: c.resolve(TenantService),
        }),
    ),
  })
}
