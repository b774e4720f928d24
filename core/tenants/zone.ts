import { HubError } from '../platform/errors.ts'

/** Throws unless `zone` is a name of the IANA time zone database that this Node knows. */
export function requireZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw new HubError('invalid', { detail: `${zone} is no IANA time zone; Europe/Berlin would be one.` })
  }
}
