import { HubError } from '../errors.ts'

/** Drops members that were not sent, so that they are not written as undefined. */
export function given<T extends object>(change: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined)
  if (entries.length === 0) throw new HubError('invalid', { detail: 'Nothing to change was sent.' })
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
