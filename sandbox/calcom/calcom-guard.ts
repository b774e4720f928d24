import type { Reply, StandInContext, StandInRequest } from '../engine/index.ts'
import { calcomError, notFound, rateLimited } from './calcom-errors.ts'
import type { CalcomState } from './calcom-state.ts'
import { takeRequest } from './rate-window.ts'

/** The `cal-api-version` each resource answers to; those not named take any. */
const versions: readonly (readonly [prefix: string, version: string])[] = [
  ['/v2/slots', '2024-09-04'],
  ['/v2/bookings', '2024-08-13'],
  ['/v2/event-types/:eventTypeId/webhooks', ''],
  ['/v2/event-types', '2024-06-14'],
  ['/v2/schedules', '2024-06-11'],
]

/**
 * Key, request limit and version header, in the provider's order. Stricter than the provider in one point: it lets
 * anonymous visitors see slots and book; here every call needs the key, so that a client that forgot it is found out.
 */
export function calcomGuard(
  request: StandInRequest,
  context: StandInContext<CalcomState>,
): Reply | undefined {
  if (request.headers.authorization !== `Bearer ${context.apiKeys.calcom}`)
    return calcomError(request, 401, 'ApiAuthStrategy - api key - Your api key is not valid')
  const { rate } = context.state
  if (!takeRequest(rate, Date.now())) return rateLimited(request, rate.limit ?? undefined)
  const wanted = versions.find(([prefix]) => request.route.startsWith(prefix))?.[1] ?? ''
  // The provider routes by version: an older or missing one finds no handler, and the error does not mention it.
  if (wanted !== '' && request.headers['cal-api-version'] !== wanted) return notFound(request)
  return undefined
}
