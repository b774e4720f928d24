import type { IncomingHttpHeaders } from 'node:http'

/**
 * `__Host-`: a browser takes it with `Secure` and `Path=/` only and sends it to this host alone, so no other one under the
 * same domain can plant it. Browsers take `Secure` over plain http from their own machine only.
 */
const NAME = '__Host-askpro_session'
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict'
const FOUND = new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]{1,128})(?:;|$)`)

/** The token of the session that the browser has; undefined where it has none. */
export function sessionOf(headers: Pick<IncomingHttpHeaders, 'cookie'>): string | undefined {
  return FOUND.exec(headers.cookie ?? '')?.[1]
}

/** Value of a `Set-Cookie`. `seconds`: how long the browser keeps it. */
export const sessionCookie = (token: string, seconds: number): string =>
  `${NAME}=${token}; Max-Age=${seconds}; ${ATTRIBUTES}`

export const noSessionCookie = (): string => `${NAME}=; Max-Age=0; ${ATTRIBUTES}`
