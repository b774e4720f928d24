import type { Clock } from '../../platform/clock.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { JobOutcome, JobRun, JobSink } from '../../platform/jobs/job.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { Connection, ConnectionRef } from '../connections/connection.ts'
import { findConnection, withoutSealed } from '../connections/connection-repository.ts'
import { requestTokens } from '../connections/oauth-endpoints.ts'
import { withdrawConsent } from '../connections/oauth-withdrawal.ts'
import { openSecrets, openTokens, type Tokens } from '../connections/sealed-settings.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import { outcomeOf } from '../outcome-of.ts'
import { deleteFarewell, type Farewell, findFarewell, insertFarewell } from './farewell-repository.ts'
import type { StoredWatch } from './watch.ts'
import { findWatches } from './watch-repository.ts'

export interface FarewellParts {
  database: Database
  box: SecretBox
  host: PluginHost
  jobs: JobSink
  clock: Clock
  log: Logger
}

/** What it takes to close the watches of a connection that is gone. */
interface Kept {
  connection: Connection
  settings: Record<string, unknown>
  tokens: Tokens | null
  watches: Array<Pick<StoredWatch, 'id' | 'watch' | 'calendar' | 'reference'>>
}

/** Milliseconds after which a provider that could not be reached is left to itself. */
const PATIENCE = 8 * 86_400_000

/**
 * Tells providers that connections were removed: their watches are closed and then their consent is given back, as a job
 * that is repeated until it is done. The connection itself is gone at once; what is kept of it is sealed.
 */
export class Farewells {
  readonly #parts: FarewellParts

  constructor(parts: FarewellParts) {
    this.#parts = parts
  }

  /** In the transaction that removes the connection, before it. False where there is nothing to close. */
  async prepare(tx: Tx, ref: ConnectionRef): Promise<boolean> {
    const { box, jobs, clock } = this.#parts
    const stored = (await findWatches(tx, ref)).filter(({ state }) => MAY_STAND.has(state))
    const sealed = stored.length > 0 ? await findConnection(tx, ref) : undefined
    if (!sealed || !box.sealed(sealed.secrets)) return false
    const kept: Kept = {
      connection: withoutSealed(sealed),
      settings: { ...sealed.settings, ...openSecrets(box, ref, sealed.secrets) },
      tokens: sealed.tokens && box.sealed(sealed.tokens) ? openTokens(box, ref, sealed.tokens) : null,
      watches: stored.map(({ id, watch, calendar, reference }) => ({ id, watch, calendar, reference })),
    }
    const { tenantId, connectionId: id } = ref
    const text = box.seal(placeOf(ref), JSON.stringify(kept))
    await insertFarewell(tx, { tenantId, id, plugin: sealed.plugin, sealed: text, removedAt: clock.now() })
    const job = { kind: 'connection.farewell', tenantId, payload: { connection_id: id }, uniqueKey: id }
    await jobs.add(tx, [job])
    return true
  }

  async run({ tenantId, payload }: JobRun): Promise<JobOutcome> {
    const { database, clock, log } = this.#parts
    if (tenantId === null) return { is: 'cancel', why: 'a connection belongs to a tenant' }
    const ref = { tenantId, connectionId: String(payload.connection_id) }
    const farewell = await database.inTenant(tenantId, (tx) => findFarewell(tx, ref))
    if (!farewell) return { is: 'done' }
    try {
      await this.#say(ref, farewell)
    } catch (error) {
      const outcome = this.#isFinal(error, farewell) ? undefined : outcomeOf(error, clock.now())
      if (outcome && outcome.is !== 'cancel') return outcome
      log.warn(
        { err: error, connection: ref.connectionId },
        'what a provider was asked to tell could not be ended',
      )
    }
    await database.inTenant(tenantId, (tx) => deleteFarewell(tx, ref))
    return { is: 'done' }
  }

  /** Credentials that are refused now will not be accepted later: nobody can give others any more. */
  #isFinal(error: unknown, { removedAt }: Farewell): boolean {
    const name = error instanceof Error ? error.name : ''
    return name === 'ReauthRequired' || this.#parts.clock.now() - removedAt > PATIENCE
  }

  async #say(ref: ConnectionRef, { sealed }: Farewell): Promise<void> {
    const { box, host } = this.#parts
    // Sealed under a master key that is lost: nothing can be said.
    if (!box.sealed(sealed)) return
    const { connection, settings, tokens, watches }: Kept = JSON.parse(box.open(placeOf(ref), sealed))
    await host.tryOut(connection, settings, async (bound) => {
      const { ctx, loaded } = withTokens(bound, tokens)
      for (const { watch, ...known } of watches) await loaded.plugin.watches?.[watch]?.close(ctx, known)
      if (tokens) await withdrawConsent({ loaded, settings, fetch: ctx.fetch }, tokens)
    })
  }
}

const MAY_STAND: ReadonlySet<StoredWatch['state']> = new Set(['opening', 'open', 'closing'])

/** Access by the consent that was kept, since the row that it stood in is gone. */
function withTokens(
  { ctx, loaded }: BoundPlugin,
  tokens: Tokens | null,
): Pick<BoundPlugin, 'ctx' | 'loaded'> {
  if (!tokens) return { ctx, loaded }
  const source = { loaded, settings: ctx.settings, fetch: ctx.fetch }
  let access: Promise<string> | undefined
  const refresh = async () =>
    (await requestTokens(source, { grant_type: 'refresh_token', refresh_token: tokens.refreshToken }))
      .accessToken
  const accessToken = () => {
    access ??= refresh()
    return access
  }
  return { loaded, ctx: { ...ctx, accessToken } }
}

const placeOf = ({ tenantId, connectionId }: ConnectionRef) => ({
  tenantId,
  table: 'farewells',
  column: 'sealed',
  rowId: connectionId,
})
