import { randomBytes } from 'node:crypto'
import type { StandInRequest } from '../engine/index.ts'

/** An id as the provider makes them: prefix and 24 letters and digits. */
export function stripeId(prefix: string): string {
  const letters = randomBytes(36).toString('base64').replaceAll(/[+/=]/g, '')
  return `${prefix}_${letters.slice(0, 24).padEnd(24, '0')}`
}

const requestIds = new WeakMap<StandInRequest, string>()

/** The `Request-Id` of a request: the same in the answer's header, its error and the events it caused. */
export function requestIdOf(request: StandInRequest): string {
  const known = requestIds.get(request)
  if (known !== undefined) return known
  const id = `req_${randomBytes(7).toString('hex')}`
  requestIds.set(request, id)
  return id
}
