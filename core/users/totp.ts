import { createRequire } from 'node:module'
import type { TOTP } from 'otpauth'
import { lateModule } from '../platform/late-module.ts'

const require = createRequire(import.meta.url)
const otpauth = lateModule<typeof import('otpauth')>(() => require('otpauth'))

const ISSUER = 'AskPro Hub'
/** Steps that a clock may be off by, in either direction. */
const DRIFT = 1

/** RFC 6238 with what every authenticator app takes: SHA-1, six digits, 30 seconds. */
function appWith(bytes: Buffer, label = ''): TOTP {
  const { Secret, TOTP } = otpauth()
  return new TOTP({ secret: Secret.fromHex(bytes.toString('hex')), issuer: ISSUER, label })
}

/** The step that `code` is of; undefined for one of none that is near `now` (epoch milliseconds). */
export function stepOf(code: string, secret: Buffer, now: number): number | undefined {
  const app = appWith(secret)
  const off = app.validate({ token: code, timestamp: now, window: DRIFT })
  return off === null ? undefined : app.counter({ timestamp: now }) + off
}

/** What is typed into the app, and what its QR code says. */
export function forApp(secret: Buffer, account: string): { secret: string; url: string } {
  const app = appWith(secret, account)
  return { secret: app.secret.base32, url: app.toString() }
}
