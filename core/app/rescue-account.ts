import { systemClock } from '../platform/clock.ts'
import type { Config } from '../platform/config/config.ts'
import { Database } from '../platform/db/database.ts'
import { HubError, StartError } from '../platform/errors.ts'
import { EventBus } from '../platform/events/event-bus.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { AccountRescue, newPasswordUrl } from '../users/index.ts'
import { findDatabase } from './doctor/find-database.ts'
import { hubAddress } from './doctor/hub-address.ts'

export interface RescueOptions {
  email: string
  withoutSecondFactor: boolean
}

/** A link that sets a new password, beside a running hub or with a stopped one. Throws `StartError` with what to do. */
export async function rescueAccount(
  config: Config,
  { email, withoutSecondFactor }: RescueOptions,
): Promise<{ url: string; expiresAt: Date }> {
  const hubUrl = config.publicUrl ?? hubAddress(config)
  if (hubUrl === undefined) throw new StartError('Nobody knows the address of the hub: set PUBLIC_URL.')
  const found = await findDatabase(config)
  if ('verdict' in found) throw new StartError([found.verdict.says, found.verdict.todo ?? ''].join('. '))
  const database = new Database({
    url: found.urls.app,
    poolSize: 2,
    log: silentLogger,
    applicationName: 'askpro-user-link',
  })
  try {
    const events = new EventBus({ poke: () => {} })
    const rescue = new AccountRescue({ database, events, clock: systemClock })
    const { token, expiresAt } = await rescue.link(email, { withoutSecondFactor })
    return { url: newPasswordUrl(hubUrl, token), expiresAt }
  } catch (error) {
    throw error instanceof HubError ? new StartError(error.message, { cause: error }) : error
  } finally {
    await database.close()
    await found.stop?.()
  }
}
