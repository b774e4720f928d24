import { HubError } from '../platform/errors.ts'
import { type Service, serviceMinutes } from './service.ts'

/** The service at another length, offered or not. One of several segments has only its own. */
export function lasting<S extends Service>(service: S, minutes: number): S {
  const [only, ...others] = service.segments
  if (!only || others.length > 0 || only.minutes === minutes) return service
  return { ...service, segments: [{ ...only, minutes }] }
}

/** The service at any length. Throws `invalid` for one of several segments: which of them should change? */
export function stretchedTo<S extends Service>(service: S, minutes: number): S {
  return service.segments.length > 1 ? offeredAt(service, minutes) : lasting(service, minutes)
}

/** The service at a length it is offered in. Throws `invalid`, naming those there are. */
export function offeredAt<S extends Service>(service: S, minutes: number): S {
  const offered = offeredMinutes(service)
  if (offered.includes(minutes)) return lasting(service, minutes)
  const message = offered.length > 1 ? `must be one of ${offered.join(', ')}` : `must be ${offered.join()}`
  throw new HubError('invalid', {
    detail: `duration_minutes ${message}.`,
    extra: { errors: [{ path: '/duration_minutes', message }] },
  })
}

/** Its own first. */
export const offeredMinutes = (service: Service): number[] => [
  serviceMinutes(service),
  ...(service.durations ?? []).map(({ minutes }) => minutes),
]
