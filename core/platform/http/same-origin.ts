import type { IncomingHttpHeaders } from 'node:http'
import { HubError } from '../errors.ts'
import { sessionOf } from './session-cookie.ts'

export interface Asked {
  method: string
  headers: IncomingHttpHeaders
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what a page of somebody else's has a browser send (CSRF): whoever comes without a key, and from a browser, may
 * change something only from a page of the hub's own. A client that sends none of a browser's headers passes.
 */
export function requireSameOrigin({ method, headers }: Asked, publicUrl: string): void {
  if (SAFE.has(method) || headers.authorization !== undefined) return
  const { origin, 'sec-fetch-site': site } = headers
  const fromBrowser = origin !== undefined || site !== undefined || sessionOf(headers) !== undefined
  if (!fromBrowser || isOwn(headers, publicUrl)) return
  throw new HubError('forbidden', { detail: 'This may be asked for by a page of the hub itself only.' })
}

/** `Sec-Fetch-Site` is sent over https and by one's own machine; elsewhere there is `Origin` alone. */
function isOwn({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders, publicUrl: string): boolean {
  if (site !== undefined) return site === 'same-origin'
  if (origin === undefined || !URL.canParse(origin)) return false
  const from = new URL(origin)
  return from.host === host || (URL.canParse(publicUrl) && from.origin === new URL(publicUrl).origin)
}
