import { systemClock } from '../../platform/clock.ts'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import { EventBus } from '../../platform/events/event-bus.ts'
import { TenantDirectory, TenantService } from '../../tenants/index.ts'
import { AccountCheck } from '../account-check.ts'
import { countedInDatabase } from '../attempt-repository.ts'
import { MemberService } from '../member-service.ts'
import { PasswordHasher } from '../password.ts'
import { SecondFactor } from '../second-factor.ts'
import { SessionService } from '../session-service.ts'
import { SignInThrottle } from '../sign-in-throttle.ts'
import { UserService } from '../user-service.ts'

/** The slice as one process has it, with a cheap hash. */
export function composeUsers(database: Database) {
  const hasher = new PasswordHasher({ memory: 64, passes: 1 })
  const clock = systemClock
  const directory = new TenantDirectory({ database })
  const tenants = new TenantService({ database, directory, clock })
  const users = new UserService({ database, hasher, clock })
  const secondFactor = new SecondFactor({ database, box: new SecretBox('a'.repeat(64)) })
  const throttle = new SignInThrottle(countedInDatabase(database))
  const accounts = new AccountCheck({ database, hasher, throttle, secondFactor })
  const sessions = new SessionService({ database, directory, accounts })
  const events = new EventBus({ poke: () => {} })
  const looked = { database, directory, tenants, users, events, clock }
  const members = new MemberService({ ...looked, sessions, secondFactor })
  return { tenants, users, accounts, sessions, members }
}
