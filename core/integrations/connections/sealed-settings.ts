import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { SettingsSchema } from '../catalog/settings-schema.ts'
import type { ConnectionRef } from './connection.ts'

type Settings = Record<string, unknown>

/** Parts what may be shown from what is sealed, as the plugin's schema marks it. */
export function splitSettings(schema: SettingsSchema, all: Settings): { open: Settings; secret: Settings } {
  const entries = Object.entries(all)
  return {
    open: Object.fromEntries(entries.filter(([name]) => !schema.secrets.has(name))),
    secret: Object.fromEntries(entries.filter(([name]) => schema.secrets.has(name))),
  }
}

export function sealSecrets(box: SecretBox, ref: ConnectionRef, secret: Settings): string {
  return box.seal(placeOf(ref, 'secrets'), JSON.stringify(secret))
}

export function openSecrets(box: SecretBox, ref: ConnectionRef, sealed: string): Settings {
  return JSON.parse(box.open(placeOf(ref, 'secrets'), sealed)) as Settings
}

/** For a change of settings: none where the master key they were sealed under is lost, so that they are entered anew. */
export function knownSecrets(box: SecretBox, ref: ConnectionRef, sealed: string): Settings {
  return box.sealed(sealed) ? openSecrets(box, ref, sealed) : {}
}

/** What an OAuth provider gave. Times are epoch milliseconds of the real clock. */
export interface Tokens {
  accessToken: string
  refreshToken: string
  obtainedAt: number
  expiresAt: number
}

export function sealTokens(box: SecretBox, ref: ConnectionRef, tokens: Tokens): string {
  return box.seal(placeOf(ref, 'tokens'), JSON.stringify(tokens))
}

export function openTokens(box: SecretBox, ref: ConnectionRef, sealed: string): Tokens {
  return JSON.parse(box.open(placeOf(ref, 'tokens'), sealed)) as Tokens
}

const placeOf = (ref: ConnectionRef, column: string) => ({
  tenantId: ref.tenantId,
  table: 'connections',
  column,
  rowId: ref.connectionId,
})
