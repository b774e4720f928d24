import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import type { ConnectionRef } from './connection.ts'
import { findConnection } from './connection-repository.ts'
import { oauthEndpoints } from './oauth-endpoints.ts'
import { openTokens } from './sealed-settings.ts'
import type { TokenSource } from './token-source.ts'

export interface OAuthWithdrawalParts {
  database: Database
  box: SecretBox
  host: PluginHost
  log: Logger
}

/** Gives a consent back to the provider (RFC 7009) when its connection is removed. */
export class OAuthWithdrawal {
  readonly #parts: OAuthWithdrawalParts

  constructor(parts: OAuthWithdrawalParts) {
    this.#parts = parts
  }

  /**
   * Reads what it takes while the connection is still there. What it gives tells the provider: tried once, and it
   * never throws, since the hub has no use for the tokens any more, whatever the provider says.
   */
  async prepare(ref: ConnectionRef): Promise<() => Promise<void>> {
    const { log } = this.#parts
    const tell = (err: unknown) =>
      log.warn({ err, connection: ref.connectionId }, 'the provider was not told that a consent ended')
    try {
      const revoke = await this.#revocation(ref)
      return () => revoke().then(() => {}, tell)
    } catch (error) {
      tell(error)
      return async () => {}
    }
  }

  async #revocation(ref: ConnectionRef): Promise<() => Promise<unknown>> {
    const { database, box, host } = this.#parts
    const connection = await database.inTenant(ref.tenantId, (tx) => findConnection(tx, ref))
    if (!connection?.tokens) return async () => {}
    const { refreshToken } = openTokens(box, ref, connection.tokens)
    const { loaded, ctx } = await host.bind(ref)
    return () => withdrawConsent({ loaded, settings: ctx.settings, fetch: ctx.fetch }, { refreshToken })
  }
}

/** Done where the provider has no address for it. */
export async function withdrawConsent(
  source: TokenSource,
  { refreshToken }: { refreshToken: string },
): Promise<void> {
  const { revoke } = oauthEndpoints(source)
  const body = new URLSearchParams({ token: refreshToken, token_type_hint: 'refresh_token' })
  if (revoke) await source.fetch(revoke, { method: 'POST', body })
}
