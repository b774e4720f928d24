import { HubError } from '../../platform/errors.ts'
import type { SettingsIssue, SettingsSchema } from '../catalog/settings-schema.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import type { ConnectionState } from './connection.ts'
import type { ConnectionHealth } from './connection-health.ts'
import type { SealedConnection } from './connection-repository.ts'

type Settings = Record<string, unknown>

/** Finds out from the provider itself whether settings work. */
export class ConnectionProof {
  readonly #host: PluginHost
  readonly #health: ConnectionHealth

  constructor({ host, health }: { host: PluginHost; health: ConnectionHealth }) {
    this.#host = host
    this.#health = health
  }

  /** The state that the stored settings lead to. */
  async outcomeOf({ ref, loaded, ctx }: BoundPlugin): Promise<ConnectionState> {
    try {
      await loaded.plugin.check(ctx)
      return { is: 'ready' }
    } catch (error) {
      const failure = await this.#health.weigh(ref, error)
      const why = failure instanceof Error ? failure.message : String(failure)
      return this.#health.stateAfter(ref, failure) ?? { is: 'failed', why }
    }
  }

  /**
   * The same for settings that are not stored yet. Only a definite refusal blocks the save, by 422; with consent that
   * was withdrawn the settings are not to blame.
   */
  async prove(connection: SealedConnection, settings: Settings): Promise<ConnectionState> {
    return this.#host.tryOut(connection, settings, async (bound) => {
      const state = await this.outcomeOf(bound)
      if (state.is === 'misconfigured') throw refusedSettings([{ field: state.field, message: state.why }])
      if (state.is === 'needs_reauth' && bound.loaded.manifest.auth.kind === 'key') {
        throw refusedSettings([{ field: '', message: state.why }])
      }
      return state
    })
  }
}

/** A copy with the defaults filled in; 422 with the path of each mistake. */
export function validSettings(schema: SettingsSchema, sent: Settings): Settings {
  const settings = { ...sent }
  const issues = schema.check(settings)
  if (issues.length > 0) throw refusedSettings(issues)
  return settings
}

/** 422 with the path of each. */
export function refusedSettings(issues: readonly SettingsIssue[]): HubError {
  const errors = issues.map(({ field, message }) => ({ path: pathOf(field), message }))
  const detail = issues.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ')
  return new HubError('invalid', { detail, extra: { errors } })
}

const pathOf = (field: string): string => ['/settings', ...field.split('.').filter(Boolean)].join('/')
